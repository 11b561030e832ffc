"""Who may act for whom, and who may write down that somebody is away. Pure."""

from datetime import timedelta

from netwatch.core.directory import Directory, Person
from sop.role import Role

LONGEST = timedelta(days=366)

DEPUTISED = frozenset({Role.KASI_INFRASTRUKTUR, Role.SPV_OPINI_PUBLIK})
"""Parts that somebody has to play. Of the others there are several, and the rest of them go on."""

_NEAREST = (Role.KASI_INFRASTRUKTUR, Role.SPV_OPINI_PUBLIK, Role.ADMIN, Role.TIM_LAPANGAN)


def may_write_down(visitor: Person, absent: Person) -> bool:
    """Everybody for themselves; an admin also for somebody who has fallen ill."""
    return visitor.name == absent.name or visitor.role is Role.ADMIN


def deputies_for(absent: Person, directory: Directory) -> list[Person]:
    """Who may act for them, the nearest first: those of their own part, then the other heads, the admin, the teams."""
    able = [
        person for person in directory.people
        if person.role in _NEAREST and person.name != absent.name and person.telegram_id is not None
    ]
    return sorted(able, key=lambda person: (person.role is not absent.role, _NEAREST.index(person.role)))

"""Chats that take nothing from us: who would not hear of an outage, and whether the admins know. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from netwatch.core.directory import Directory, Person, Team
from netwatch.core.message import Shut
from netwatch.core.second_channel import SMS
from sop.role import Role


@dataclass(frozen=True, slots=True)
class Trouble:
    """`person` reads the chat, None for a group. `told`: the admins have been told of it."""

    channel: str
    chat_id: int
    person: str | None
    why: Shut
    since: datetime
    told: bool = False


def reader_of(trouble: Trouble, directory: Directory) -> Person | Team | None:
    """Who does not hear, as the office is today; None for those who have left it, or use another account."""
    if trouble.person is None:
        return next((team for team in directory.teams if team.chat_id == trouble.chat_id), None)
    for person in directory.people:
        if person.name == trouble.person and (trouble.channel == SMS or person.telegram_id == trouble.chat_id):
            return person
    return None


def of_today(troubles: Iterable[Trouble], directory: Directory) -> list[Trouble]:
    """Those that still concern somebody of the office."""
    return [trouble for trouble in troubles if reader_of(trouble, directory) is not None]


@dataclass(frozen=True, slots=True)
class Letter:
    to: Person
    troubles: tuple[Trouble, ...]


def letters_to_admins(troubles: Iterable[Trouble], directory: Directory) -> list[Letter]:
    """What each admin is still to be told. Nobody is told of themselves; what nobody can be told of waits."""
    untold = [trouble for trouble in of_today(troubles, directory) if not trouble.told]
    admins = [person for person in directory.with_role(Role.ADMIN) if person.telegram_id is not None]
    letters = [Letter(admin, tuple(t for t in untold if t.person != admin.name)) for admin in admins]
    return [letter for letter in letters if letter.troubles]

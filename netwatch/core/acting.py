"""Who plays a part of the office at this moment: those present, their deputies, and who of them is on duty.

Nobody is ever left untold: where all who play a part are away and nobody acts for them, it is theirs all the same;
where none of them is on duty, all of them are.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from netwatch.core.directory import Directory, Person
from sop.role import Role

ON_BEHALF = " a.n. "
"""Between the names of a deputy and of whom they act for, as Indonesian offices sign (`atas nama`)."""


@dataclass(frozen=True, slots=True)
class Acting:
    """`on_behalf`: whom they act for, None in a part of their own. `loud`: they hear news with a sound."""

    person: Person
    on_behalf: Person | None = None
    loud: bool = True

    @property
    def role(self) -> Role:
        return (self.on_behalf or self.person).role

    @property
    def team(self) -> str | None:
        return (self.on_behalf or self.person).team

    @property
    def name(self) -> str:
        """As it is recorded."""
        return self.person.name if self.on_behalf is None else signed(self.person, self.on_behalf)


def signed(deputy: Person, absent: Person) -> str:
    """`Bayu a.n. Dedi`"""
    return f"{deputy.name}{ON_BEHALF}{absent.name}"


def hand_of(name: str) -> str:
    """Whose hand it was: `Bayu` of `Bayu a.n. Dedi`, else the name itself."""
    return name.partition(ON_BEHALF)[0]


def acting(people: Iterable[Person], directory: Directory) -> list[Acting]:
    """Who plays the part of these people now, each once."""
    people = list(people)
    found: dict[str, Acting] = {}
    for person in people:
        if person.name not in directory.away:
            found[person.name] = Acting(person, None, person.name not in directory.off_duty)
    for person in people:
        deputy = _deputy(person, directory)
        if deputy is not None:
            found.setdefault(deputy.name, Acting(deputy, person, person.name not in directory.off_duty))
    all_of_them = list(found.values()) or [Acting(p, None, p.name not in directory.off_duty) for p in people]
    if not any(each.loud for each in all_of_them):
        return [replace(each, loud=True) for each in all_of_them]
    return all_of_them


def stand_in(person: Person, roles: Collection[Role], directory: Directory) -> Person:
    """The person as they act in one of the roles: themselves, or on behalf of somebody whose deputy they are now.

    Where they have no such part, themselves again: what they may not do is said by whatever is asked.
    """
    if person.role in roles:
        return person
    for absent in directory.people:
        deputy = _deputy(absent, directory) if absent.role in roles else None
        if deputy is not None and deputy.name == person.name:
            return replace(absent, name=signed(person, absent), telegram_id=person.telegram_id, phone=person.phone)
    return person


def parts_of(person: Person, directory: Directory) -> tuple[Person, ...]:
    """Themselves, and then those for whom they act now."""
    others = (p for p in directory.people if (d := _deputy(p, directory)) is not None and d.name == person.name)
    return (person, *others)


def _deputy(person: Person, directory: Directory) -> Person | None:
    """Who acts for somebody who is away; nobody who is away themselves."""
    name = directory.away.get(person.name)
    if name is None or name in directory.away:
        return None
    return directory.by_name(name)

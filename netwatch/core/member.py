"""People who have joined by an invitation; those of the settings stand beside them and come first. Pure."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from netwatch.core.acting import ON_BEHALF
from netwatch.core.change import SYSTEM
from netwatch.core.directory import Directory, Person
from sop.machine import BY_LIMIT
from sop.role import Role

VALID = timedelta(days=3)
"""How long an invitation may be used: over a weekend."""

INVITED = "u-"
"""What a link says after `/start` before the invitation's code."""

LONGEST_NAME = 60
NAMELESS = "Anggota"


@dataclass(frozen=True, slots=True)
class Invitation:
    """A link for one person and one role. `id` is 0 until the store has given one; `code` is a secret."""

    id: int
    code: str = field(repr=False)
    role: Role
    team: str | None
    by: str
    at: datetime
    used_at: datetime | None = None
    used_by: str | None = None

    @property
    def expires_at(self) -> datetime:
        return self.at + VALID


@dataclass(frozen=True, slots=True)
class Member:
    """`id` is 0 until the store has given one. Who has left stays on record."""

    id: int
    name: str
    role: Role
    team: str | None
    telegram_id: int
    invited_by: str
    joined_at: datetime
    left_at: datetime | None = None
    removed_by: str | None = None


class Unusable(StrEnum):
    """Why an invitation makes nobody a member."""

    UNKNOWN = "there is no such invitation"
    USED = "somebody has used it"
    EXPIRED = "it is too old"
    IN_SETTINGS = "they are in the settings already"
    NO_TEAM = "its team has left the settings"


MAY_INVITE: dict[Role, frozenset[Role]] = {
    Role.ADMIN: frozenset(Role),
    Role.KASI_INFRASTRUKTUR: frozenset({Role.TIM_LAPANGAN}),
    Role.SPV_OPINI_PUBLIK: frozenset({Role.CALL_TAKER}),
}
"""Each head invites, and removes, their own people; an admin anybody."""


def join(
    invitation: Invitation | None, telegram_id: int, name: str, settings: Directory, members: Sequence[Member],
    now: datetime,
) -> tuple[Invitation, Member] | Unusable:
    """The invitation as used, and who has joined with it. `members`: all there ever were.

    Who is a member already has another role from then on: the caller ends the earlier membership. Nobody gets the
    name of somebody else, not even of one who has left: by their names people stand in the records.
    """
    if invitation is None:
        return Unusable.UNKNOWN
    if settings.by_telegram_id(telegram_id) is not None:
        return Unusable.IN_SETTINGS
    if invitation.used_at is not None:
        return Unusable.USED
    if now >= invitation.expires_at:
        return Unusable.EXPIRED
    if invitation.team is not None and settings.team(invitation.team) is None:
        return Unusable.NO_TEAM
    own = unused_name(name, names_of_others(telegram_id, settings, members))
    member = Member(0, own, invitation.role, invitation.team, telegram_id, invitation.by, now)
    return replace(invitation, used_at=now, used_by=own), member


def names_of_others(telegram_id: int, settings: Directory, members: Iterable[Member]) -> set[str]:
    return {p.name for p in settings.people} | {m.name for m in members if m.telegram_id != telegram_id}


def unused_name(name: str, taken: Collection[str]) -> str:
    """The name in one line, cut, and with a number behind it where somebody has it.

    Nobody is called as those sign who act for somebody, nor like netwatch itself.
    """
    plain = ON_BEHALF.strip().join(name.split(ON_BEHALF))
    plain = " ".join(plain.split())[:LONGEST_NAME].strip() or NAMELESS
    known = {each.casefold() for each in (*taken, SYSTEM, BY_LIMIT)}
    found, number = plain, 1
    while found.casefold() in known:
        number += 1
        found = f"{plain} {number}"
    return found


def with_members(directory: Directory, members: Iterable[Member]) -> Directory:
    """The office with those who have joined; whom the settings have is as the settings say."""
    ids = {person.telegram_id for person in directory.people}
    names = {person.name for person in directory.people}
    joined = tuple(
        Person(unused_name(member.name, names), member.role, member.telegram_id, None, member.team)
        for member in members
        if member.left_at is None and member.telegram_id not in ids
    )
    return replace(directory, people=(*directory.people, *joined)) if joined else directory

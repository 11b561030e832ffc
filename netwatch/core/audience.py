"""Who hears of what, in which chat, and with how much noise.

A *card* is the ticket as it stands, one in a chat, edited without a sound. A *new* message is sent only to those who
must do something now or have waited for it; nobody is told what they just did themselves.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from netwatch.core.acting import acting, hand_of
from netwatch.core.directory import Directory, Person, Team
from netwatch.core.message import Kind
from netwatch.core.news import (
    Accepted,
    Breached,
    Closed,
    FlappingEnded,
    FlappingStarted,
    Forwarded,
    Held,
    Instructed,
    Merged,
    MovedUp,
    News,
    Reassigned,
    Reminded,
    Reopened,
    RepairFiled,
    RepairOwed,
    RepairReturned,
    Resumed,
    Worsened,
)
from netwatch.core.ticket import Source, Ticket
from sop.role import Role


@dataclass(frozen=True, slots=True)
class Reader:
    """A chat and the part its reader plays. `person` is None for a team's group; `team` for who is in none.

    `quiet`: not on duty now.
    """

    chat_id: int
    role: Role
    person: str | None
    team: str | None = None
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Telling:
    """One new message: which news, for whom. `silent`: without a sound."""

    to: Reader
    kind: Kind
    news: News
    silent: bool = False


def readers_of_card(ticket: Ticket, directory: Directory) -> list[tuple[Reader, bool]]:
    """Who gets the ticket's card when it opens, each with whether it comes silently."""
    if ticket.source is Source.MONITOR:
        return _once_a_chat([(reader, False) for reader in _keepers(directory)])
    by_people = ticket.source is Source.CITIZEN
    readers = [(reader, not by_people) for reader in readers_with_role(directory, Role.SPV_OPINI_PUBLIK)]
    readers += [(reader, by_people) for reader in readers_with_role(directory, Role.KASI_INFRASTRUKTUR)]
    readers += [(reader, by_people) for reader in teams_readers(ticket, directory)]
    return _once_a_chat(readers)


def tellings(
    ticket: Ticket, news: Iterable[News], directory: Directory, muted: Collection[int] = ()
) -> list[Telling]:
    """The new messages that follow from what happened; none for what only changes the card.

    `muted`: the chats that are not to be reminded. Of several limits that were found to have passed, a chat is told
    the last; who reads the report that closed the ticket is not told of the closing besides.
    """
    told = [telling for each in news for telling in _of_one(ticket, each, directory)]
    last = {telling.to.chat_id: telling for telling in told if telling.kind is Kind.BREACHED}
    reading = {telling.to.chat_id for telling in told if telling.kind is Kind.REPAIR_FILED}
    return [
        telling
        for telling in told
        if (telling.kind is not Kind.BREACHED or last[telling.to.chat_id] is telling)
        and (telling.kind is not Kind.REMINDER or telling.to.chat_id not in muted)
        and (telling.kind is not Kind.CLOSED or telling.to.chat_id not in reading)
    ]


def _of_one(ticket: Ticket, news: News, directory: Directory) -> list[Telling]:
    if ticket.source is Source.MONITOR:
        told = _tell(_keepers(directory), Kind.MONITOR, news, silent=True) if isinstance(news, Closed) else []
        return _first_a_chat(told)
    kasi = list(readers_with_role(directory, Role.KASI_INFRASTRUKTUR))
    spv = list(readers_with_role(directory, Role.SPV_OPINI_PUBLIK))
    team = list(teams_readers(ticket, directory))
    match news:
        case Accepted(by=by):
            told = _tell(kasi, Kind.ACCEPTED, news, but=by)
        case Instructed(by=by):
            told = _tell(team, Kind.INSTRUCTED, news, but=by)
        case Reassigned(was=was, by=by):
            told = _tell(team, Kind.INSTRUCTED, news, but=by)
            told += _tell(list(readers_in_team(directory.team(was), directory)), Kind.REASSIGNED, news)
        case Held(by=by, role=role):
            told = _tell(kasi if role is Role.TIM_LAPANGAN else team, Kind.HELD, news, but=by)
        case Resumed(role=Role.KASI_INFRASTRUKTUR):
            told = _tell(team, Kind.RESUMED, news)
        case Forwarded(by=by):
            told = _tell(kasi, Kind.INSTRUCTED, news, but=by)
        case Breached():
            told = _tell([*_escalation(ticket, news, directory), *spv], Kind.BREACHED, news)
        case Reminded(no=no):
            told = _tell(list(_holders(ticket, no, directory)), Kind.REMINDER, news)
        case Reopened():
            told = _tell([*kasi, *team], Kind.REOPENED, news) + _tell(spv, Kind.REOPENED, news, silent=True)
        case Worsened():
            told = _tell([*kasi, *team], Kind.WORSENED, news) + _tell(spv, Kind.WORSENED, news, silent=True)
        case Closed(by=by):
            told = _tell([*kasi, *team], Kind.CLOSED, news, but=by) + _tell(spv, Kind.CLOSED, news, silent=True)
        case Merged():
            told = _tell([*kasi, *team, *spv], Kind.CLOSED, news, silent=True)
        case MovedUp():
            told = _tell([*kasi, *team], Kind.MOVED_UP, news, silent=True)
        case FlappingStarted():
            told = _tell([*kasi, *team], Kind.FLAPPING, news)
        case FlappingEnded():
            told = _tell([*kasi, *team], Kind.FLAPPING, news, silent=True)
        case RepairFiled(closes=closes):
            told = _tell(kasi, Kind.REPAIR_FILED, news, silent=not closes)
        case RepairReturned(place=place):
            writer = _named(directory, hand_of(ticket.repair_reports[place].by))
            told = _tell([*writer, *(reader for reader in team if reader.person is None)], Kind.REPAIR_RETURNED, news)
        case RepairOwed():
            told = _tell(team, Kind.REPAIR_REMINDER, news)
        case _:
            told = []
    return _first_a_chat(told)


def _first_a_chat(told: list[Telling]) -> list[Telling]:
    first = {telling.to.chat_id: telling for telling in reversed(told)}
    return [telling for telling in told if first[telling.to.chat_id] is telling]


def _keepers(directory: Directory) -> list[Reader]:
    """Who has to know that nobody watches the network: the Kepala Seksi, and who keeps netwatch running."""
    return [*readers_with_role(directory, Role.KASI_INFRASTRUKTUR), *readers_with_role(directory, Role.ADMIN)]


def _tell(
    readers: list[Reader], kind: Kind, news: News, silent: bool = False, but: str | None = None
) -> list[Telling]:
    hand = None if but is None else hand_of(but)
    return [
        Telling(reader, kind, news, silent or reader.quiet)
        for reader in readers
        if reader.person is None or reader.person != hand
    ]


def teams_readers(ticket: Ticket, directory: Directory) -> Iterator[Reader]:
    """The chats of the team that has the ticket; before one has it, those of the root cause's site."""
    team = directory.team(ticket.team) if ticket.team is not None else None
    for each in (team,) if team is not None else directory.teams_for(ticket.site):
        yield from readers_in_team(each, directory)


def readers_in_team(team: Team | None, directory: Directory) -> Iterator[Reader]:
    """Its group, or each of its members where it has none; nobody for a team that has left the settings."""
    if team is None:
        return
    if team.chat_id is not None:
        yield Reader(team.chat_id, Role.TIM_LAPANGAN, None, team.id)
    else:
        yield from _acting(directory.members(team.id), directory)


def _escalation(ticket: Ticket, breach: Breached, directory: Directory) -> Iterator[Reader]:
    """Who has to do something now that the limit has passed, beside the SPV.

    Whose turn it is by that; who is late, where the step goes on waiting for them; and the Kepala Seksi, when it is
    the team. Who was late with a step that has ended, or goes on with one more of their own, hears nothing new: they
    were reminded a moment ago.
    """
    late = _role(ticket, breach.no)
    if breach.next_no is None:
        yield from _holders(ticket, breach.no, directory)
    elif _role(ticket, breach.next_no) is not late:
        yield from _holders(ticket, breach.next_no, directory)
    if late is Role.TIM_LAPANGAN:
        yield from readers_with_role(directory, Role.KASI_INFRASTRUKTUR)


def _holders(ticket: Ticket, no: int, directory: Directory) -> Iterator[Reader]:
    """Whose step it is."""
    role = _role(ticket, no)
    if role is Role.TIM_LAPANGAN:
        yield from teams_readers(ticket, directory)
    elif role is not None:
        yield from readers_with_role(directory, role)


def _role(ticket: Ticket, no: int) -> Role | None:
    return next((step.role for step in ticket.steps if step.no == no), None)


def readers_with_role(directory: Directory, role: Role) -> Iterator[Reader]:
    return _acting(directory.with_role(role), directory)


def _named(directory: Directory, name: str) -> Iterator[Reader]:
    return _acting((person for person in directory.people if person.name == name), directory)


def _acting(people: Iterable[Person], directory: Directory) -> Iterator[Reader]:
    """Those who play the part of these people now."""
    return (
        Reader(each.person.telegram_id, each.role, each.person.name, each.team, not each.loud)
        for each in acting((p for p in people if p.telegram_id is not None), directory)
        if each.person.telegram_id is not None
    )


def _once_a_chat(readers: list[tuple[Reader, bool]]) -> list[tuple[Reader, bool]]:
    """Who plays two parts in one chat gets the first; it sounds if any of them does."""
    first: dict[int, tuple[Reader, bool]] = {}
    for reader, silent in readers:
        known = first.get(reader.chat_id)
        silent = silent or reader.quiet
        first[reader.chat_id] = (reader, silent) if known is None else (known[0], known[1] and silent)
    return list(first.values())

"""Who is told of a ticket through a second channel, because the first one has not told them. Pure.

Looks at what was said and to whom, and names what is missing, so it may run at any time, twice, or after a restart:
somebody who works on outages is to know of a ticket's beginning, and whom the second channel has told of it is to
know of its end.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from netwatch.core.acting import acting
from netwatch.core.directory import Directory, Person
from netwatch.core.message import Kind, Recipient
from netwatch.core.ticket import Priority, Source, Ticket
from sop.role import Role

SMS = "sms"
"""The name of the channel whose addresses are phone numbers, as their digits with the country code."""

ALARMS = frozenset({Kind.OPENED, Kind.INSTRUCTED, Kind.REOPENED, Kind.DIGEST})
"""News of a beginning, where it sounds."""

BURST = 3
WINDOW = timedelta(minutes=10)
"""A person gets at most BURST messages in a WINDOW; what does not fit waits and is said in one message. A modem needs
some seconds for each, and nobody reads twenty."""

URGENCY = (Priority.CRITICAL, Priority.HIGH, Priority.NORMAL, Priority.LOW)


class Why(StrEnum):
    """Why the second channel speaks; kept in the history."""

    NO_ADDRESS = "the first channel has no address of theirs"
    REFUSED = "the first channel refuses to write to them"
    WAITED = "the first channel has not accepted the alarm in time"
    ENDED = "they were told of its beginning here"


class Fate(StrEnum):
    """What became of a message; the values are those of the outbox."""

    WAITING = "waiting"
    SENT = "sent"
    REFUSED = "refused"
    STALE = "stale"


@dataclass(frozen=True, slots=True)
class Said:
    """A message about a ticket, as the outbox has it."""

    to: Recipient
    kind: Kind
    silent: bool
    fate: Fate
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Rule:
    """`after`: how long the first channel may take to accept an alarm."""

    first: str
    second: str
    after: timedelta


@dataclass(frozen=True, slots=True)
class Wanted:
    """`person` is to hear through the second channel that the ticket is open (OPENED) or over (CLOSED)."""

    ticket: Ticket
    person: Person
    kind: Kind
    why: Why


@dataclass(frozen=True, slots=True)
class Letter:
    """One message of the second channel: about one ticket, or about all that are to be said at once."""

    person: Person
    kind: Kind
    wanted: tuple[Wanted, ...]


def missing(ticket: Ticket, said: Sequence[Said], directory: Directory, rule: Rule, now: datetime) -> Iterator[Wanted]:
    """What the second channel still has to say of a ticket. `said`: all alarms and closings of it, oldest first.

    An alarm goes out once for each opening, whatever became of it: the second channel tries by itself. The end is
    told to whom the alarm has reached. Who has no phone hears nothing.
    """
    for person in _concerned(ticket, directory) if ticket.is_open else _written_to(said, directory, rule):
        if person.phone is None:
            continue
        last = _last_here(said, person, rule)
        told_of_beginning = last is not None and last.kind is Kind.OPENED
        if ticket.is_open and not told_of_beginning:
            why = _unheard(ticket, person, said, last, directory, rule, now)
            if why is not None:
                yield Wanted(ticket, person, Kind.OPENED, why)
        elif not ticket.is_open and last is not None and told_of_beginning and last.fate is Fate.SENT:
            yield Wanted(ticket, person, Kind.CLOSED, Why.ENDED)


def letters(wanted: Iterable[Wanted], lately: Mapping[str, int]) -> list[Letter]:
    """The messages that may go out now; what finds no room is wanted again at the next look.

    `lately`: by person, how many they were sent within the last WINDOW.
    """
    of: dict[str, list[Wanted]] = {}
    for each in wanted:
        of.setdefault(each.person.name, []).append(each)
    return [letter for name, own in of.items() for letter in _for_one(own, BURST - lately.get(name, 0))]


def _for_one(wanted: list[Wanted], room: int) -> list[Letter]:
    person = wanted[0].person
    alarms = sorted((w for w in wanted if w.kind is Kind.OPENED), key=_urgency)
    ends = [w for w in wanted if w.kind is Kind.CLOSED]
    if len(wanted) <= room:
        return [Letter(person, each.kind, (each,)) for each in (*alarms, *ends)]
    together = [Letter(person, each[0].kind, tuple(each)) for each in (alarms, ends) if each]
    return together[: max(room, 0)]


def _urgency(wanted: Wanted) -> tuple[int, int]:
    return URGENCY.index(wanted.ticket.priority), wanted.ticket.id


def _unheard(
    ticket: Ticket,
    person: Person,
    said: Sequence[Said],
    last: Said | None,
    directory: Directory,
    rule: Rule,
    now: datetime,
) -> Why | None:
    """Why the first channel has not told them of the present opening; None when it has, or still may."""
    chats = _chats(person, directory)
    if not chats:
        return Why.NO_ADDRESS if _is_their_turn(ticket, person) else None
    alarms = [
        each for each in said
        if each.to.channel == rule.first and each.to.chat_id in chats and each.kind in ALARMS and not each.silent
        and (last is None or each.created_at > last.created_at)
    ]  # fmt: skip
    fates = {each.fate for each in alarms}
    if not alarms or Fate.SENT in fates:
        return None
    if Fate.REFUSED in fates:
        return Why.REFUSED
    return Why.WAITED if now - min(each.created_at for each in alarms) >= rule.after else None


def _concerned(ticket: Ticket, directory: Directory) -> list[Person]:
    """The Kepala Seksi and the team that has the ticket; before one has it, those of its site."""
    team = directory.team(ticket.team) if ticket.team is not None else None
    teams = (team,) if team is not None else directory.teams_for(ticket.site)
    parts = [directory.with_role(Role.KASI_INFRASTRUKTUR), *(directory.members(each.id) for each in teams)]
    people = [each.person for part in parts for each in acting(part, directory)]
    return list(dict.fromkeys(people))


def _written_to(said: Sequence[Said], directory: Directory, rule: Rule) -> list[Person]:
    """Whom the second channel has told anything of the ticket, whatever they do by now."""
    names = {each.to.person for each in said if each.to.channel == rule.second}
    return [person for person in directory.people if person.name in names]


def _last_here(said: Sequence[Said], person: Person, rule: Rule) -> Said | None:
    own = [each for each in said if each.to.channel == rule.second and each.to.person == person.name]
    return own[-1] if own else None


def _chats(person: Person, directory: Directory) -> set[int]:
    """Where the first channel writes to them: in private, or in their team's group."""
    team = directory.team(person.team) if person.team is not None else None
    return {chat for chat in (person.telegram_id, team.chat_id if team else None) if chat is not None}


def _is_their_turn(ticket: Ticket, person: Person) -> bool:
    """A citizen's report reaches the Kepala Seksi and the team when the SOP does; all else alarms them at once."""
    return ticket.source is not Source.CITIZEN or any(
        step.role is person.role and step.started_at is not None for step in ticket.steps
    )

"""Turns what happened to a ticket into the drafts of the messages that follow. Pure."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from netwatch.core.acting import parts_of
from netwatch.core.audience import Reader, Telling, readers_of_card, teams_readers, tellings
from netwatch.core.briefing import UNBRIEFED, Briefing
from netwatch.core.call_backs import call_backs
from netwatch.core.message import Draft, Kind, Message, Recipient
from netwatch.core.news import (
    Accepted,
    Acknowledged,
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
    Opened,
    Reassigned,
    Reminded,
    Reopened,
    RepairFiled,
    RepairOwed,
    RepairReturned,
    ReportJoined,
    Resumed,
    Worsened,
)
from netwatch.core.ticket import Ticket
from netwatch.text import repair_report
from netwatch.text.accepted import accepted
from netwatch.text.breached import breached
from netwatch.text.call_back import call_back
from netwatch.text.card import card
from netwatch.text.closed import closed
from netwatch.text.flapping import flapping_ended, flapping_started
from netwatch.text.forwarded import forwarded
from netwatch.text.held import held, resumed
from netwatch.text.instructed import instructed
from netwatch.text.merged import merged
from netwatch.text.moved_up import moved_up
from netwatch.text.office import Office
from netwatch.text.reassigned import reassigned
from netwatch.text.reminder import reminder
from netwatch.text.reopened import reopened
from netwatch.text.worsened import worsened
from sop.role import Role


def compose(
    ticket: Ticket,
    news: Sequence[News],
    has_card: Sequence[Recipient],
    channel: str,
    office: Office,
    now: datetime,
    muted: Collection[int] = (),
    briefing: Briefing = UNBRIEFED,
) -> list[Draft]:
    """The drafts for the outbox: cards first, so that the new messages can be replies to them.

    `has_card`: the chats that have, or will have, a card of this ticket. `muted`: those that are not to be reminded.
    `briefing` is for the team that has the ticket.
    """
    merged_into = next((each.into for each in news if isinstance(each, Merged)), None)
    drafts = [
        _card(ticket, reader, kind, silent, merged_into, channel, office, now, briefing)
        for reader, kind, silent in _card_readers(ticket, news, has_card, office)
    ]
    drafts += [
        _draft(ticket, telling, channel, office, now, briefing)
        for telling in tellings(ticket, news, office.directory, muted)
    ]
    if any(isinstance(each, Closed) for each in news):
        drafts += _call_backs(ticket, channel, office, now)
    return drafts


def _card_readers(
    ticket: Ticket, news: Sequence[News], has_card: Sequence[Recipient], office: Office
) -> Iterable[tuple[Reader, Kind, bool]]:
    """Those who have the card, and those who should get it: all at the opening, a newly chosen team later, silently,
    for its instruction follows."""
    known = {recipient.chat_id for recipient in has_card}
    for recipient in has_card:
        reader = _reader(recipient, office)
        if reader is not None:
            yield reader, Kind.CARD, True
    if any(isinstance(each, Opened) for each in news):
        yield from ((reader, Kind.OPENED, silent) for reader, silent in readers_of_card(ticket, office.directory))
    elif ticket.is_open and ticket.team is not None:
        for reader in teams_readers(ticket, office.directory):
            if reader.chat_id not in known:
                yield reader, Kind.OPENED, True


def _reader(recipient: Recipient, office: Office) -> Reader | None:
    """Who reads the chat today, in the part they play for somebody else where they do; None for who has left."""
    directory = office.directory
    if recipient.person is None:
        team = next((team.id for team in directory.teams if team.chat_id == recipient.chat_id), None)
        return Reader(recipient.chat_id, Role.TIM_LAPANGAN, None, team)
    person = directory.by_name(recipient.person)
    if person is None:
        return None
    part = parts_of(person, directory)[-1]
    return Reader(recipient.chat_id, part.role, person.name, part.team)


def _to(channel: str, reader: Reader, office: Office) -> Recipient:
    topic = office.directory.topic_in(reader.chat_id) if reader.person is None else None
    return Recipient(channel, reader.chat_id, reader.person, topic)


def _card(
    ticket: Ticket,
    reader: Reader,
    kind: Kind,
    silent: bool,
    merged_into: int | None,
    channel: str,
    office: Office,
    now: datetime,
    briefing: Briefing,
) -> Draft:
    message = card(ticket, reader.role, office, now, merged_into=merged_into, team=reader.team, briefing=briefing)
    return Draft(
        _to(channel, reader, office),
        kind,
        Message(message.html, message.buttons, silent),
        ticket.id,
        card=True,
    )


def _draft(
    ticket: Ticket, telling: Telling, channel: str, office: Office, now: datetime, briefing: Briefing
) -> Draft:
    message = _message(ticket, telling, office, now, briefing)
    return Draft(
        _to(channel, telling.to, office),
        telling.kind,
        Message(message.html, message.buttons, telling.silent),
        ticket.id,
        stale_at=telling.news.until if isinstance(telling.news, Reminded) else None,
    )


def _message(ticket: Ticket, telling: Telling, office: Office, now: datetime, briefing: Briefing) -> Message:
    news, reader = telling.news, telling.to
    match news:
        case Accepted():
            return accepted(ticket, news, office, now)
        case Instructed():
            return instructed(ticket, news, office, now, briefing)
        case Reassigned():
            if telling.kind is Kind.INSTRUCTED:
                return instructed(ticket, news, office, now, briefing)
            return reassigned(ticket, news, office)
        case Held():
            return held(ticket, news, reader, office, now)
        case Resumed():
            return resumed(ticket, news, reader, office, now)
        case Forwarded():
            return forwarded(ticket, news, office, now)
        case Breached():
            return breached(ticket, news, reader, office, now)
        case Reminded():
            return reminder(ticket, news, reader, office, now)
        case MovedUp():
            return moved_up(ticket, news, office, now)
        case FlappingStarted():
            return flapping_started(ticket, office, now)
        case FlappingEnded():
            return flapping_ended(ticket, office, now)
        case Merged():
            return merged(ticket, news, office)
        case Reopened():
            return reopened(ticket, office, now)
        case Worsened():
            return worsened(ticket, office, now)
        case Closed():
            return closed(ticket, telling.to.role, office)
        case RepairFiled():
            return repair_report.filed(ticket, news, office)
        case RepairReturned():
            return repair_report.returned(ticket, news, office)
        case RepairOwed():
            return repair_report.reminder(ticket, office)
        case Opened() | Acknowledged() | ReportJoined():
            raise ValueError(f"{type(news).__name__} only changes the card; nobody is sent a message of its own")


def _call_backs(ticket: Ticket, channel: str, office: Office, now: datetime) -> list[Draft]:
    return [
        Draft(Recipient(channel, each.reader.chat_id, each.reader.person), Kind.CALL_BACK, message, ticket.id)
        for each in call_backs(ticket, office.directory)
        for message in call_back(ticket, each.reports, office, now, reader=each.reader.person)
    ]

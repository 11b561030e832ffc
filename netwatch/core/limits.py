"""What happens to a ticket as time passes: limits are breached, and before that somebody is reminded. Pure."""

from dataclasses import replace
from datetime import datetime

from netwatch.core.change import SYSTEM, Change
from netwatch.core.directory import Directory
from netwatch.core.history import Entry
from netwatch.core.holder import holder
from netwatch.core.news import Breached, Reminded
from netwatch.core.ticket import Ticket
from sop.document import Sop
from sop.machine import expire, next_due
from sop.reminder import next_reminder, remind


def expire_limits(ticket: Ticket, sop: Sop, directory: Directory, now: datetime) -> Change:
    """Records every limit that has passed by `now`, and who held the step; the chain goes on by itself where the
    SOP's data says so."""
    expired = expire(sop, ticket.steps, now)
    if not expired.breaches:
        return Change(ticket)
    ended = {step.no for step in expired.progress if step.done_at is not None}
    entries, news = [], []
    for breach in expired.breaches:
        held_by = holder(ticket, breach.role, directory)
        detail = f"step {breach.no}, {breach.role} ({held_by}), due {breach.due_at.isoformat()}"
        entries.append(Entry("breached", SYSTEM, detail))
        news.append(Breached(breach.no, breach.due_at, breach.no + 1 if breach.no in ended else None))
    return Change(replace(ticket, steps=expired.progress), tuple(entries), tuple(news))


def remind_holder(ticket: Ticket, sop: Sop, now: datetime) -> Change:
    """The reminder that is due by `now`, once; to be asked after `expire_limits`."""
    reminded = remind(sop, ticket.steps, now)
    changed = Change(replace(ticket, steps=reminded.progress))
    reminder = reminded.reminder
    if reminder is None:
        return changed
    entry = Entry("reminded", SYSTEM, f"step {reminder.no}, due {reminder.due_at.isoformat()}")
    return replace(
        changed, entries=(entry,), news=(Reminded(reminder.no, reminder.due_at, reminder.until),)
    )


def next_moment(ticket: Ticket, sop: Sop) -> datetime | None:
    """When time alone will next do something to an open ticket; None if never as things stand."""
    moments = (next_due(sop, ticket.steps), next_reminder(sop, ticket.steps))
    return min((at for at in moments if at is not None), default=None)

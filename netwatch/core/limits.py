"""What happens to a ticket when limits of the SOP have passed. Pure."""

from dataclasses import replace
from datetime import datetime

from netwatch.core.change import SYSTEM, Change
from netwatch.core.history import Entry
from netwatch.core.news import Breached
from netwatch.core.ticket import Ticket
from sop.document import Sop
from sop.machine import expire


def expire_limits(ticket: Ticket, sop: Sop, now: datetime) -> Change:
    """Records every limit that has passed by `now`; the chain goes on by itself where the SOP's data says so."""
    expired = expire(sop, ticket.steps, now)
    if not expired.breaches:
        return Change(ticket)
    ended = {step.no for step in expired.progress if step.done_at is not None}
    entries, news = [], []
    for breach in expired.breaches:
        entries.append(Entry("breached", SYSTEM, f"step {breach.no}, {breach.role}, due {breach.due_at.isoformat()}"))
        news.append(Breached(breach.no, breach.due_at, breach.no + 1 if breach.no in ended else None))
    return Change(replace(ticket, steps=expired.progress), tuple(entries), tuple(news))

"""Told when what an open ticket is about has become more urgent."""

from datetime import datetime

from netwatch.core.message import Message
from netwatch.core.ticket import Ticket
from netwatch.text import facts
from netwatch.text.headline import GLANCE, subject_saying
from netwatch.text.html import bold, capitalised, data
from netwatch.text.office import Office
from netwatch.text.priority import MARK, PRIORITY
from netwatch.text.time import clock

RUNS_LOW = "baterai hampir habis"


def worsened(ticket: Ticket, office: Office, now: datetime) -> Message:
    """Only a battery that runs low makes a ticket more urgent while it lasts."""
    prefix = f"{MARK[ticket.priority]} MEMBURUK: "
    step = facts.in_progress(ticket)
    lines = [
        bold(f"{prefix}{subject_saying(RUNS_LOW, ticket, office, GLANCE - len(prefix))}"),
        f"{capitalised(data(ticket.symptom or '', 120))}.",
        f"Tiket #{ticket.id}: sejak pukul {clock(now, office.zone)} prioritasnya {PRIORITY[ticket.priority]}.",
    ]
    if step is not None:
        lines.append(facts.step_line(step, ticket, now, office))
    return Message("\n".join(lines))

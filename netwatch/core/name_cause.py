"""Writes a probable cause into a ticket, once, and again only when the evidence has changed it."""

from dataclasses import replace

from netwatch.core.change import SYSTEM, Change
from netwatch.core.history import Entry
from netwatch.core.probable_cause import ProbableCause
from netwatch.core.ticket import Ticket


def name_cause(ticket: Ticket, cause: ProbableCause | None, sentence: str) -> Change:
    """`sentence` says it to people. Evidence that has gone takes nothing back: a device that answers again no
    longer shows what had silenced it."""
    if cause is None or ticket.probable_cause == sentence:
        return Change(ticket)
    entry = Entry("probable_cause", SYSTEM, f"{cause.suspect}: {cause.reason}")
    return Change(replace(ticket, probable_cause=sentence), (entry,))

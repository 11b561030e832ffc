"""Who phones citizens back once a ticket is closed, so that none is forgotten with whoever took the report. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from netwatch.core.acting import acting
from netwatch.core.audience import Reader, readers_with_role
from netwatch.core.citizen_ticket import to_call_back
from netwatch.core.directory import Directory
from netwatch.core.ticket import CitizenReport, Ticket
from sop.role import Role

MAY_SEE_CITIZENS = frozenset({Role.CALL_TAKER, Role.SPV_OPINI_PUBLIK})
"""Whom names and phone numbers of citizens are shown, and who may say that one was phoned."""


@dataclass(frozen=True, slots=True)
class CallBacks:
    """The citizens of one ticket whose reports `taken_by` has taken, called or not, and who is to phone them."""

    reader: Reader
    taken_by: str
    reports: tuple[CitizenReport, ...]


def takers_waited_for(ticket: Ticket) -> tuple[str, ...]:
    """Those with citizens who left a number and have not been phoned yet."""
    waiting = (report.taken_by for report in to_call_back(ticket.citizen_reports) if report.called_back_at is None)
    return tuple(dict.fromkeys(waiting))


def taken_by(ticket: Ticket, name: str) -> tuple[CitizenReport, ...]:
    return tuple(report for report in ticket.citizen_reports if report.taken_by == name)


def call_backs(ticket: Ticket, directory: Directory) -> list[CallBacks]:
    """Each call taker phones their own citizens. Those of somebody who is away, off duty or has left go to the deputy,
    else to one colleague on duty, another one for each ticket; where there is no call taker at all, to the SPV."""
    return [
        CallBacks(reader, taker, taken_by(ticket, taker))
        for taker in takers_waited_for(ticket)
        for reader in _callers(taker, ticket.id, directory)
    ]


def _callers(taker: str, ticket_id: int, directory: Directory) -> Iterator[Reader]:
    there = acting((p for p in directory.with_role(Role.CALL_TAKER) if p.telegram_id is not None), directory)
    on_duty = [each for each in there if each.loud]
    by_name = {each.person.name: each for each in on_duty}
    colleague = on_duty[ticket_id % len(on_duty)] if on_duty else None
    chosen = by_name.get(taker) or by_name.get(directory.away.get(taker) or "") or colleague
    if chosen is not None and chosen.person.telegram_id is not None:
        yield Reader(chosen.person.telegram_id, chosen.role, chosen.person.name)
    else:
        yield from readers_with_role(directory, Role.SPV_OPINI_PUBLIK)

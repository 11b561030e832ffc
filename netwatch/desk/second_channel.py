"""Tells through the second channel what the first one has not told: one transaction a look."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from netwatch.core.change import SYSTEM
from netwatch.core.history import Entry
from netwatch.core.message import Draft, Kind, Message, Recipient
from netwatch.core.second_channel import WINDOW, Letter, Rule, letters, missing
from netwatch.core.ticket import Ticket
from netwatch.desk.setting import Setting
from netwatch.desk.staff import directory_now
from netwatch.store.store import Store
from netwatch.store.transaction import Transaction
from netwatch.text import sms
from netwatch.text.office import Office

MEMORY = timedelta(days=7)
"""A ticket that the second channel has not spoken of for longer is over without it."""


@dataclass(slots=True)
class SecondChannel:
    """`now` gives aware UTC; `on_commit` is called after each commit that has left messages."""

    store: Store
    setting: Setting
    now: Callable[[], datetime]
    on_commit: Callable[[], None]

    async def look(self) -> int:
        """Puts what is missing into the outbox and the reason into the tickets' history; returns how many messages.

        Raises StoreUnavailable; then nothing was written, and the next look does the same again.
        """
        rule, now = self.setting.second, self.now()
        if rule is None:
            return 0
        async with self.store.read() as tx:
            if not await self._letters(tx, rule, now):
                return 0
        async with self.store.begin() as tx:
            due = await self._letters(tx, rule, now)
            await tx.outbox.put([_draft(letter, rule, self.setting.office, now) for letter in due], now)
            for letter in due:
                for wanted in letter.wanted:
                    detail = f"{letter.person.name}, {letter.kind}: {wanted.why}"
                    entry = Entry(f"told_by_{rule.second}", SYSTEM, detail)
                    await tx.history.append(wanted.ticket.id, now, [entry])
        if due:
            self.on_commit()
        return len(due)

    async def _letters(self, tx: Transaction, rule: Rule, now: datetime) -> list[Letter]:
        directory = await directory_now(tx, self.setting, now)
        tickets = {ticket.id: ticket for ticket in await tx.tickets.open()}
        for ticket_id in await tx.second_channel.tickets_spoken_of(rule.second, now - MEMORY):
            if ticket_id not in tickets and (ticket := await tx.tickets.get(ticket_id)) is not None:
                tickets[ticket_id] = ticket
        said = await tx.second_channel.said_of(tickets)
        wanted = [
            each for ticket in tickets.values() for each in missing(ticket, said[ticket.id], directory, rule, now)
        ]
        if not wanted:
            return []
        return letters(wanted, await tx.second_channel.counts(rule.second, now - WINDOW))


def _draft(letter: Letter, rule: Rule, office: Office, now: datetime) -> Draft:
    """The address is the phone number's digits."""
    first, *others = (wanted.ticket.id for wanted in letter.wanted)
    to = Recipient(rule.second, int((letter.person.phone or "").lstrip("+")), letter.person.name)
    return Draft(to, letter.kind, _message(letter, office, now), first, also=tuple(others))


def _message(letter: Letter, office: Office, now: datetime) -> Message:
    tickets: list[Ticket] = [wanted.ticket for wanted in letter.wanted]
    if letter.kind is Kind.OPENED:
        if len(tickets) > 1:
            return sms.alarms(tickets, office, now)
        return sms.alarm(tickets[0], letter.person.role, letter.wanted[0].why, office)
    return sms.ended(tickets[0], office) if len(tickets) == 1 else sms.all_ended(tickets, office, now)

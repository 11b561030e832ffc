"""The desk that the fetcher of pictures comes to."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from netwatch.core.message import Draft, Kind, Recipient
from netwatch.core.photo_work import Job, Lost, Outcome, jobs_of, settle
from netwatch.core.ticket import Ticket
from netwatch.desk.record import keep
from netwatch.desk.setting import Setting
from netwatch.store.store import Store
from netwatch.text.repair_photo import lost


@dataclass(slots=True)
class Photos:
    """Implements `netwatch.core.photo_work.PhotoDesk`. `now` gives aware UTC."""

    store: Store
    setting: Setting
    now: Callable[[], datetime]
    on_commit: Callable[[], None]

    async def jobs(self) -> list[Job]:
        async with self.store.read() as tx:
            tickets = await tx.tickets.with_photo_work()
        return [job for ticket in tickets for job in jobs_of(ticket)]

    async def settle(self, job: Job, outcome: Outcome) -> None:
        now = self.now()
        async with self.store.begin() as tx:
            ticket = await tx.tickets.get(job.ticket_id)
            if ticket is None:
                raise ValueError(f"ticket {job.ticket_id}, which has photo {job.number + 1}, is not stored")
            await keep(tx, ticket, settle(ticket, job.number, outcome), now)
            if isinstance(outcome, Lost):
                await tx.outbox.put(self._to_the_sender(ticket, job.number), now)
        if isinstance(outcome, Lost):
            self.on_commit()

    def _to_the_sender(self, ticket: Ticket, number: int) -> list[Draft]:
        sender, said = ticket.photos[number].by, lost(ticket.id, number + 1)
        person = self.setting.office.directory.by_name(sender)
        if person is None or person.telegram_id is None:
            return []
        return [Draft(Recipient(self.setting.channel, person.telegram_id, person.name), Kind.REPLY, said)]

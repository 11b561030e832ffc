"""Questions that change nothing: /tiket and /status."""

from netwatch.core.call_backs import MAY_SEE_CITIZENS
from netwatch.core.maintenance import Phase
from netwatch.core.ticket import Ticket
from netwatch.desk.brief import brief
from netwatch.desk.call_backs import still_to_call
from netwatch.desk.maintenance import work_now
from netwatch.desk.visit import Outcome, Visit
from netwatch.text import status as status_text
from netwatch.text.ticket_detail import ticket_detail
from netwatch.text.ticket_list import not_found, ticket_list

MOST_SUGGESTIONS = 6


class Inquiries:
    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        self._office = visit.setting.office

    async def tickets(self) -> Outcome:
        visit = self._visit
        sees_citizens = visit.person.role in MAY_SEE_CITIZENS
        to_call = await visit.tx.tickets.with_call_backs() if sees_citizens else []
        return Outcome((ticket_list(await self._open(), self._office, visit.now, to_call=to_call),))

    async def ticket(self, ticket_id: int) -> Outcome:
        visit = self._visit
        ticket = await visit.tx.tickets.get(ticket_id)
        if ticket is None:
            return Outcome((not_found(ticket_id),))
        history = await visit.tx.history.of(ticket_id)
        private = visit.incoming.private
        role, team = visit.person.role, visit.person.team
        briefing = await brief(visit.tx, ticket)
        detail = ticket_detail(
            ticket, history, role, self._office, visit.now, private=private, team=team, briefing=briefing
        )
        return Outcome((detail, *still_to_call(visit, ticket)))

    async def status(self, place: str) -> Outcome:
        visit, office, now = self._visit, self._office, self._visit.now
        statuses = await visit.tx.devices.load()
        monitor = await visit.tx.monitor.load()
        blind = monitor is not None and monitor[0].isolated
        tickets = await self._open()
        planned = (await work_now(visit.tx, visit.setting, now)).windows
        work = [window for window in planned if window.phase(now) is Phase.RUNNING]
        if not place.strip():
            return Outcome((status_text.of_city(statuses, tickets, office, now, blind=blind, work=work),))
        matches = visit.setting.places.find(place)
        if not matches:
            names = [site.name for site in office.inventory.sites.values()][:MOST_SUGGESTIONS]
            return Outcome((status_text.place_not_found(place, names),))
        best = matches[0]
        if best.kind == "site":
            return Outcome((status_text.of_site(best.id, statuses, tickets, office, now, blind=blind, work=work),))
        device = office.inventory.devices[best.id]
        reading = monitor[1].get(device.id) if monitor is not None else None
        told = status_text.of_device(
            device, statuses.get(device.id), reading, tickets, office, now, blind=blind, work=work
        )
        return Outcome((told,))

    async def _open(self) -> list[Ticket]:
        return await self._visit.tx.tickets.open()

"""The repair reports of a site come back latest first, without other sites' and without those that do not count yet."""

from dataclasses import replace
from datetime import timedelta

from netwatch.core.site_history import PastRepair
from netwatch.core.ticket import RepairReport, RepairState, Status
from netwatch.store.site_history import LATEST
from netwatch.store.store import Store
from tests.unit.text_sample import NOW, OUTAGE, minutes

WRITTEN = RepairReport(minutes(70), "Agus", "kabel", "disambung", "", RepairState.ACCEPTED, 1, "Dedi", minutes(90))
FRESH = replace(OUTAGE, id=0)


async def test_the_repairs_of_a_site(store: Store):
    closed = replace(FRESH, status=Status.CLOSED, closed_at=minutes(80))
    draft = replace(WRITTEN, state=RepairState.DRAFT)
    returned = replace(WRITTEN, state=RepairState.RETURNED)
    filed = replace(WRITTEN, at=minutes(75), cause="listrik", state=RepairState.FILED)
    async with store.begin() as tx:
        first = await tx.tickets.add(replace(closed, number="1", repair_reports=(returned, WRITTEN, filed)))
        await tx.tickets.add(replace(closed, number="2", site="smp-4", repair_reports=(WRITTEN,)))
        await tx.tickets.add(replace(closed, number="3", root=None, repair_reports=(draft,)))
        still_open = await tx.tickets.add(replace(FRESH, number="4", root=None, repair_reports=(WRITTEN,)))
    async with store.read() as tx:
        assert await tx.site_history.of("balaikota") == []
        assert await tx.site_history.of("kejaksan") == [
            PastRepair(
                first.id, 2, "rt-kejaksan", minutes(75), minutes(80), "listrik", "disambung", RepairState.FILED
            ),
            PastRepair(still_open.id, 0, None, minutes(70), None, "kabel", "disambung", RepairState.ACCEPTED),
            PastRepair(
                first.id, 1, "rt-kejaksan", minutes(70), minutes(80), "kabel", "disambung", RepairState.ACCEPTED
            ),
        ]


async def test_of_a_long_past_only_the_latest_are_looked_at(store: Store):
    reports = tuple(replace(WRITTEN, at=NOW + timedelta(hours=n)) for n in range(LATEST + 5))
    async with store.begin() as tx:
        await tx.tickets.add(replace(FRESH, repair_reports=reports))
    async with store.read() as tx:
        found = await tx.site_history.of("kejaksan")
    assert [repair.place for repair in found] == list(range(LATEST + 4, 4, -1))

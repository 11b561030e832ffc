"""Tickets come back as they were saved, and only what changed is written."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import event

from netwatch.core.port_seen import PortSeen, PortState
from netwatch.core.ticket import (
    CitizenReport,
    Evidence,
    Impact,
    Photo,
    Priority,
    RepairReport,
    RepairReportStatus,
    RepairState,
    RootCause,
    Source,
    Stage,
    Status,
    Ticket,
)
from netwatch.store.store import Store
from sop.machine import Step
from sop.role import Role

NOW = datetime(2026, 11, 24, 3, 15, 0, 123456, tzinfo=UTC)

REPORT = CitizenReport(NOW, "Rina", "wa", "internet mati sejak pagi", "Budi", "+6281200000001")

PLAIN = Ticket(
    id=0, number=None, status=Status.OPEN, opened_at=NOW, source=Source.MONITOR, priority=Priority.LOW,
    root=None, site=None,
)

FULL = Ticket(
    id=0,
    number="042/PGD-TIK/XI/2026",
    status=Status.OPEN,
    opened_at=NOW,
    source=Source.PROBE,
    priority=Priority.HIGH,
    root=RootCause("rt-kejaksan", "ping"),
    site="kejaksan",
    impacted=(Impact("sw-kejaksan", True), Impact("ap-kejaksan", False)),
    steps=(
        Step(1, Role.CALL_TAKER, NOW, NOW + timedelta(minutes=5), NOW, "netwatch"),
        Step(2, Role.SPV_OPINI_PUBLIK, NOW, None, NOW, "netwatch", breached=True, skipped=True),
        Step(3, Role.TIM_LAPANGAN),
    ),
    citizen_reports=(REPORT,),
    repair_reports=(
        RepairReport(NOW, "Agus", "kabel putus", "disambung", "2 m", RepairState.RETURNED, 2, "Dedi", NOW, "foto?"),
    ),
    photos=(
        Photo(0, Stage.BEFORE, NOW, "Agus", "AgAC-1", "AQAD1"),
        Photo(
            0, Stage.AFTER, NOW, "Joko", "BQAC-2", "AQAD2", 123_456, True, "sudah", "photos/1/2-ab.jpg", "ab" * 32,
            None, True,
        ),
    ),
    evidence=(Evidence(NOW, "sw-balaikota", "port 3 down", "Gi0/3 down"),),
    reopened=2,
    reopened_at=NOW,
    repair_report=RepairReportStatus.FILED,
    repair_reminded=True,
    probable_cause="link cut",
    ports=(PortSeen("core", "ether3\x00", PortState.DOWN, NOW), PortSeen("core", "ether4", PortState.OTHER)),
    team="utara",
    accepted_by="Agus",
)

CLOSED = {"status": Status.CLOSED, "closed_at": NOW}


@pytest.mark.parametrize("ticket", [
    pytest.param(PLAIN, id="one with nothing but what it must have"),
    pytest.param(FULL, id="one with everything"),
    pytest.param(replace(PLAIN, root=RootCause(None, "power"), site="kejaksan"), id="no root device"),
])
async def test_a_ticket_comes_back_as_it_was_added(store: Store, ticket: Ticket):
    async with store.begin() as tx:
        added = await tx.tickets.add(ticket)
    async with store.read() as tx:
        loaded = await tx.tickets.get(added.id)
    assert added.id > 0
    assert loaded == added == replace(ticket, id=added.id)


@pytest.mark.parametrize("change", [
    pytest.param({"status": Status.CLOSED, "closed_at": NOW}, id="closed"),
    pytest.param({"root": None, "site": None, "team": None}, id="fields emptied"),
    pytest.param({"impacted": (Impact("ap-kejaksan", True),)}, id="fewer and other devices impacted"),
    pytest.param({"impacted": ()}, id="no device impacted any more"),
    pytest.param({"steps": (*FULL.steps[:2], replace(FULL.steps[2], done_at=NOW))}, id="a step done"),
    pytest.param({"citizen_reports": (replace(REPORT, called_back_at=NOW), REPORT)}, id="called back"),
    pytest.param({"citizen_reports": (replace(REPORT, draft=7, repeats=True),)}, id="reported before"),
    pytest.param({"photos": (replace(FULL.photos[0], problem="gone"), FULL.photos[1])}, id="a photo lost"),
    pytest.param({"evidence": (*FULL.evidence, Evidence(NOW, "x", "y"))}, id="evidence added"),
    pytest.param({}, id="unchanged"),
])
async def test_a_ticket_comes_back_as_it_was_saved(store: Store, change: dict[str, object]):
    async with store.begin() as tx:
        added = await tx.tickets.add(FULL)
    changed = replace(added, **change)
    async with store.begin() as tx:
        await tx.tickets.save(changed)
    async with store.read() as tx:
        assert await tx.tickets.get(added.id) == changed


async def test_saving_writes_only_what_changed(store: Store):
    async with store.begin() as tx:
        added = await tx.tickets.add(FULL)
    written: list[str] = []

    @event.listens_for(store._engine.sync_engine, "before_cursor_execute")
    def note(_c: object, _cur: object, statement: str, *_: object) -> None:
        if statement.startswith(("INSERT", "UPDATE", "DELETE")):
            written.append(" ".join(statement.split()[:3]))

    async with store.begin() as tx:
        await tx.tickets.save(added)
    assert written == []
    async with store.begin() as tx:
        loaded = await tx.tickets.get(added.id)
        assert loaded is not None
        await tx.tickets.save(replace(loaded, citizen_reports=(REPORT, REPORT)))
        await tx.tickets.save(replace(loaded, citizen_reports=(REPORT, REPORT), reopened=3))
    assert written == ["INSERT INTO citizen_report", "UPDATE ticket SET"]


async def test_reports_are_never_forgotten_by_somebody_who_did_not_see_them(store: Store):
    async with store.begin() as tx:
        before = await tx.tickets.add(PLAIN)
    async with store.begin() as tx:
        await tx.tickets.save(replace(before, citizen_reports=(REPORT,)))
    with pytest.raises(ValueError, match="misses stored citizen_reports"):
        async with store.begin() as tx:
            await tx.tickets.save(replace(before, reopened=1))
    async with store.read() as tx:
        assert await tx.tickets.get(before.id) == replace(before, citizen_reports=(REPORT,))


async def test_reports_that_go_over_stand_behind_those_that_were_there(store: Store):
    first, second, third = (replace(REPORT, draft=n) for n in (1, 2, 3))
    async with store.begin() as tx:
        giver = await tx.tickets.add(replace(PLAIN, citizen_reports=(first, second)))
        taker = await tx.tickets.add(replace(PLAIN, citizen_reports=(third,)))
        other = await tx.tickets.add(replace(PLAIN, citizen_reports=(REPORT,)))
    taken = replace(taker, citizen_reports=(third, first, replace(second, repeats=True)))
    async with store.begin() as tx:
        await tx.tickets.open()
        await tx.tickets.move_reports(giver.id, taker.id)
        await tx.tickets.save(replace(giver, **CLOSED, citizen_reports=()))
        await tx.tickets.save(taken)
    async with store.read() as tx:
        assert await tx.tickets.all() == [other, taken, replace(giver, **CLOSED, citizen_reports=())]


async def test_a_ticket_is_added_once_and_saved_only_after_that(store: Store):
    async with store.begin() as tx:
        added = await tx.tickets.add(PLAIN)
        with pytest.raises(ValueError, match="has an id already"):
            await tx.tickets.add(added)
        with pytest.raises(ValueError, match="is not stored"):
            await tx.tickets.save(replace(PLAIN, id=added.id + 1))
    async with store.read() as tx:
        assert await tx.tickets.get(added.id + 1) is None


async def test_the_lists_hold_what_their_names_say(store: Store):
    async with store.begin() as tx:
        first = await tx.tickets.add(FULL)
        old = await tx.tickets.add(replace(PLAIN, status=Status.CLOSED, closed_at=NOW - timedelta(hours=1)))
        late = await tx.tickets.add(replace(PLAIN, status=Status.CLOSED, closed_at=NOW))
        last = await tx.tickets.add(PLAIN)
    async with store.read() as tx:
        assert await tx.tickets.open() == [first, last]
        assert await tx.tickets.closed_since(NOW - timedelta(minutes=30)) == [late]
        assert await tx.tickets.closed_since(NOW) == [late]
        assert await tx.tickets.closed_since(NOW + timedelta(microseconds=1)) == []
        assert await tx.tickets.all() == [last, late, old, first]


async def test_the_tickets_whose_citizens_are_to_be_phoned_are_closed_and_not_done(store: Store):
    waiting = replace(REPORT, draft=7)
    done = (replace(waiting, called_back_at=NOW), replace(waiting, phone=None), replace(waiting, repeats=True), REPORT)
    async with store.begin() as tx:
        await tx.tickets.add(replace(PLAIN, citizen_reports=(waiting,)))
        await tx.tickets.add(replace(PLAIN, **CLOSED, citizen_reports=done))
        waits = await tx.tickets.add(replace(PLAIN, **CLOSED, citizen_reports=(*done, waiting)))
    async with store.read() as tx:
        assert await tx.tickets.with_call_backs() == [waits]


async def test_the_tickets_that_owe_a_report_are_the_closed_ones(store: Store):
    owing = {"repair_report": RepairReportStatus.OUTSTANDING, "closed_at": NOW}
    async with store.begin() as tx:
        await tx.tickets.add(replace(PLAIN, repair_report=RepairReportStatus.OUTSTANDING))
        await tx.tickets.add(replace(PLAIN, status=Status.CLOSED, closed_at=NOW))
        owes = await tx.tickets.add(replace(PLAIN, status=Status.CLOSED, **owing))
    async with store.read() as tx:
        assert await tx.tickets.owing_a_report() == [owes]


@pytest.mark.parametrize(("photo", "work"), [
    pytest.param({}, True, id="one that waits"),
    pytest.param({"file": "photos/1/1.jpg", "sha256": "ab"}, False, id="one that is here"),
    pytest.param({"problem": "too large"}, False, id="one that will never come"),
    pytest.param({"dropped": True}, False, id="one that was taken back before it came"),
    pytest.param({"dropped": True, "file": "photos/1/1.jpg"}, True, id="one that was taken back and lies here"),
])
async def test_a_ticket_has_work_for_the_fetcher_while_a_photo_has(
    store: Store, photo: dict[str, object], work: bool
):
    waiting = FULL.photos[0]
    async with store.begin() as tx:
        await tx.tickets.add(PLAIN)
        added = await tx.tickets.add(replace(PLAIN, photos=(replace(waiting, **photo),)))
    async with store.read() as tx:
        assert await tx.tickets.with_photo_work() == ([added] if work else [])


async def test_numbers_run_by_year_and_a_transaction_rolled_back_gives_its_number_back(store: Store):
    async with store.begin() as tx:
        assert [await tx.tickets.next_sequence(2026) for _ in range(3)] == [1, 2, 3]
        assert await tx.tickets.next_sequence(2027) == 1

    async def fail() -> None:
        async with store.begin() as tx:
            assert await tx.tickets.next_sequence(2026) == 4
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    async with store.begin() as tx:
        assert await tx.tickets.next_sequence(2026) == 4


async def test_times_come_back_in_utc_whatever_zone_they_were_given_in(store: Store):
    wib = timezone(timedelta(hours=7))
    async with store.begin() as tx:
        added = await tx.tickets.add(replace(PLAIN, opened_at=NOW.astimezone(wib)))
    async with store.read() as tx:
        loaded = await tx.tickets.get(added.id)
    assert loaded is not None
    assert loaded.opened_at == NOW
    assert loaded.opened_at.tzinfo is UTC
    assert loaded.opened_at.microsecond == 123456


async def test_a_time_without_a_zone_is_refused(store: Store):
    with pytest.raises(ValueError, match="no time zone"):
        async with store.begin() as tx:
            await tx.tickets.add(replace(PLAIN, opened_at=NOW.replace(tzinfo=None)))


async def test_what_a_database_cannot_hold_in_text_is_replaced(store: Store):
    async with store.begin() as tx:
        evidence = Evidence(NOW, "sw", "a\0b", "\ud800 ok \U0001f6e0")
        added = await tx.tickets.add(replace(PLAIN, evidence=(evidence,)))
    async with store.read() as tx:
        loaded = await tx.tickets.get(added.id)
    assert loaded is not None
    assert loaded.evidence == (Evidence(NOW, "sw", "a\ufffdb", "\ufffd ok \U0001f6e0"),)

"""Devices, the monitor, Telegram's updates, report drafts, questions and moved chats come back as they were kept."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from netwatch.core.conversation import Question, Topic
from netwatch.core.maintenance import Window, end_early
from netwatch.core.message import Draft, Kind, Message, Recipient, Shut
from netwatch.core.readings import Readings
from netwatch.core.report_draft import Ask, ReportDraft
from netwatch.core.state import ConditionState, State
from netwatch.core.status import ConditionStatus, DeviceStatus, MonitorStatus, Reading
from netwatch.core.ticket import CitizenReport
from netwatch.core.track import NEVER
from netwatch.store.error import StoreError, StoreUnavailable
from netwatch.store.monitor import Signs
from netwatch.store.readings import pack
from netwatch.store.store import Store

NOW = datetime(2026, 11, 24, 3, 15, 0, 250001, tzinfo=UTC)
PLAIN = DeviceStatus("ap-1", State.UNKNOWN, None)
FULL = DeviceStatus(
    "rt-1", State.DOWN, NOW, "6 misses", "core", True, True, NOW,
    (
        ConditionStatus("ping", ConditionState.PROBLEM, NOW, "silent"),
        ConditionStatus("ups", ConditionState.UNKNOWN, None),
    ),
    "RB4011iGS+", "F0A1",
)
ALIVE = MonitorStatus(4711, NOW, NOW, isolated=False, host="nw-1")
READINGS = [Reading("rt-1", NOW, 12.345, 0.25), Reading("ap-1", None, None, None)]
PACKED = pack(Readings(("rt-1", "ap-1"), (NOW.timestamp(), NEVER), (0.012345, None), (0.25, 0.0)))
REPORT = CitizenReport(NOW, "Rina", "telegram", "mati", "Budi", "+6281200000001")
DRAFT = ReportDraft(0, 2001, NOW, REPORT, "kejaksan")


async def test_devices_come_back_as_they_were_saved_last(store: Store):
    async with store.begin() as tx:
        assert await tx.devices.load() == {}
        await tx.devices.save([PLAIN, FULL])
        await tx.devices.save([])
    changed = replace(FULL, state=State.UP, root=None, conditions=())
    async with store.begin() as tx:
        assert await tx.devices.load() == {"ap-1": PLAIN, "rt-1": FULL}
        assert await tx.devices.get("rt-1") == FULL
        assert await tx.devices.get("rt-2") is None
        await tx.devices.save([changed])
    async with store.read() as tx:
        assert await tx.devices.load() == {"ap-1": PLAIN, "rt-1": changed}


async def test_rows_that_nothing_else_is_written_with_come_back_too(store: Store):
    await store.save_statuses([])
    await store.save_statuses([PLAIN, FULL])
    changed = replace(FULL, state=State.UP, root=None, conditions=())
    await store.save_statuses(iter([changed]))
    async with store.read() as tx:
        assert await tx.devices.load() == {"ap-1": PLAIN, "rt-1": changed}


async def test_of_rows_of_which_one_is_refused_none_is_written(store: Store):
    await store.save_statuses([PLAIN])
    with pytest.raises((StoreError, StoreUnavailable)):
        await store.save_statuses([replace(PLAIN, reason="changed"), replace(FULL, reason=None)])  # type: ignore[arg-type]
    async with store.begin() as tx:
        assert await tx.devices.load() == {"ap-1": PLAIN}
    await store.save_statuses([FULL])
    async with store.read() as tx:
        assert await tx.devices.load() == {"ap-1": PLAIN, "rt-1": FULL}


async def test_a_beat_brings_rows_with_it(store: Store):
    await store.beat(ALIVE, PACKED, [PLAIN, FULL])
    async with store.read() as tx:
        assert await tx.devices.load() == {"ap-1": PLAIN, "rt-1": FULL}
        assert await tx.monitor.load() == (ALIVE, {r.device: r for r in READINGS})


async def test_a_beat_of_whose_rows_one_is_refused_is_not_written(store: Store):
    await store.beat(ALIVE, PACKED, [PLAIN])
    later = replace(ALIVE, heartbeat_at=NOW + timedelta(seconds=4))
    with pytest.raises((StoreError, StoreUnavailable)):
        await store.beat(later, PACKED, [replace(PLAIN, reason="changed"), replace(FULL, reason=None)])  # type: ignore[arg-type]
    async with store.read() as tx:
        assert await tx.devices.load() == {"ap-1": PLAIN}
        assert await tx.monitor.load() == (ALIVE, {r.device: r for r in READINGS})
    await store.beat(later, PACKED, [FULL])
    async with store.read() as tx:
        assert await tx.devices.load() == {"ap-1": PLAIN, "rt-1": FULL}
        assert (await tx.monitor.load() or (None,))[0] == later


async def test_the_monitor_has_one_row_with_its_latest_beat(store: Store):
    async with store.read() as tx:
        assert await tx.monitor.load() is None
    await store.beat(ALIVE, PACKED)
    isolated = replace(ALIVE, heartbeat_at=NOW + timedelta(seconds=5), isolated=True, traps={"heard": 3})
    async with store.read() as tx:
        assert await tx.monitor.load() == (ALIVE, {r.device: r for r in READINGS})
    await store.beat(isolated, pack(Readings((), (), (), ())))
    async with store.read() as tx:
        assert await tx.monitor.load() == (isolated, {})


async def test_a_beat_tells_what_others_have_left_for_the_daemon(store: Store, database_url: str):
    other = await Store.open(database_url)
    seen = []

    async def beat() -> None:
        seen.append(await store.beat(ALIVE, PACKED))

    await beat()
    async with other.begin() as tx:
        window = await tx.maintenance.add(Window("", NOW, NOW + timedelta(hours=1), ("rt-1",), by="Agus", added_at=NOW))
    await beat()
    ended = end_early(window, "Agus", NOW)
    assert ended is not None
    async with other.begin() as tx:
        await tx.maintenance.end(ended)
    await beat()
    async with other.begin() as tx:
        await tx.outbox.put([Draft(Recipient("telegram", 7, "Ani"), Kind.REPLY, Message("x"))], NOW)
    await beat()
    async with other.begin() as tx:
        await tx.troubles.note(Recipient("telegram", 7, "Ani"), Shut.BLOCKED, NOW)
    await beat()
    async with other.begin() as tx:
        await tx.troubles.mark_told(await tx.troubles.all(), NOW)
    await beat()
    await beat()
    await other.close()
    told = Signs(planned=1, ended=1, queued=1)
    assert seen == [
        Signs(), Signs(planned=1), Signs(planned=1, ended=1), told, replace(told, untold=1), told, told
    ]


async def test_an_update_is_kept_once(store: Store):
    async with store.begin() as tx:
        assert await tx.updates.next_id() is None
        assert not await tx.updates.seen(700)
        await tx.updates.keep(700)
        await tx.updates.keep(700)
    async with store.read() as tx:
        assert await tx.updates.seen(700)
        assert await tx.updates.next_id() == 701


async def test_numbers_that_start_anew_lower_are_followed(store: Store):
    async with store.begin() as tx:
        await tx.updates.keep(900_000_000)
        await tx.updates.keep(17)
        assert await tx.updates.next_id() == 18


async def test_old_updates_are_forgotten_but_not_those_that_may_come_again(store: Store):
    async with store.begin() as tx:
        for update_id in range(1, 1102):
            await tx.updates.keep(update_id)
        assert not await tx.updates.seen(100)
        assert await tx.updates.seen(102)
        assert await tx.updates.next_id() == 1102


async def test_a_report_draft_comes_back_as_it_was_saved(store: Store):
    async with store.begin() as tx:
        added = await tx.drafts.add(DRAFT)
        assert await tx.drafts.get(added.id) == added == replace(DRAFT, id=added.id)
    settled = replace(
        added, settled=True, site=None, ticket_id=42, stepwise=True, apart=True, asked=Ask.REPORTER
    )
    async with store.begin() as tx:
        await tx.drafts.save(settled)
    async with store.read() as tx:
        assert await tx.drafts.get(added.id) == settled
        assert await tx.drafts.get(added.id + 1) is None


async def test_the_drafts_of_one_ticket_go_over_to_another(store: Store):
    async with store.begin() as tx:
        added = [await tx.drafts.add(replace(DRAFT, ticket_id=ticket_id)) for ticket_id in (41, 42, None)]
        await tx.drafts.move(41, 42)
    async with store.read() as tx:
        kept = [await tx.drafts.get(draft.id) for draft in added]
    assert [draft and draft.ticket_id for draft in kept] == [42, 42, None]


async def test_a_draft_is_added_once_and_saved_only_after_that(store: Store):
    async with store.begin() as tx:
        added = await tx.drafts.add(DRAFT)
        with pytest.raises(ValueError, match="has an id already"):
            await tx.drafts.add(added)
        with pytest.raises(ValueError, match="is not stored"):
            await tx.drafts.save(replace(DRAFT, id=added.id + 1))


ASKED = Question(-1, 2004, Topic.REPORT_LINE, NOW, 42, "utara \0")


async def test_a_person_has_one_open_question_in_a_chat_the_latest(store: Store):
    later = replace(ASKED, asked_at=NOW + timedelta(hours=1), subject=43, detail="")
    elsewhere, another = replace(ASKED, chat_id=2004), replace(ASKED, telegram_id=2005)
    async with store.begin() as tx:
        assert await tx.conversations.open(-1, 2004) is None
        for question in (ASKED, elsewhere, another, later):
            await tx.conversations.ask(question)
    async with store.begin() as tx:
        assert await tx.conversations.open(-1, 2004) == later
        assert await tx.conversations.end(-1, 2004)
        assert not await tx.conversations.end(-1, 2004)
    async with store.read() as tx:
        assert await tx.conversations.open(-1, 2004) is None
        assert await tx.conversations.open(2004, 2004) == replace(elsewhere, detail="utara \ufffd")
        assert await tx.conversations.open(-1, 2005) is not None


async def test_a_question_moves_with_its_group(store: Store):
    async with store.begin() as tx:
        await tx.conversations.ask(ASKED)
        await tx.conversations.ask(replace(ASKED, telegram_id=2005))
        await tx.conversations.ask(replace(ASKED, chat_id=-2, subject=1))
        await tx.chats.migrate(-1, -2)
    async with store.read() as tx:
        moved = [await tx.conversations.open(-2, person) for person in (2004, 2005)]
        assert [question.subject for question in moved if question is not None] == [42, 42]
        assert await tx.conversations.open(-1, 2004) is None


@pytest.mark.parametrize(("moves", "asked", "found"), [
    pytest.param([], -1, -1, id="a chat that never moved"),
    pytest.param([(-1, -2)], -1, -2, id="moved once"),
    pytest.param([(-1, -2), (-2, -3)], -1, -3, id="moved twice"),
    pytest.param([(-2, -3), (-1, -2), (-2, -3)], -1, -3, id="told late and again"),
    pytest.param([(-1, -2), (-2, -1)], -1, -1, id="there and back"),
    pytest.param([(-1, -2), (-2, -1)], -2, -1, id="there and back, asked for the other"),
    pytest.param([(-1, -1)], -1, -1, id="to itself"),
])
async def test_where_a_chat_is_now(store: Store, moves: list[tuple[int, int]], asked: int, found: int):
    async with store.begin() as tx:
        for old, new in moves:
            await tx.chats.migrate(old, new)
    async with store.read() as tx:
        assert await tx.chats.resolve(asked) == found

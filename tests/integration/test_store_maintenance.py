"""Planned work comes back as it was kept, on both databases."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from netwatch.core.maintenance import Window, all_windows, end_early
from netwatch.core.work_draft import WorkDraft
from netwatch.inventory.model import Inventory, PlannedMaintenance
from netwatch.store.store import Store

NOW = datetime(2026, 11, 24, 3, 15, 0, 250001, tzinfo=UTC)
HOUR = timedelta(hours=1)
SITE = Window("", NOW, NOW + HOUR, (), ("kejaksan",), "ganti UPS \0 <b>", "Dedi", NOW)
DEVICES = Window("", NOW + HOUR, NOW + 3 * HOUR, ("rt-1", "sw-1"), by="root@server", added_at=NOW)


async def test_windows_come_back_as_they_were_added(store: Store):
    async with store.begin() as tx:
        assert await tx.maintenance.all() == []
        first = await tx.maintenance.add(SITE)
        second = await tx.maintenance.add(DEVICES)
    assert (first.key, second.key) == ("1", "2")
    async with store.read() as tx:
        assert await tx.maintenance.all() == [replace(first, reason="ganti UPS \ufffd <b>"), second]
        assert await tx.maintenance.lasting(NOW + HOUR + timedelta(microseconds=1)) == [second]


async def test_an_ended_window_stays_with_who_ended_it_and_when(store: Store):
    async with store.begin() as tx:
        window = await tx.maintenance.add(DEVICES)
        ended = end_early(window, "Agus", NOW + 2 * HOUR)
        assert ended is not None
        await tx.maintenance.end(ended)
    async with store.read() as tx:
        assert await tx.maintenance.all() == [ended]
    with pytest.raises(ValueError, match="ended before"):
        async with store.begin() as tx:
            await tx.maintenance.end(replace(ended, ended_by="Joko"))
    async with store.read() as tx:
        assert await tx.maintenance.all() == [ended]


async def test_a_window_of_the_inventory_is_kept_once_it_was_ended(store: Store):
    city = Inventory(maintenance=(PlannedMaintenance(("rt-1",), NOW, NOW + HOUR, "ganti UPS"),))
    (planned,) = all_windows(city, [])
    ended = end_early(planned, "Dedi", NOW)
    assert ended is not None
    async with store.begin() as tx:
        await tx.maintenance.end(ended)
    async with store.read() as tx:
        assert all_windows(city, await tx.maintenance.all()) == (ended,)


async def test_what_is_stored_is_not_added_again(store: Store):
    async with store.begin() as tx:
        window = await tx.maintenance.add(SITE)
        for wrong in (window, replace(SITE, by=None)):
            with pytest.raises(ValueError, match="not a new one"):
                await tx.maintenance.add(wrong)


async def test_a_draft_comes_back_as_it_was_saved(store: Store):
    async with store.begin() as tx:
        draft = await tx.work_drafts.add(WorkDraft(0, 2003, NOW))
        assert await tx.work_drafts.get(draft.id) == draft
        full = replace(
            draft, devices=("rt-1",), sites=("kejaksan",), start=NOW, end=NOW + HOUR, length=HOUR, reason="",
            settled=True,
        )
        await tx.work_drafts.save(full)
    async with store.read() as tx:
        assert await tx.work_drafts.get(draft.id) == full
        assert await tx.work_drafts.get(draft.id + 1) is None
    with pytest.raises(ValueError, match="not stored"):
        async with store.begin() as tx:
            await tx.work_drafts.save(replace(full, id=77))

"""Members, invitations, absences and swaps come back as they were kept, on both databases."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from netwatch.core.absence import Absence, end_absence
from netwatch.core.duty import Swap
from netwatch.core.member import Invitation, Member
from netwatch.store.store import Store
from sop.role import Role

NOW = datetime(2026, 11, 24, 3, 15, 0, 250001, tzinfo=UTC)
HOUR = timedelta(hours=1)
MEMBER = Member(0, "Budi", Role.TIM_LAPANGAN, "utara", 2**50, "Dedi", NOW)
OFFER = Invitation(0, "q3Xv_-", Role.CALL_TAKER, None, "Sari", NOW)
AWAY = Absence(0, "Dedi", NOW + HOUR, NOW + 9 * HOUR, "Bayu", "Dedi", NOW)
SWAP = Swap(0, date(2026, 11, 24), "Rina", "Wati", "Sari", NOW)


async def test_members_stay_on_record_when_they_leave(store: Store):
    async with store.begin() as tx:
        assert await tx.members.all() == []
        added = await tx.members.add(MEMBER)
        left = replace(added, name="Budi", left_at=NOW + HOUR, removed_by="Nia")
        await tx.members.save(left)
        other = await tx.members.add(replace(MEMBER, name="Joko", team=None, role=Role.ADMIN))
    async with store.read() as tx:
        assert await tx.members.all() == [left, other]


async def test_an_invitation_is_used_once(store: Store):
    async with store.begin() as tx:
        made = await tx.members.invite(OFFER)
        assert await tx.members.invitation("q3Xv_-") == made
        assert await tx.members.invitation("Q3XV_-") is None
        used = replace(made, used_at=NOW + HOUR, used_by="Wati")
        await tx.members.use(used)
    with pytest.raises(ValueError, match="used before"):
        async with store.begin() as tx:
            await tx.members.use(replace(used, used_by="Tono"))
    async with store.read() as tx:
        assert await tx.members.invitation("q3Xv_-") == used


async def test_absences_are_live_until_they_are_over_or_ended(store: Store):
    async with store.begin() as tx:
        first = await tx.absences.add(AWAY)
        second = await tx.absences.add(replace(AWAY, person="Sari", deputy=None))
        ended = end_absence(second, "Nia", NOW + 2 * HOUR)
        assert ended is not None
        assert await tx.absences.live(NOW) == [first, second]
        await tx.absences.end(ended)
    async with store.read() as tx:
        assert await tx.absences.live(NOW) == [first]
        assert await tx.absences.live(AWAY.end) == []
        assert await tx.absences.get(second.id) == ended
        assert await tx.absences.get(77) is None


async def test_swaps_hold_from_their_day_on_until_they_are_undone(store: Store):
    async with store.begin() as tx:
        first = await tx.duty_swaps.add(SWAP)
        later = await tx.duty_swaps.add(replace(SWAP, day=date(2026, 11, 30)))
    async with store.read() as tx:
        assert await tx.duty_swaps.since(date(2026, 11, 24)) == [first, later]
        assert await tx.duty_swaps.since(date(2026, 11, 25)) == [later]
    undone = replace(first, undone_at=NOW + HOUR, undone_by="Rina")
    async with store.begin() as tx:
        await tx.duty_swaps.undo(undone)
        assert await tx.duty_swaps.since(date(2026, 11, 24)) == [later]
        assert await tx.duty_swaps.get(first.id) == undone
        assert await tx.duty_swaps.get(77) is None

"""Keeps the tickets in line with the city and with the SOP's limits: one transaction a look."""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from netwatch.core.change import SYSTEM
from netwatch.core.condition_tickets import still_ill
from netwatch.core.condition_view import ConditionView
from netwatch.core.device_event import DeviceEvent
from netwatch.core.dismissal import heed, lift, reopenable, still_dismissed
from netwatch.core.lifecycle import calm, close, move_up, open_for, reopen, update
from netwatch.core.limits import expire_limits, next_moment, remind_holder
from netwatch.core.maintenance import next_boundary
from netwatch.core.monitor_incident import watch_monitor
from netwatch.core.muting import Work, mute, suspect_work
from netwatch.core.name_cause import name_cause
from netwatch.core.note_ports import note_ports
from netwatch.core.probable_cause import ProbableCause, probable_cause
from netwatch.core.reconcile import (
    Calm,
    Close,
    Decision,
    Merge,
    MoveUp,
    OpenFor,
    Plan,
    Reopen,
    Update,
    devices_of,
    reconcile,
)
from netwatch.core.scene import Scene
from netwatch.core.situation import CauseKey, Situation
from netwatch.core.status import DeviceStatus
from netwatch.core.testimony import hear
from netwatch.core.ticket import Source, Ticket
from netwatch.desk.announce import announcements
from netwatch.desk.condition_tickets import look_after_conditions, none_watched, unite_with_outages
from netwatch.desk.device_events import record_events
from netwatch.desk.digests import show_digests
from netwatch.desk.maintenance import work_now
from netwatch.desk.merging import merge_into
from netwatch.desk.record import record
from netwatch.desk.repair_reminders import remind_of_reports
from netwatch.desk.setting import Setting, next_number
from netwatch.desk.staff import office_now
from netwatch.store.store import Store
from netwatch.store.transaction import Transaction
from netwatch.text.probable_cause import probable_cause as cause_in_words


def unseen(ticket: Ticket) -> Scene | None:
    """Where nobody looks around."""
    return None


def nothing() -> Sequence[DeviceEvent]:
    """Where no device tells anything."""
    return ()


def _open(tickets: Mapping[int, Ticket]) -> list[Ticket]:
    return [ticket for ticket in tickets.values() if ticket.is_open]


@dataclass(frozen=True, slots=True)
class Look:
    """What one look found: `done` decisions in words for the log, and when time alone asks for the next look."""

    done: tuple[str, ...]
    again_at: datetime | None


class Incidents:
    """`now` gives aware UTC; `on_commit` is called after each commit that may have left messages."""

    def __init__(
        self, store: Store, setting: Setting, now: Callable[[], datetime], on_commit: Callable[[], None]
    ) -> None:
        self.setting = setting
        self._store = store
        self._now = now
        self._on_commit = on_commit
        self._announced: set[str] = set()

    async def look(
        self,
        sum_up: Callable[[Iterable[str]], Situation],
        statuses: Callable[[Situation], Iterable[Sequence[DeviceStatus]]],
        scene: Callable[[Ticket], Scene | None] = unseen,
        conditions: Callable[[Sequence[Ticket], Sequence[Ticket], Situation], ConditionView] = none_watched,
        events: Callable[[], Sequence[DeviceEvent]] = nothing,
    ) -> Look:
        """Does what the situation and the clock ask for, and nothing when nothing is missing.

        `sum_up` gives the situation with the standing of the given devices, `statuses` the device rows to be
        written in the same transaction, in portions between which others have their turn, and `events` what those
        rows say that devices have told; `scene` what is seen around an open ticket's root cause; `conditions` how the
        conditions stand that may be a ticket's, or are that of one of the given tickets: those that are open, and
        those that were closed by hand.
        Raises StoreUnavailable; then nothing was written, and the next look does the same again.
        """
        now = self._now()
        async with self._store.begin() as tx:
            setting = replace(self.setting, office=await office_now(tx, self.setting, now))
            opened = await tx.tickets.open()
            lately = await tx.tickets.closed_since(now - timedelta(seconds=setting.policy.reopen_within))
            work = await work_now(tx, setting, now)
            dismissed = await tx.tickets.dismissed()
            situation = self._situation(sum_up, opened, dismissed, work)
            view = conditions(opened, dismissed, situation)
            ignored = [t for t in dismissed if still_dismissed(t, situation) or still_ill(t, view)]
            done = await self._lift(tx, [t for t in dismissed if t not in ignored], setting, now)
            united = await unite_with_outages(tx, opened, view, setting, now)
            current = dict(united.changed)
            if united.done:
                situation = self._situation(sum_up, _open(current), dismissed, work)
            situation = heed(situation, ignored)
            plan = reconcile(_open(current), reopenable(lately), situation, setting.policy)
            done += [*united.done, *await self._carry_out(tx, plan, current, setting, now)]
            done += await self._watch_monitor(tx, situation, current, setting, now)
            kept = await look_after_conditions(
                tx, _open(current), reopenable(lately), ignored, view, setting, now
            )
            current.update(kept.changed)
            done += kept.done

            def suspected(ticket: Ticket, seen: Scene | None) -> ProbableCause | None:
                return suspect_work(None if seen is None else probable_cause(seen), ticket, situation, work)

            done += await self._look_around(tx, scene, suspected, current, setting, now)
            done += await self._pass_time(tx, current, setting, now)
            reminded, reminder_in = await remind_of_reports(tx, setting, now)
            done += reminded
            news = announcements(work, setting, self._announced)
            await tx.outbox.put([draft for drafts in news.values() for draft in drafts], now)
            digests = await show_digests(tx, setting, now)
            for rows in statuses(situation):
                await tx.devices.save(rows)
                await asyncio.sleep(0)
            await record_events(tx, events(), current.values(), now)
        self._announced.update(news)
        if done or news or digests.count:
            self._on_commit()
        waits = (plan.again_in, kept.again_in, reminder_in)
        times = (self._again_at(waits, current.values(), work, now), digests.again_at)
        return Look(tuple(done), min((at for at in times if at is not None), default=None))

    def _situation(
        self,
        sum_up: Callable[[Iterable[str]], Situation],
        opened: Sequence[Ticket],
        dismissed: Sequence[Ticket],
        work: Work,
    ) -> Situation:
        asked = {device for ticket in (*opened, *dismissed) for device in devices_of(ticket)}
        return mute(sum_up(asked | work.by_device.keys()), work, opened)

    async def _lift(self, tx: Transaction, recovered: Sequence[Ticket], setting: Setting, now: datetime) -> list[str]:
        for ticket in recovered:
            await record(tx, ticket, lift(ticket), setting, now)
        return [f"Lift #{ticket.id}" for ticket in recovered]

    async def _carry_out(
        self, tx: Transaction, plan: Plan, current: dict[int, Ticket], setting: Setting, now: datetime
    ) -> list[str]:
        by_cause: dict[CauseKey, int] = {}
        done = []
        for decision in plan.decisions:
            before, after = await self._decide(tx, decision, by_cause, current, setting, now)
            if after.root is not None and after.is_open:
                by_cause[after.root, after.site] = after.id
            if before != after:
                done.append(f"{type(decision).__name__} #{after.id}")
            current[after.id] = after
        return done

    async def _decide(
        self,
        tx: Transaction,
        decision: Decision,
        by_cause: Mapping[CauseKey, int],
        current: dict[int, Ticket],
        setting: Setting,
        now: datetime,
    ) -> tuple[Ticket | None, Ticket]:
        inventory, sop = setting.office.inventory, setting.office.sop
        match decision:
            case OpenFor(cause):
                before = None
                change = open_for(cause, await next_number(tx, setting, now), inventory, sop, now)
            case Update(before, cause):
                change = update(before, cause, inventory, now)
            case MoveUp(before, cause):
                change = move_up(before, cause, inventory, now)
            case Reopen(before, cause):
                change = reopen(before, cause, inventory, sop, now)
            case Calm(before):
                change = calm(before)
            case Merge(before, into):
                current.update(await merge_into(tx, before, by_cause.get(into, 0), setting, now))
                return before, current[before.id]
            case Close(before, reason):
                change = close(before, sop, now, SYSTEM, reason)
        return before, await record(tx, before, change, setting, now)

    async def _watch_monitor(
        self, tx: Transaction, situation: Situation, current: dict[int, Ticket], setting: Setting, now: datetime
    ) -> list[str]:
        incident = next((t for t in current.values() if t.is_open and t.source is Source.MONITOR), None)
        change = watch_monitor(incident, situation, setting.office.sop, now)
        if change is None:
            return []
        after = await record(tx, incident, change, setting, now)
        current[after.id] = after
        return [f"{'Isolated' if after.is_open else 'Connected'} #{after.id}"]

    async def _look_around(
        self,
        tx: Transaction,
        scene: Callable[[Ticket], Scene | None],
        suspect: Callable[[Ticket, Scene | None], ProbableCause | None],
        current: dict[int, Ticket],
        setting: Setting,
        now: datetime,
    ) -> list[str]:
        done = []
        for ticket in [t for t in current.values() if t.is_open]:
            seen = scene(ticket)
            cause = suspect(ticket, seen)
            sentence = "" if cause is None else cause_in_words(cause, setting.office)
            noted = note_ports(ticket, seen)
            heard = noted.then(hear(noted.ticket, None if seen is None else seen.said))
            change = heard.then(name_cause(heard.ticket, cause, sentence))
            if change.ticket != ticket:
                current[ticket.id] = await record(tx, ticket, change, setting, now)
                noticed = "Evidence" if heard.entries else "Cause" if change.entries else "Ports"
                done.append(f"{noticed} #{ticket.id}")
        return done

    async def _pass_time(
        self, tx: Transaction, current: dict[int, Ticket], setting: Setting, now: datetime
    ) -> list[str]:
        done = []
        office = setting.office
        for ticket in [t for t in current.values() if t.is_open]:
            expired = expire_limits(ticket, office.sop, office.directory, now)
            change = expired.then(remind_holder(expired.ticket, office.sop, now))
            if change.ticket != ticket:
                current[ticket.id] = await record(tx, ticket, change, setting, now)
                done.append(f"{'Breach' if expired.entries else 'Reminder'} #{ticket.id}")
        return done

    def _again_at(
        self, waits: Iterable[float | None], tickets: Iterable[Ticket], work: Work, now: datetime
    ) -> datetime | None:
        sop = self.setting.office.sop
        times = [at for t in tickets if t.is_open and (at := next_moment(t, sop)) is not None]
        times += [now + timedelta(seconds=wait) for wait in waits if wait is not None]
        if (boundary := next_boundary(work.windows, now)) is not None:
            times.append(boundary)
        if any(t.is_open and t.source is Source.MONITOR for t in tickets):
            # After a restart the first answers are no news of any device, and yet end the monitor's incident.
            times.append(now + timedelta(seconds=self.setting.policy.interval))
        return min(times, default=None)

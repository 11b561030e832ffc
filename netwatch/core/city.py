"""The whole network as it is known now: one track a device, and what follows from one probe for the others.

A deterministic object without I/O: it is fed outcomes with their times and hands back what changed and what
should be asked next. The steady case, an answer from a device that is up, costs a few assignments: `take_calm`.

All times are seconds of one monotonic clock.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from netwatch.core.advice import Advice, Transition
from netwatch.core.asked_around import AskedAround
from netwatch.core.blink import WATCHED_CLOSELY, is_blink, is_change, probes_lost
from netwatch.core.calm import Calm, is_calm
from netwatch.core.cause import Parent, Verdict, Witness, find_cause, testify
from netwatch.core.confirm import misses_needed
from netwatch.core.detect import (
    Health,
    MissRun,
    call_down,
    call_unreachable,
    judge_answer,
    judge_miss,
    pace,
    release,
    was_interrupted,
)
from netwatch.core.flapping import is_flapping, is_over, note_change, restored
from netwatch.core.overdue import QUICK_AFTER, is_suspicious
from netwatch.core.policy import Policy
from netwatch.core.state import State
from netwatch.core.track import NEVER, Track
from netwatch.core.uplink import Uplink
from netwatch.core.way_out import WayOut
from netwatch.inventory.model import Inventory
from netwatch.inventory.topology import parents_first
from probes.result import Answer


class City:
    """`devices` are the ids of all; `rank` has a number of each, above its parents'. `noticed` holds those that are
    anything but up and answering, `restless` those that changed lately.

    `witnesses` tell whether the monitor itself is cut off (see `WayOut`): ids of devices, or names of addresses that
    are no devices; `answered`, `missed` and `could_not_ask` take those too.
    """

    def __init__(self, inventory: Inventory, policy: Policy, witnesses: Iterable[str] = ()) -> None:
        self.policy = policy
        self.children = inventory.children
        self.rank = {device: place for place, device in enumerate(parents_first(inventory))}
        self.tracks = {
            device.id: Track(
                device.id, device.parents, device.site, policy.failover if device.failover is None else device.failover
            )
            for device in inventory.devices.values()
        }
        self.devices = tuple(self.tracks)
        self.noticed: set[str] = set(self.tracks)
        self.restless: set[str] = set()
        self.way_out = WayOut(self.tracks, witnesses, policy)
        self._calm = Calm()
        self._around = AskedAround(inventory, self.tracks)

    def restore(
        self, device: str, state: State, since: float, reason: str, flapped_until: float | None = None
    ) -> None:
        """Takes up a state from before a restart; nothing new is decided on it before the device was probed.

        `flapped_until`: when it was last known to flap, None where it did not.
        """
        track = self.tracks.get(device)
        if track is None or state is State.UNKNOWN:
            return
        kept = State.UP if state is State.DEGRADED else state
        track.health = Health(kept, since, reason, fell_at=None if kept is State.UP else since)
        self._keep_notice(track)
        if flapped_until is not None:
            track.flaps = restored(flapped_until)
            self.restless.add(device)

    def inherit(self, older: "City") -> None:
        """Takes over what a city of an older inventory knows of the devices that both have."""
        self.way_out.inherit(older.way_out)
        for device, track in self.tracks.items():
            if device in older.tracks:
                track.take_over(older.tracks[device])
                if device not in self.way_out.lines:
                    track.errors = 0
                self._keep_notice(track)
        self.restless = older.restless & self.tracks.keys()

    def move(self, devices: Iterable[str]) -> None:
        """After `inherit`: these have other addresses, and what was begun with the old ones is not gone on with."""
        for device in devices:
            track = self.way_out.track(device)
            track.begin_anew()
            if device in self.tracks:
                self._keep_notice(track)

    def take_stock(self, at: float) -> None:
        """After `restore` or `inherit`: releases whoever is called unreachable although its way is not silent now."""
        for device in sorted(self.noticed, key=self.rank.__getitem__):
            track = self.tracks[device]
            track.health = self._in_new_light(track, at)

    def take_calm(self, answers: Sequence[Answer]) -> Sequence[Answer]:
        """Does at once what `answered` would, where it is known that nothing follows; gives the others, for it."""
        return answers if self.way_out.waiting or self.way_out.isolation else self._calm.take(answers)

    def answered(self, device: str, sent_at: float, at: float, rtt: float) -> Advice | None:
        """A probe sent at `sent_at` was answered; `rtt` in seconds. None when nothing follows from it."""
        track = self.tracks.get(device) or self.way_out.extra[device]
        if track.answered_at == NEVER:
            track.answering_since = sent_at
        track.probed_at = at
        track.rtt = rtt
        if sent_at > track.answered_at:
            track.answered_at = sent_at
        track.loss.answered()
        before = track.health
        way_out = self.way_out
        if is_calm(track) and not (way_out.waiting or way_out.isolation):
            self._calm.hold(track)
            return None
        advice = Advice()
        if way_out.isolation is not None and not self._is_back(track, sent_at, at, advice):
            return advice if advice.repace else None
        track.errors = 0
        if was_interrupted(before, sent_at):
            track.answering_since = sent_at
        after = judge_answer(before, sent_at, at, self.policy)
        if before.run is not None and after.run is None and not before.is_silent:
            track.loss.lost(before.run.misses)
            if device in self.tracks:
                self._heed_blink(track, before.run, sent_at, at, advice)
        if device in self.tracks:
            self._follow(track, after, at, advice)
            self._end_watch(track, at)
            track.suspected = False
        else:
            track.health = after
        advice.repace[device] = self.pace(device)
        if way_out.waiting and device in way_out.lines:
            way_out.heard_from()
            self._judge_waiting(at, advice)
        return advice

    def overdue(self, device: str, sent_at: float) -> Advice | None:
        """A probe sent at `sent_at` has not been answered as quickly as usual. None when nothing follows from it."""
        track, way_out = self.tracks[device], self.way_out
        is_news = sent_at > track.answered_at and sent_at >= way_out.seen_since
        if way_out.isolation is not None or not is_news or not is_suspicious(track):
            return None
        track.suspected = True
        self._calm.let_go(device)
        return Advice(repace={device: self.pace(device)})

    def missed(self, device: str, sent_at: float, at: float) -> Advice | None:
        """A probe sent at `sent_at` was not answered by `at`. None when nothing follows from it."""
        self._calm.let_go(device)
        track = self.tracks.get(device)
        if self.way_out.isolation is not None:
            return self._missed_in_the_dark(device, at)
        if track is None:
            return self._witness_missed(self.way_out.extra[device], sent_at, at)
        track.probed_at = at
        if sent_at < self.way_out.seen_since:
            return None
        if sent_at < track.answered_at:
            track.loss.lost(1)
            self._break_off(track, sent_at)
            return None
        advice = self._after_errors(track, sent_at)
        before = track.health
        after = judge_miss(before, sent_at, at, track.loss.cautious(), self.policy)
        if after is before:
            return advice
        advice = advice or Advice()
        self._follow(track, after, at, advice)
        run = after.run
        if run is not None and not before.is_silent:
            if run.misses == 1:
                advice.ask |= self._around.above(device, at) if track.parents else self.way_out.to_ask(device, at)
            if run.misses == 2:
                advice.ask |= self._around.below(device)
            if run.misses == self._halfway(track):
                advice.ask |= self._around.beside(device) | self._around.answering_above(device)
        return advice

    def could_not_ask(self, device: str, at: float) -> Advice | None:
        """A probe ended in an error of our own: it says nothing of the device, but perhaps of our uplink."""
        self._calm.let_go(device)
        way_out = self.way_out
        if way_out.isolation is not None:
            return self._missed_in_the_dark(device, at)
        if device not in way_out.lines:
            return None
        track = way_out.track(device)
        advice = Advice()
        if track.errors == 0:
            track.erring_since = at
            advice.ask |= way_out.to_ask(device, at)
        track.errors += 1
        advice.repace[device] = self.pace(device)
        if track.errors > self.policy.confirm_probes:
            self._look_at_uplink(MissRun(track.erring_since, track.erring_since, track.errors, at, at), at, advice)
        return advice

    def interval(self, device: str) -> float:
        """Seconds between two regular probes of a device or a witness."""
        return self._policy_of(device).interval

    def pace(self, device: str) -> float:
        """Seconds from one probe of a device or a witness to the next, by all that is known of it.

        But for the lines that begin to answer an isolated monitor: they are asked more quickly until they miss.
        """
        track, policy = self.way_out.track(device), self._policy_of(device)
        return policy.confirm_spacing if track.is_in_doubt(policy) else pace(track.health, policy)

    def flapping(self, at: float) -> list[str]:
        """The devices that flap at `at`, parents first."""
        self.restless = {device for device in self.restless if not is_over(self.tracks[device].flaps, at)}
        found = [device for device in self.restless if is_flapping(self.tracks[device].flaps, at)]
        return sorted(found, key=self.rank.__getitem__)

    def _policy_of(self, device: str) -> Policy:
        return self.policy if device in self.tracks else self.policy.of_witnesses

    # one device after the other

    def _follow(self, track: Track, health: Health, at: float, advice: Advice) -> None:
        """Adopts a device's new health and lets what follows from it reach the devices below."""
        if health is track.health:
            return
        queue = [(track, health)]
        while queue and self.way_out.isolation is None:
            changed, becomes = queue.pop()
            was = changed.health.state
            self._adopt(changed, becomes, at, advice)
            verdict = self._judge(changed, at, advice)
            if verdict is not changed.health:
                self._adopt(changed, verdict, at, advice)
            if changed.health.state is not was:
                if changed.health.state is State.UP:
                    advice.ask |= {d for d in self._around.below(changed.device) if self.tracks[d].health.is_silent}
                queue.extend(self._reconsidered(changed.device, at))

    def _adopt(self, track: Track, health: Health, at: float, advice: Advice) -> None:
        before, track.health = track.health, health
        self._keep_notice(track)
        if before.state is not health.state:
            advice.transitions.append(Transition(track.device, before.state, health.state, health.reason))
            if {before.state, health.state} == {State.UP, State.DOWN}:
                self._note_flap(track, at, advice)
        advice.repace[track.device] = self.pace(track.device)

    def _judge(self, track: Track, at: float, advice: Advice) -> Health:
        """The verdict on a confirmed run; the same health where there is none yet."""
        run = track.health.run
        if run is None or run.confirmed_at is None:
            self.way_out.waiting.discard(track.device)
            return track.health
        finding = find_cause(track.health, self._parents(track), at, self.policy, track.failover)
        if finding.verdict is Verdict.DOWN:
            if not track.parents and not self._is_not_us(track, run, at, advice):
                return track.health
            return call_down(track.health, at, finding.reason)
        if finding.verdict is Verdict.UNREACHABLE:
            return call_unreachable(track.health, at, finding.reason)
        advice.ask.update(p for p in finding.ask if self.tracks[p].health.run is None)
        return track.health

    def _reconsidered(self, parent: str, at: float) -> list[tuple[Track, Health]]:
        """The children for whom a parent's new state changes something."""
        found = []
        for child in self.children[parent]:
            track = self.tracks[child]
            after = self._in_new_light(track, at)
            if after is not track.health or (after.run is not None and after.run.confirmed_at is not None):
                found.append((track, after))
        return found

    def _in_new_light(self, track: Track, at: float) -> Health:
        health = track.health
        parents = [self.tracks[parent].health for parent in track.parents]
        way_back = not parents or any(parent.state is State.UP for parent in parents)
        if health.state is State.UNREACHABLE:
            if way_back and health.released_at is None:
                return release(health, at)
            if not way_back and health.released_at is not None:
                return replace(health, released_at=None, run=None)
        if health.state is State.DOWN and parents and all(parent.is_silent for parent in parents):
            fell_at = health.since if health.fell_at is None else health.fell_at
            latest = max(parent.since if parent.fell_at is None else parent.fell_at for parent in parents)
            if latest - fell_at <= self.policy.same_cause_window:
                return call_unreachable(health, at, f"{', '.join(track.parents)} fell silent right after it")
        return health

    def _parents(self, track: Track) -> list[Parent]:
        seen = (self.tracks[parent] for parent in track.parents)
        return [Parent(p.device, p.health, p.answered_at, p.answering_since) for p in seen]

    def _halfway(self, track: Track) -> int:
        """After so many misses in a row a verdict is in sight, also where every fifth probe is lost."""
        return misses_needed(track.loss.cautious(), self.policy) // 2

    def _heed_blink(self, track: Track, run: MissRun, answered_at: float, at: float, advice: Advice) -> None:
        """A silence too short for a verdict is over."""
        is_watched = track.watched_until is not None
        quick_after = 0.0 if is_watched else QUICK_AFTER if track.suspected else self.policy.timeout
        lost = probes_lost(run, answered_at, quick_after, self.policy)
        if is_blink(lost, is_watched) and self._is_its_own(track, run):
            track.watched_until = at + WATCHED_CLOSELY
            if is_change(lost, is_watched):
                self._note_flap(track, at, advice)

    def _end_watch(self, track: Track, at: float) -> None:
        if track.watched_until is not None and (at >= track.watched_until or track.health.state is not State.UP):
            track.watched_until = None

    def _is_its_own(self, track: Track, run: MissRun) -> bool:
        """Whether a short silence was the device's: one of its parents answered meanwhile."""
        heard = [testify(parent, run) for parent in self._parents(track)]
        return not heard or Witness.ALIVE in heard

    def _break_off(self, track: Track, sent_at: float) -> None:
        """A probe was lost that was sent before one that is answered already: the answers are unbroken only since."""
        if sent_at >= track.answering_since:
            track.answering_since = track.answered_at

    def _note_flap(self, track: Track, at: float, advice: Advice) -> None:
        before = track.flaps
        track.flaps = note_change(before, at)
        self.restless.add(track.device)
        advice.notable |= before.since is None and track.flaps.since is not None

    def _keep_notice(self, track: Track) -> None:
        if track.health.state is State.UP and track.health.run is None:
            self.noticed.discard(track.device)
        else:
            self.noticed.add(track.device)

    # the monitor's own uplink

    def _is_not_us(self, track: Track, run: MissRun, at: float, advice: Advice) -> bool:
        """Whether a device without parents may be called down; else it waits, or the monitor is cut off."""
        uplink = self._look_at_uplink(run, at, advice)
        if uplink is Uplink.PENDING and at - run.noticed_at <= self.policy.same_cause_window:
            self.way_out.waiting.add(track.device)
            return False
        self.way_out.waiting.discard(track.device)
        return uplink is not Uplink.LOST

    def _look_at_uplink(self, run: MissRun, at: float, advice: Advice) -> Uplink:
        finding = self.way_out.judge(run, at)
        advice.ask.update(finding.ask)
        if finding.uplink is Uplink.LOST:
            self.way_out.lose(finding.reason, at)
            advice.notable = True
            self._drop_runs(at, advice)
        return finding.uplink

    def _drop_runs(self, at: float, advice: Advice) -> None:
        """Misses that led to no verdict may be the uplink's: they count for nobody."""
        for device in list(self.noticed):
            track = self.tracks[device]
            if track.health.run is not None:
                self._adopt(track, replace(track.health, run=None), at, advice)
        for track in self.tracks.values():
            if track.suspected or track.watched_until is not None:
                track.suspected, track.watched_until = False, None
                advice.repace[track.device] = self.pace(track.device)

    def _is_back(self, track: Track, sent_at: float, at: float, advice: Advice) -> bool:
        isolation = self.way_out.isolation
        assert isolation is not None
        if not self.way_out.heard_in_the_dark(track.device, sent_at):
            if track.device in isolation.lines and sent_at >= isolation.since:
                advice.repace[track.device] = min(self.policy.recover_spacing, self.pace(track.device))
            return False
        for line in self.way_out.find_again(at):
            advice.repace[line] = self.pace(line)
        advice.notable = True
        return True

    def _missed_in_the_dark(self, device: str, at: float) -> Advice | None:
        track = self.way_out.track(device)
        track.probed_at = at
        if not self.way_out.missed_in_the_dark(device) or device not in self.way_out.lines:
            return None
        return Advice(repace={device: self.pace(device)})

    def _after_errors(self, track: Track, sent_at: float) -> Advice | None:
        """A probe that could be sent ends a row of those that could not. None where there was no such row."""
        if not track.errors or sent_at <= track.erring_since:
            return None
        track.errors = 0
        return Advice(repace={track.device: self.pace(track.device)})

    def _judge_waiting(self, at: float, advice: Advice) -> None:
        for device in tuple(self.way_out.waiting):
            track = self.tracks[device]
            verdict = self._judge(track, at, advice)
            if verdict is not track.health:
                self._follow(track, verdict, at, advice)

    def _witness_missed(self, witness: Track, sent_at: float, at: float) -> Advice | None:
        if sent_at < max(witness.answered_at, self.way_out.seen_since):
            self._break_off(witness, sent_at)
            return None
        advice = self._after_errors(witness, sent_at)
        after = judge_miss(witness.health, sent_at, at, witness.loss.cautious(), self.policy)
        if after is witness.health:
            return advice
        advice = advice or Advice()
        run = after.run
        if run is not None and run.confirmed_at is not None:
            after = call_down(after, at, f"{run.misses} probes missed")
        witness.health = after
        advice.repace[witness.device] = self.pace(witness.device)
        if after.is_silent and run is not None:
            self._look_at_uplink(run, at, advice)
        return advice

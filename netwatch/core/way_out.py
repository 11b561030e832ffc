"""The monitor's own uplink, followed through the probes of those who testify for it; see `uplink` for the rule.

All times are seconds of the city's clock.
"""

from collections.abc import Iterable, Mapping
from itertools import chain, islice

from netwatch.core.detect import MissRun
from netwatch.core.policy import Policy
from netwatch.core.state import State
from netwatch.core.track import NEVER, Track
from netwatch.core.uplink import MOST_ASKED, Isolation, Line, Tally, Uplink, UplinkFinding, fresh, judge_uplink

LOOK_AGAIN = 0.25
"""Seconds between two findings while one is pending: a whole city may be waiting for it."""

NOT_YET = UplinkFinding(Uplink.PENDING, "asked a moment ago")


class WayOut:
    """`witnesses` are ids: of devices, or of addresses that are none (`extra` holds their tracks).

    `isolation` is None while the uplink is whole. `seen_since`: when the latest isolation ended; what was sent before
    says nothing. `waiting`: devices whose verdict waits for the witnesses.
    """

    def __init__(self, tracks: Mapping[str, Track], witnesses: Iterable[str], policy: Policy) -> None:
        witnesses = tuple(dict.fromkeys(witnesses))
        roots = tuple(track.device for track in tracks.values() if not track.parents)
        self.extra = {witness: Track(witness) for witness in witnesses if witness not in tracks}
        self.witnesses = witnesses
        self.lines = witnesses or roots
        self.isolation: Isolation | None = None
        self.seen_since = NEVER
        self.waiting: set[str] = set()
        self._tracks = tracks
        self._policy = policy
        self._wins: dict[str, int] = {}
        self._looked_at = NEVER
        self._asked_at = NEVER

    def inherit(self, older: "WayOut") -> None:
        """Goes on with what is known of the witnesses that stay. An isolation stays until somebody answers."""
        for witness, track in self.extra.items():
            if witness in older.extra:
                track.take_over(older.extra[witness])
        self.seen_since = older.seen_since
        if older.isolation is not None:
            lines = frozenset(self.lines)
            self.isolation = Isolation(older.isolation.since, older.isolation.reason, lines)

    def track(self, line: str) -> Track:
        return self._tracks[line] if line in self._tracks else self.extra[line]

    def to_ask(self, device: str, at: float) -> set[str]:
        """Who should be asked at once when a probe of this line or device failed; nobody where some were just asked."""
        if at < self._asked_at + LOOK_AGAIN:
            return set()
        self._asked_at = at
        others = (self.track(line) for line in self.lines if line != device)
        up = (t.device for t in others if t.health.run is None and not t.health.is_silent and not t.errors)
        return set(islice(up, MOST_ASKED))

    def judge(self, run: MissRun, at: float) -> UplinkFinding:
        """Whether a silence is the monitor's own; see `judge_uplink`."""
        if at < self._looked_at + LOOK_AGAIN:
            return NOT_YET
        lines = self._credible(at)
        tally = Tally(0, 0)
        if lines and all(line.silent_since is not None for line in lines):
            tally = self._tally(min(line.silent_since for line in lines if line.silent_since is not None))
        finding = judge_uplink(lines, run, tally)
        self._looked_at = at if finding.uplink is Uplink.PENDING else NEVER
        return finding

    def heard_from(self) -> None:
        """A line has answered: whoever waits is to be judged anew."""
        self._looked_at = NEVER

    def lose(self, reason: str, at: float) -> None:
        self.isolation = Isolation(at, reason, frozenset(line.id for line in self._credible(at)))
        self.waiting.clear()
        self._wins.clear()
        self._looked_at = NEVER

    def heard_in_the_dark(self, device: str, sent_at: float) -> bool:
        """Whether an answer to a probe sent at `sent_at` shows that the isolation is over.

        One of the lines has to answer as often in a row as a device that recovers, or more than half of the devices
        have to answer at once: a single packet slips through an uplink that loses nearly everything.
        """
        assert self.isolation is not None
        if sent_at < self.isolation.since:
            return False
        wins = self._wins[device] = self._wins.get(device, 0) + 1
        if device in self.isolation.lines and wins >= self._policy.recover_probes:
            return True
        return 2 * len(self._wins) > sum(track.health.state is State.UP for track in self._tracks.values())

    def missed_in_the_dark(self, device: str) -> bool:
        """A probe of an isolated monitor was lost; whether the one before it was answered."""
        return self._wins.pop(device, 0) > 0

    def find_again(self, at: float) -> tuple[str, ...]:
        """The isolation is over; the lines that were asked quickly because they had begun to answer."""
        assert self.isolation is not None
        eager = tuple(self.isolation.lines & self._wins.keys())
        self.isolation = None
        self.seen_since = at
        self._wins.clear()
        return eager

    def knows(self) -> bool:
        """Whether anything has answered since the start: before, nobody can say that the uplink is whole."""
        tracks = chain(self._tracks.values(), self.extra.values())
        return self.isolation is None and any(track.answered_at > NEVER for track in tracks)

    def _credible(self, at: float) -> tuple[Line, ...]:
        """The lines whose silence means something: not those that were silent while others answered."""
        tracks = [self.track(line) for line in self.lines]
        lines = [Line(t.device, t.answered_at, t.silent_since(self._policy), t.answering_since) for t in tracks]
        found = fresh(lines, at, self._policy.same_cause_window)
        # One device that falls silent alone is that device; of two and more at once the uplink is the likelier cause.
        return () if not self.witnesses and len(found) < 2 else found

    def _tally(self, since: float) -> Tally:
        answering = silent = 0
        for track in self._tracks.values():
            health = track.health
            if track.errors > 1 or (health.run is not None and health.run.misses > 1):
                silent += not health.is_silent
            elif track.answered_at >= since:
                answering += 1
        return Tally(answering, silent)

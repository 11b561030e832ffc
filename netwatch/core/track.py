"""One device as the city follows it: its health, and what changes with every probe."""

from dataclasses import replace

from netwatch.core.detect import Health
from netwatch.core.flapping import CALM, FlapHistory
from netwatch.core.loss import Loss
from netwatch.core.policy import Policy
from netwatch.core.state import UP

NEVER = float("-inf")


class Track:
    """Times are seconds of the city's clock.

    `answered_at`: when the latest answered probe was sent. `rtt` in seconds. `errors`: probes in a row that ended in
    an error of our own since `erring_since`, kept only of those who testify for the monitor's uplink. `watched_until`:
    until when it is asked quickly although it answers, since it was silent for a moment; None otherwise. `suspected`:
    it is asked quickly since an answer was overdue, until one has come. `told`: when somebody last said why a probe
    was in vain, and what; None where nobody did.
    """

    __slots__ = (
        "answered_at", "answering_since", "device", "erring_since", "errors", "failover", "flaps", "health", "loss",
        "parents", "probed_at", "rtt", "site", "suspected", "told", "watched_until",
    )

    def __init__(self, device: str, parents: tuple[str, ...] = (), site: str = "", failover: float = 0.0) -> None:
        self.device = device
        self.parents = parents
        self.site = site
        self.failover = failover
        self.health = Health()
        self.loss = Loss()
        self.flaps: FlapHistory = CALM
        self.probed_at = NEVER
        self.answered_at = NEVER
        self.answering_since = NEVER
        self.rtt: float | None = None
        self.errors = 0
        self.erring_since = NEVER
        self.watched_until: float | None = None
        self.suspected = False
        self.told: tuple[float, str] | None = None

    def take_over(self, older: "Track") -> None:
        self.health, self.loss, self.rtt, self.flaps = older.health, older.loss, older.rtt, older.flaps
        self.probed_at, self.answered_at, self.answering_since = (
            older.probed_at, older.answered_at, older.answering_since
        )
        self.errors, self.erring_since, self.told = older.errors, older.erring_since, older.told
        # why it is asked quickly goes along, for so it is until an answer ends that
        self.watched_until, self.suspected = older.watched_until, older.suspected

    def begin_anew(self) -> None:
        """Another address is asked now: forgets what only a row of probes of one address can show. Its state stays."""
        self.health = replace(self.health, run=None, wins=0)
        self.errors, self.suspected, self.told = 0, False, None

    def is_in_doubt(self, policy: Policy) -> bool:
        """Whether it is asked quickly although its health does not ask for it."""
        # at twice as many it is proven, and the others have had time for their proof
        is_erring = 0 < self.errors < 2 * policy.confirm_probes
        return is_erring or (self.health.state is UP and (self.suspected or self.watched_until is not None))

    def silent_since(self, policy: Policy) -> float | None:
        """When the first probe of a proven silence was sent, or ended in an error of ours; None without proof."""
        if self.errors > policy.confirm_probes:
            return self.erring_since
        if self.health.is_silent:
            return self.health.since if self.health.fell_at is None else self.health.fell_at
        run = self.health.run
        return run.first_sent_at if run is not None and run.confirmed_at is not None else None

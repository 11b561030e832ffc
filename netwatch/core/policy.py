"""The numbers that detection and tickets are decided by. Everything in seconds unless it says otherwise."""

from dataclasses import dataclass, replace

SECONDS_PER_YEAR = 365.25 * 86_400


@dataclass(frozen=True, slots=True)
class Policy:
    """Defaults are those of the settings file.

    `false_alarms_per_device_year` is the budget that the confirming test keeps (see `confirm`).
    """

    interval: float = 10.0
    timeout: float = 1.0
    confirm_probes: int = 5
    confirm_within: float = 3.0
    confirm_max: float = 15.0
    failover: float = 10.0
    recover_probes: int = 3
    recover_within: float = 5.0
    close_after: float = 60.0
    reopen_within: float = 1800.0
    false_alarms_per_device_year: float = 1 / 1000

    @property
    def confirm_spacing(self) -> float:
        """Between two quick probes, so that the last one's timeout ends with `confirm_within`."""
        return max(MIN_SPACING, (self.confirm_within - self.timeout) / max(1, self.confirm_probes - 1))

    @property
    def recover_spacing(self) -> float:
        return max(MIN_SPACING, (self.recover_within - self.timeout) / max(1, self.recover_probes - 1))

    @property
    def same_cause_window(self) -> float:
        """How much later than its child a parent may begin to miss and still be what silenced the child.

        Within one interval the parent is asked again, and the confirming takes `confirm_max` at most.
        """
        return self.interval + self.timeout + self.confirm_max

    @property
    def of_witnesses(self) -> "Policy":
        """Gateways and sentinels are asked more often, so that an isolation shows within 15 s."""
        return replace(self, interval=min(self.interval, WITNESS_INTERVAL))


WITNESS_INTERVAL = 4.0
"""Seconds; of a small city's departures, every second or fourth."""

MIN_SPACING = 0.1
"""Seconds: a device that is being confirmed is never asked more often than ten times a second."""

"""Whether a device has started anew between two readings of its agent.

Three clocks may tell: sysUpTime, hrSystemUptime and snmpEngineTime. A reboot sets all of them back, so one that has
gone on speaks against it: hrSystemUptime goes on when only the agent was restarted, and sysUpTime where the other
wraps by itself. The first two count hundredths of a second in 32 bits and wrap after 497 days, which is no reboot
(librenms#13896): they are compared on the circle of their values (the method of NAV), on which a wrap lands where it
was expected and a reboot does not.
"""

from probes.snmp.reading import SnmpReading

TICKS = 2**32
TOLERANCE = 30.0
DRIFT = 1 / 1000
"""Seconds, and a share of the time between the readings: agents' clocks drift, and a slow agent fills in its uptime
late."""


def rebooted(before: SnmpReading, after: SnmpReading) -> bool:
    """Whether the device itself has started anew."""
    seconds = after.at - before.at
    if not _went_back(before.uptime, after.uptime, seconds):
        return False
    if before.host_uptime is not None and after.host_uptime is not None:
        return _went_back(before.host_uptime, after.host_uptime, seconds)
    return not _engine_went_on(before.engine_seconds, after.engine_seconds, seconds)


def started_anew(before: SnmpReading, after: SnmpReading) -> bool:
    """Whether the device or only its agent has: what it counts may have begun at nothing in either case."""
    return _went_back(before.uptime, after.uptime, after.at - before.at)


def _went_back(before: int, after: int, seconds: float) -> bool:
    expected = (before + round(seconds * 100)) % TICKS
    behind = (expected - after) % TICKS
    return _tolerance(seconds) * 100 < behind < TICKS // 2


def _engine_went_on(before: int | None, after: int | None, seconds: float) -> bool:
    """snmpEngineTime counts seconds and does not wrap in a lifetime. One that stands still tells nothing."""
    if before is None or after is None:
        return False
    return after > before and after >= before + seconds - _tolerance(seconds)


def _tolerance(seconds: float) -> float:
    return TOLERANCE + abs(seconds) * DRIFT

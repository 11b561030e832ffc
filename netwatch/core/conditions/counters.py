"""What a port's counters amount to between two readings, without a spike for any wrap or reset.

A counter may have wrapped at its width, or have started anew: at a reboot, when somebody clears it, when the agent
renumbers its interfaces or changes from 32 to 64 bits. RFC 2863 (section 3.1.6) asks for 64 bits where 32 wrap within
an hour. What cannot be told for sure is not told at all: no rate is better than a wrong one.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

from netwatch.core.reboot import started_anew
from probes.snmp.reading import InterfaceReading, SnmpReading

SHORTEST = 4.0
"""Seconds between two readings that are compared: agents hold their counters for seconds, and a shorter time says more
about that than about traffic."""

SLACK = 1.25
"""By this much a port may seem to be faster than it is, for the same reason; then it is full. Beyond, the counter is
not believed."""

SMALLEST_PACKET = 64
LARGEST_PACKET = 1518
"""Octets: what has passed made at least so many packets as this, though only those to one receiver are counted."""

_END_OF_64: Final = 2**64

FEWEST_PACKETS = 100
"""A share of fewer packets than this says nothing: one of three damaged is no third."""


class Flow(NamedTuple):
    """One direction of a port: `load` is the fraction of its speed that is used, 0 to 1, `damaged` and `dropped` are
    those of its packets. None is what cannot be told."""

    bits_per_second: float | None
    load: float | None
    damaged: float | None = None
    dropped: float | None = None


UNTOLD: Final = Flow(None, None)


class Flows(NamedTuple):
    into: Flow
    out: Flow


Ports = Mapping[str, InterfaceReading]


def comparable(before: SnmpReading | None, after: SnmpReading) -> Ports:
    """The ports of the earlier reading, by name, if the later one's counters go on from them; else none."""
    if before is None or after.at - before.at < SHORTEST or started_anew(before, after):
        return {}
    return {port.name: port for port in before.interfaces}


def flows(old: InterfaceReading, new: InterfaceReading, seconds: float) -> Flows | None:
    """What went through a port between two readings so far apart, None where it is not the same port any more."""
    if (old.index, old.counter_bits, old.speed) != (new.index, new.counter_bits, new.speed):
        return None
    return Flows(
        _flow(
            seconds, new.counter_bits, new.speed, old.in_octets, new.in_octets, old.in_packets, new.in_packets,
            old.in_errors, new.in_errors, old.in_discards, new.in_discards,
        ),
        _flow(
            seconds, new.counter_bits, new.speed, old.out_octets, new.out_octets, old.out_packets, new.out_packets,
            old.out_errors, new.out_errors, old.out_discards, new.out_discards,
        ),
    )


Count = int | None


def _flow(
    seconds: float, bits: int, speed: int | None, octets: Count, octets_now: Count, packets: Count, packets_now: Count,
    errors: Count, errors_now: Count, discards: Count, discards_now: Count,
) -> Flow:
    """Each counter as it was in the earlier reading and as it is in the later one."""
    most = None if speed is None else speed / 8 * seconds * SLACK
    grown = growth(octets, octets_now, bits, most)
    if grown is None:
        return UNTOLD
    rate = grown * 8 / seconds
    load = None if speed is None else min(1.0, rate / speed)
    counted = growth(packets, packets_now, bits, None if most is None else most / SMALLEST_PACKET) or 0
    passed = max(counted, grown // LARGEST_PACKET)
    return Flow(rate, load, _share(errors, errors_now, passed), _share(discards, discards_now, passed))


def growth(before: int | None, after: int | None, bits: int, most: float | None) -> int | None:
    """By how much a counter of so many bits has grown; None where that cannot be told for sure.

    `most`: more than this it cannot have grown, None where that is not known. A counter of 64 bits never wraps in
    practice, so that a smaller one was reset. One of 32 bits may have wrapped, and tells something only where it
    cannot have wrapped twice.
    """
    if before is None or after is None:
        return None
    if bits == 64:
        grown = after - before
        return grown if 0 <= before <= after < _END_OF_64 and (most is None or grown <= most) else None
    end = 2**bits
    if not (0 <= before < end and 0 <= after < end) or most is None or most >= end:
        return None
    grown = (after - before) % end
    return grown if grown <= most else None


def _share(mishaps: Count, mishaps_now: Count, passed: int) -> float | None:
    """What share of the packets met with a mishap, of which `passed` did not."""
    lost = growth(mishaps, mishaps_now, 64, None)
    if lost is None:
        return None
    return lost / (passed + lost) if lost and passed + lost >= FEWEST_PACKETS else 0.0

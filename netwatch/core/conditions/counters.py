"""What a port's counters amount to between two readings, without a spike for any wrap or reset.

A counter may have wrapped at its width, or have started anew: at a reboot, when somebody clears it, when the agent
renumbers its interfaces or changes from 32 to 64 bits. RFC 2863 (section 3.1.6) asks for 64 bits where 32 wrap within
an hour. What cannot be told for sure is not told at all: no rate is better than a wrong one.
"""

from collections.abc import Mapping
from dataclasses import dataclass

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

FEWEST_PACKETS = 100
"""A share of fewer packets than this says nothing: one of three damaged is no third."""


@dataclass(frozen=True, slots=True)
class Flow:
    """One direction of a port: `load` is the fraction of its speed that is used, 0 to 1, `damaged` and `dropped` are
    those of its packets. None is what cannot be told."""

    bits_per_second: float | None
    load: float | None
    damaged: float | None = None
    dropped: float | None = None


@dataclass(frozen=True, slots=True)
class Flows:
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
            seconds, new.counter_bits, new.speed, (old.in_octets, new.in_octets), (old.in_packets, new.in_packets),
            (old.in_errors, new.in_errors), (old.in_discards, new.in_discards),
        ),
        _flow(
            seconds, new.counter_bits, new.speed, (old.out_octets, new.out_octets), (old.out_packets, new.out_packets),
            (old.out_errors, new.out_errors), (old.out_discards, new.out_discards),
        ),
    )


Pair = tuple[int | None, int | None]
"""A counter in the earlier reading and in the later one."""


def _flow(
    seconds: float, bits: int, speed: int | None, octets: Pair, packets: Pair, errors: Pair, discards: Pair
) -> Flow:
    most = None if speed is None else speed / 8 * seconds * SLACK
    grown = growth(*octets, bits, most)
    rate = None if grown is None else grown * 8 / seconds
    load = None if rate is None or speed is None else min(1.0, rate / speed)
    most_packets = None if most is None else most / SMALLEST_PACKET
    counted = growth(*packets, bits, most_packets) or 0
    passed = None if grown is None else max(counted, grown // LARGEST_PACKET)
    return Flow(rate, load, _share(errors, passed), _share(discards, passed))


def growth(before: int | None, after: int | None, bits: int, most: float | None) -> int | None:
    """By how much a counter of so many bits has grown; None where that cannot be told for sure.

    `most`: more than this it cannot have grown, None where that is not known. A counter of 64 bits never wraps in
    practice, so that a smaller one was reset. One of 32 bits may have wrapped, and tells something only where it
    cannot have wrapped twice.
    """
    if before is None or after is None or not (0 <= before < 2**bits and 0 <= after < 2**bits):
        return None
    wraps = bits < 64
    if (wraps and (most is None or most >= 2**bits)) or (not wraps and after < before):
        return None
    grown = (after - before) % 2**bits
    return grown if most is None or grown <= most else None


def _share(mishaps: Pair, passed: int | None) -> float | None:
    """What share of the packets met with a mishap, of which `passed` did not."""
    lost = growth(*mishaps, 64, None)
    if lost is None or passed is None:
        return None
    return lost / (passed + lost) if passed + lost >= FEWEST_PACKETS else 0.0

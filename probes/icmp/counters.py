"""What passed through the engine since it was opened."""

from dataclasses import dataclass


@dataclass(slots=True)
class Counters:
    """Datagrams, except `overflowed`: the kernel's count of what it threw away because our buffer was full
    (more than nothing means loss; a raw socket counts each loss twice).

    Of the answers only `answered` and `unreachable` settled a probe. The others were counted and not
    believed: `late` after the deadline, `duplicate` of one already taken, `spoofed` with our identifier but
    a sender, sequence or cookie that fits no probe, `foreign` meant for another program, `malformed`,
    `ignored` ICMP errors that prove nothing.
    """

    sent: int = 0
    answered: int = 0
    unreachable: int = 0
    late: int = 0
    duplicate: int = 0
    spoofed: int = 0
    foreign: int = 0
    malformed: int = 0
    ignored: int = 0
    overflowed: int = 0

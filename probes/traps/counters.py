"""What became of the datagrams that reached the trap port."""

from dataclasses import dataclass


@dataclass(slots=True)
class TrapCounters:
    """`heard` are those that meant something; each datagram is counted once.

    `limited` came faster than they are looked into, `unusable` are no traps or of no use. `wrong_access` have a
    community, user, key or security level that the settings do not have; `untimely` are signed and of another time.
    `discovery` asked for our engine ID or clock, as senders of SNMPv3 informs do first.
    """

    heard: int = 0
    unknown_sender: int = 0
    wrong_access: int = 0
    untimely: int = 0
    discovery: int = 0
    unusable: int = 0
    limited: int = 0

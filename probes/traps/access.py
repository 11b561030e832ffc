"""Whose traps are believed: the communities of the settings."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum

from probes.snmp.target import SnmpV2c, SnmpV3
from probes.traps.ber import Malformed
from probes.traps.message import VERSION_1, VERSION_2C, read_message, version_of
from probes.traps.notification import Notification


class Verdict(Enum):
    BELIEVED = "believed"
    WRONG_ACCESS = "a community or user that the settings do not have"
    UNUSABLE = "no trap"


@dataclass(frozen=True, slots=True)
class Heard:
    """`reply`: what is sent back to the sender: the answer to an inform."""

    verdict: Verdict
    notification: Notification | None = None
    reply: bytes | None = field(default=None, repr=False)


class TrapAccess:
    """Any of the communities is good for any sender: what a trap leads to is that the sender is asked."""

    def __init__(self, accesses: Iterable[SnmpV2c | SnmpV3]) -> None:
        self._communities = frozenset(a.community.encode() for a in accesses if isinstance(a, SnmpV2c))

    def read(self, datagram: bytes, now: float) -> Heard:
        """What one datagram is; `now` is seconds of a monotonic clock. Raises nothing, whatever the octets."""
        try:
            version = version_of(datagram)
            if version not in (VERSION_1, VERSION_2C):
                return Heard(Verdict.UNUSABLE)
            message = read_message(datagram)
        except Malformed:
            return Heard(Verdict.UNUSABLE)
        if message.community not in self._communities:
            return Heard(Verdict.WRONG_ACCESS)
        return Heard(Verdict.BELIEVED, message.notification, message.answer)

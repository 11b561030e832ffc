"""Whose traps are believed: the communities and users of the settings."""

from collections.abc import Iterable

from probes.snmp.fast import ber as fast_ber
from probes.snmp.target import SnmpV2c, SnmpV3
from probes.traps.ber import Malformed
from probes.traps.heard import Heard, Verdict
from probes.traps.message import VERSION_1, VERSION_2C, VERSION_3, read_message, version_of
from probes.traps.own_engine import OwnEngine
from probes.traps.usm_access import UsmAccess


class TrapAccess:
    """Any of them is good for any sender: what a trap leads to is that the sender is asked."""

    def __init__(self, accesses: Iterable[SnmpV2c | SnmpV3], own: OwnEngine) -> None:
        accesses = tuple(accesses)
        self._communities = frozenset(a.community.encode() for a in accesses if isinstance(a, SnmpV2c))
        self._users = UsmAccess((a for a in accesses if isinstance(a, SnmpV3)), own)

    def read(self, datagram: bytes, now: float) -> Heard:
        """What one datagram is; `now` is seconds of a monotonic clock. Raises nothing, whatever the octets."""
        try:
            version = version_of(datagram)
            if version == VERSION_3:
                return self._users.read(datagram, now)
            if version not in (VERSION_1, VERSION_2C):
                return Heard(Verdict.UNUSABLE)
            message = read_message(datagram)
        except (Malformed, fast_ber.Malformed, IndexError):
            return Heard(Verdict.UNUSABLE)
        if message.community not in self._communities:
            return Heard(Verdict.WRONG_ACCESS)
        return Heard(Verdict.BELIEVED, message.notification, message.answer)

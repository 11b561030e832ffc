"""This monitor as an SNMPv3 engine: who informs are sent to (RFC 3411 section 5, RFC 3414 section 2.2)."""

import secrets
from typing import Final

from probes.snmp.fast.usm_clock import LAST_BOOT, TIME_WINDOW, UsmClock

# RFC 3411, SnmpEngineID: an enterprise's number with the highest bit set, then 5 for octets of its own choice.
# 32473 is the number for those that have none (RFC 5612).
_HEAD: Final = (1 << 31 | 32473).to_bytes(4, "big") + b"\x05"
_CHOSEN_OCTETS: Final = 12


def new_engine_id() -> bytes:
    """One that no other engine has."""
    return _HEAD + secrets.token_bytes(_CHOSEN_OCTETS)


class OwnEngine:
    """`boots` counts the starts with this engine ID; `started_at` and every `now` are seconds, monotonic."""

    def __init__(self, engine_id: bytes, boots: int, started_at: float) -> None:
        self.engine_id = engine_id
        self.boots = boots
        self._clock = UsmClock(boots, 0, started_at)

    def seconds_at(self, now: float) -> int:
        return self._clock.seconds_at(now)

    def is_timely(self, boots: int, seconds: int, now: float) -> bool:
        """Whether a signed message to us is of now (RFC 3414 section 3.2, 7a)."""
        return boots == self.boots != LAST_BOOT and abs(seconds - self.seconds_at(now)) <= TIME_WINDOW

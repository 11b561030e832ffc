"""Random cookies without a system call for each."""

import secrets
import struct

from probes.icmp.packet import COOKIE_BYTES

_AT_ONCE = 1024
_NUMBERS = struct.Struct(f"={_AT_ONCE}Q")


def fresh_cookies() -> list[int]:
    """Many, each of the system's randomness: nobody who has seen some can tell another."""
    return list(_NUMBERS.unpack(secrets.token_bytes(COOKIE_BYTES * _AT_ONCE)))

"""Random cookies without a system call for each."""

import secrets

from probes.icmp.packet import COOKIE_BYTES

_AT_ONCE = 1024


class Cookies:
    """Each is COOKIE_BYTES of the system's randomness: nobody who has seen some can tell another."""

    def __init__(self) -> None:
        self._stock: list[bytes] = []

    def take(self) -> bytes:
        """One that was never given out before."""
        if not self._stock:
            random = secrets.token_bytes(COOKIE_BYTES * _AT_ONCE)
            self._stock = [random[at : at + COOKIE_BYTES] for at in range(0, len(random), COOKIE_BYTES)]
        return self._stock.pop()

"""How many probes go into one subnet in a moment: a burst into a thin link is lost there, and looks like an outage.

Pure but for its own memory. All times are seconds of one monotonic clock.
"""

import ipaddress
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

WINDOW: Final = 0.1
MOST: Final = 75
"""Probes into one subnet within a window: 750 a second. A subnet whose 250 devices are all being confirmed asks for
500, so this spreads bursts and delays no verdict. Of as many a slot of the schedule holds 50, give or take 6."""

_PREFIX = {4: 24, 6: 64}


def subnet_of(address: str) -> str:
    """The subnet that a literal is taken to be of, /24 or /64; a host name is one of its own."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    network = int(parsed) >> parsed.max_prefixlen - _PREFIX[parsed.version]
    return f"{parsed.version}/{network:x}"


class SubnetCap:
    """Says who may be asked now, and keeps the others until `retry`."""

    def __init__(self, addresses: Mapping[str, str]) -> None:
        self._addresses: Mapping[str, str] = {}
        self._subnets: dict[str, str] = {}
        self._window = -1
        self._admitted: dict[str, int] = {}
        self._held: dict[str, float] = {}
        self.adopt(addresses)

    @property
    def is_holding(self) -> bool:
        return bool(self._held)

    def adopt(self, addresses: Mapping[str, str]) -> None:
        """Whom there is to ask from now on, and where; whoever waits and is not among them waits no more."""
        known, subnets = self._addresses, self._subnets
        self._subnets = {
            device: subnets[device] if known.get(device) == address else subnet_of(address)
            for device, address in addresses.items()
        }
        self._addresses = addresses
        self._held = {device: since for device, since in self._held.items() if device in addresses}

    def admit(self, devices: Iterable[str], now: float) -> list[str]:
        """Those whose subnets have room for them in the present window; the others are kept."""
        admitted, subnets = self._admitted_by(now), self._subnets
        found = []
        for device in devices:
            subnet = subnets[device]
            count = admitted.get(subnet, 0)
            if count < MOST:
                admitted[subnet] = count + 1
                found.append(device)
            else:
                self._held.setdefault(device, now)
        return found

    def shares(self, devices: Iterable[str]) -> Mapping[str, int]:
        """How many of them are of each subnet; as good as the addresses."""
        return Counter(self._subnets[device] for device in devices)

    def admits_all(self, shares: Mapping[str, int], now: float) -> bool:
        """Whether there is room for so many in each subnet, which then have had it; otherwise ask for each."""
        admitted = self._admitted_by(now)
        then = {subnet: admitted.get(subnet, 0) + share for subnet, share in shares.items()}
        if max(then.values(), default=0) > MOST:
            return False
        admitted.update(then)
        return True

    def retry(self, now: float) -> list[str]:
        """Those that were kept and may be asked now."""
        if not self._held:
            return []
        waited, self._held = self._held, {}
        found = self.admit(waited, now)
        self._held = {device: waited[device] for device in self._held}
        return found

    def _admitted_by(self, now: float) -> dict[str, int]:
        window = int(now / WINDOW)
        if window != self._window:
            self._window, self._admitted = window, {}
        return self._admitted

    def lag(self, now: float) -> float:
        """Seconds that the longest waiting of them has waited."""
        return now - min(self._held.values(), default=now)

"""Which MAC address an agent has for an IPv4 address: ipNetToMediaTable (RFC 1213) and ipNetToPhysicalTable (RFC 4293).

A router's table may hold tens of thousands of rows, so it is not walked: the agent's own addresses say on which of its
interfaces an address would stand, and that row is asked for.
"""

from bisect import bisect_left, bisect_right
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Interface
from typing import Final

from probes.snmp.lenient import Lenient
from probes.snmp.mac import mac_of
from probes.snmp.oid import Oid, oid

OWN_ADDRESSES_AT_MOST = 256
ADDRESSES_AT_MOST = 450
"""Ten requests, and ten more where the agent has the newer table alone."""

ADDRESS_INTERFACE: Final = oid("1.3.6.1.2.1.4.20.1.2")
ADDRESS_MASK: Final = oid("1.3.6.1.2.1.4.20.1.3")
MEDIA_MAC: Final = oid("1.3.6.1.2.1.4.22.1.2")
PHYSICAL_MAC: Final = oid("1.3.6.1.2.1.4.35.1.4")


async def own_interfaces(agent: Lenient) -> dict[IPv4Interface, int]:
    """The agent's own addresses with their networks, and the ifIndex each stands on."""
    rows = await agent.walk(ADDRESS_INTERFACE, OWN_ADDRESSES_AT_MOST)
    masks = await agent.get(tuple((*ADDRESS_MASK, *index) for index, _ in rows))
    found: dict[IPv4Interface, int] = {}
    for index, value in rows:
        address, mask = _address(index), masks.get((*ADDRESS_MASK, *index))
        if address is None or not isinstance(value, int) or not isinstance(mask, bytes) or len(mask) != 4:
            continue
        try:
            found[IPv4Interface(f"{address}/{IPv4Address(mask)}")] = value
        except ValueError:  # a mask with holes
            continue
    return found


async def resolve(
    agent: Lenient, own: dict[IPv4Interface, int], addresses: frozenset[str]
) -> tuple[tuple[str, str], ...]:
    """(address, MAC) of those of `addresses` that stand in a network of the agent's and are known to it."""
    mine = {interface.ip for interface in own}
    places: dict[IPv4Address, int] = {}
    for interface, index in own.items():
        for address in _within(interface, addresses):
            if address not in mine:
                places.setdefault(address, index)
    asked = sorted(places.items())[:ADDRESSES_AT_MOST]
    values = await agent.get(tuple(_media_row(address, index) for address, index in asked))
    found = {address: mac for address, index in asked if (mac := mac_of(values.get(_media_row(address, index))))}
    left = [(address, index) for address, index in asked if address not in found]
    if left and not found:
        values = await agent.get(tuple(_physical_row(address, index) for address, index in left))
        found |= {address: mac for address, index in left if (mac := mac_of(values.get(_physical_row(address, index))))}
    return tuple((str(address), mac) for address, mac in found.items())


@lru_cache(4)
def _in_order(addresses: frozenset[str]) -> tuple[IPv4Address, ...]:
    """Remembered: every agent is asked about the same ones, which are a whole city's."""
    return tuple(sorted(map(IPv4Address, addresses), key=int))


def _within(interface: IPv4Interface, addresses: frozenset[str]) -> tuple[IPv4Address, ...]:
    """Those that stand in the interface's network, the first of them where they are too many to be asked for."""
    known, network = _in_order(addresses), interface.network
    begin = bisect_left(known, network.network_address)
    end = bisect_right(known, network.broadcast_address)
    return known[begin : min(end, begin + ADDRESSES_AT_MOST + OWN_ADDRESSES_AT_MOST)]


def _media_row(address: IPv4Address, index: int) -> Oid:
    return (*MEDIA_MAC, index, *address.packed)


def _physical_row(address: IPv4Address, index: int) -> Oid:
    """Indexed by interface, family ipv4(1), length and octets."""
    return (*PHYSICAL_MAC, index, 1, 4, *address.packed)


def _address(index: Oid) -> IPv4Address | None:
    return IPv4Address(bytes(index)) if len(index) == 4 and max(index) < 256 else None

"""Which port of a parent leads to a device, and how it is known. Pure.

In this order: what stands at the other end says so itself (LLDP, CDP, MNDP); somebody has written it on the port; of
the devices below the parent, only this one, and what lies behind it, has been heard there (the bridge's forwarding
database).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from ipaddress import ip_address

from netwatch.core.agent import AgentState
from netwatch.core.port_alias import names
from netwatch.inventory.model import Device, Inventory
from netwatch.inventory.topology import descendants
from probes.snmp.surroundings import LocalPort, Neighbour, Surroundings

HEARD_AT_MOST = 2_000
"""Devices below one parent whose MAC addresses are looked at."""


class Why(Enum):
    NEIGHBOUR = "the neighbour says so"
    ALIAS = "somebody has written so"
    HEARD = "only it is heard there"


@dataclass(frozen=True, slots=True)
class Lead:
    """A port of `parent`. `reason` says in English how it is known that it leads to the device."""

    parent: str
    port: LocalPort
    why: Why
    reason: str


@dataclass(frozen=True)
class Surveys:
    """What the agents' surveys amount to together: whose MAC addresses are whose, and who is called what."""

    inventory: Inventory
    agents: Mapping[str, AgentState]
    around: Mapping[str, Surroundings]
    _below: dict[str, frozenset[str]] = field(default_factory=dict, repr=False)

    def macs_of(self, device: str) -> frozenset[str]:
        """Its own, as its agent tells them, and the one that its address was resolved to; none that another has too."""
        return self._macs.get(device, frozenset())

    def addresses_of(self, device: str) -> frozenset[str]:
        """The inventory's, and those of its interfaces that no other device has: many have 127.0.0.1, and many routers
        the same address towards the people behind them."""
        return self._addresses.get(device, frozenset()) | {self.inventory.devices[device].address}

    def is_called(self, device: str, name: str) -> bool:
        """Whether it and no other device of the inventory calls itself `name`, with or without its domain."""
        return bool(name) and self._names.get(_short(name)) == device

    def below(self, device: str) -> frozenset[str]:
        """The devices that are reached through it, and itself."""
        if device not in self._below:
            self._below[device] = frozenset((device, *descendants(self.inventory, device)))
        return self._below[device]

    @cached_property
    def _macs(self) -> Mapping[str, frozenset[str]]:
        resolved = {address: mac for each in self.around.values() for address, mac in each.resolved}
        own = {device: set(each.macs) for device, each in self.around.items()}
        for device in self.inventory.devices.values():
            if device.address in resolved:
                # a router that answers for a network behind it (proxy ARP) lends its own to many
                own.setdefault(device.id, set()).add(resolved[device.address])
        return _nobody_elses(own)

    @cached_property
    def _addresses(self) -> Mapping[str, frozenset[str]]:
        theirs = {device.address for device in self.inventory.devices.values()}
        return _nobody_elses(
            {
                device: {text for text in each.addresses - theirs if not ip_address(text).is_loopback}
                for device, each in self.around.items()
            }
        )

    @cached_property
    def _names(self) -> Mapping[str, str | None]:
        found: dict[str, str | None] = {}
        for device in self.inventory.devices.values():
            agent = self.agents.get(device.id)
            own = agent.last.name if agent is not None and agent.last is not None else None
            for name in {_short(device.id), _short(device.name), *([_short(own)] if own else [])}:
                found[name] = device.id if found.get(name, device.id) == device.id else None
        return found


def leads_to(parent: str, device: str, surveys: Surveys) -> tuple[Lead, ...]:
    """The parent's ports that lead to the device; several are bundled, or redundant. Empty where nothing tells."""
    around, inventory = surveys.around.get(parent), surveys.inventory
    if around is None or parent not in inventory.devices or device not in inventory.devices:
        return ()
    return (
        _by_neighbours(parent, device, around.neighbours, surveys)
        or _by_alias(parent, inventory.devices[device], around.ports)
        or _by_frames(parent, device, around, surveys)
    )


def _by_neighbours(
    parent: str, device: str, neighbours: Iterable[Neighbour], surveys: Surveys
) -> tuple[Lead, ...]:
    found: dict[int, Lead] = {}
    by_name: dict[int, tuple[Lead, str]] = {}
    addresses, macs = surveys.addresses_of(device), surveys.macs_of(device)
    for neighbour in neighbours:
        told = f"{neighbour.protocol} at {parent} {neighbour.port.name} shows"
        address = next((each for each in neighbour.addresses if each in addresses), None)
        if address is not None:
            reason = f"{told} the address {address}"
        elif neighbour.chassis in macs:
            reason = f"{told} the MAC address {neighbour.chassis}"
        elif surveys.is_called(device, neighbour.name):
            lead = Lead(parent, neighbour.port, Why.NEIGHBOUR, f"{told} the name {neighbour.name!r}")
            by_name[neighbour.port.index] = (lead, neighbour.chassis)
            continue
        else:
            continue
        found.setdefault(neighbour.port.index, Lead(parent, neighbour.port, Why.NEIGHBOUR, reason))
    # Factories give a name to thousands: it is somebody's name only where one device alone bears it.
    if not found and len({chassis for _, chassis in by_name.values()}) == 1:
        return tuple(lead for lead, _ in by_name.values())
    return tuple(found.values())


def _by_alias(parent: str, device: Device, ports: Iterable[LocalPort]) -> tuple[Lead, ...]:
    return tuple(
        Lead(parent, port, Why.ALIAS, f"{parent} {port.name} is described as {port.alias!r}")
        for port in ports
        if names(port.alias, device)
    )


def _by_frames(parent: str, device: str, around: Surroundings, surveys: Surveys) -> tuple[Lead, ...]:
    """A device's frames may come in at one port alone, and no others' may that lie below the parent."""
    heard: dict[str, LocalPort] = {each.mac: each.port for each in around.learnt}
    own = {heard[mac].index: (heard[mac], mac) for mac in surveys.macs_of(device) if mac in heard}
    if len(own) != 1:
        return ()
    (port, mac), = own.values()
    behind = surveys.below(device)
    others = (each for each in sorted(surveys.below(parent))[:HEARD_AT_MOST] if each not in behind and each != parent)
    if any(heard[mac].index == port.index for each in others for mac in surveys.macs_of(each) if mac in heard):
        return ()
    return (Lead(parent, port, Why.HEARD, f"{parent} hears {mac} of {device} at {port.name}, and of no other child"),)


def _nobody_elses(own: Mapping[str, Iterable[str]]) -> dict[str, frozenset[str]]:
    """Of what each device has, what it has alone."""
    owners: dict[str, set[str]] = {}
    for device, values in own.items():
        for value in values:
            owners.setdefault(value, set()).add(device)
    return {device: frozenset(each for each in values if len(owners[each]) == 1) for device, values in own.items()}


def _short(name: str) -> str:
    """Without the domain, but an address that serves as a name stays whole."""
    first = name.casefold().strip().partition(".")[0]
    return name.casefold().strip() if first.isdecimal() else first

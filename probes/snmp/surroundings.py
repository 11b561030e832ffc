"""What an agent tells of the devices around it, and of the ports that lead to them."""

from dataclasses import dataclass
from enum import StrEnum

from probes.snmp.reading import AdminStatus, OperStatus, SnmpFailure


class Protocol(StrEnum):
    """How the agent came to know a neighbour."""

    LLDP = "LLDP"
    CDP = "CDP"
    MNDP = "MNDP"


@dataclass(frozen=True, slots=True)
class LocalPort:
    """`name` is ifName, or ifDescr where the agent has none; `alias` what somebody has written on it."""

    index: int
    name: str
    alias: str = ""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """What stands at the other end of `port`, in its own words; empty is what it does not say.

    `addresses` are its management addresses, `chassis` is its MAC (`00:1a:…`) or another identifier, `port_id` the
    port of its own that the cable ends in.
    """

    port: LocalPort
    protocol: Protocol
    name: str = ""
    addresses: tuple[str, ...] = ()
    chassis: str = ""
    port_id: str = ""


@dataclass(frozen=True, slots=True)
class Learnt:
    """Frames of `mac` come in at `port` (the bridge's forwarding database)."""

    mac: str
    port: LocalPort


@dataclass(frozen=True, slots=True)
class Surroundings:
    """One survey, done at `at` (seconds of the engine's clock).

    `macs` and `addresses` are the agent's own; `resolved` are (IPv4 address, MAC) of others (ARP). Of the forwarding
    database and of ARP only what was wanted is there. `complete`: the agent answered everything.
    """

    key: str
    at: float
    ports: tuple[LocalPort, ...] = ()
    neighbours: tuple[Neighbour, ...] = ()
    learnt: tuple[Learnt, ...] = ()
    resolved: tuple[tuple[str, str], ...] = ()
    macs: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whom to look for in ARP (`addresses`, IPv4) and in the forwarding database (`macs`)."""

    addresses: frozenset[str] = frozenset()
    macs: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class PortReading:
    """A port as it is now. `unchanged_for`: seconds since it came into this state, None where the agent does not
    tell (ifLastChange)."""

    port: LocalPort
    admin: AdminStatus | None
    oper: OperStatus | None
    unchanged_for: float | None


@dataclass(frozen=True, slots=True)
class PortsReading:
    key: str
    at: float
    ports: tuple[PortReading, ...]


SurveyResult = Surroundings | SnmpFailure
PortsResult = PortsReading | SnmpFailure

"""The agent's own ports, by whatever another table calls them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from probes.snmp.lenient import Lenient
from probes.snmp.mac import mac_of
from probes.snmp.oid import DOT1D_BASE_PORT_IF_INDEX, IF_ALIAS, IF_DESCR, IF_NAME, IF_PHYS_ADDRESS
from probes.snmp.surroundings import LocalPort
from probes.snmp.text import text_of

PORTS_AT_MOST = 1024
"""Interfaces that are looked at; those of dial-in customers stand behind the hardware's."""


@dataclass(frozen=True, slots=True)
class LocalPorts:
    """By ifIndex: the ports, their descriptions and MAC addresses. `of_bridge`: ifIndex by dot1dBasePort."""

    by_index: Mapping[int, LocalPort] = field(default_factory=dict)
    descriptions: Mapping[int, str] = field(default_factory=dict)
    macs: Mapping[int, str] = field(default_factory=dict)
    of_bridge: Mapping[int, int] = field(default_factory=dict)

    def called(self, name: str) -> LocalPort | None:
        """By ifName, else by ifDescr, else by ifAlias; None where none or several bear it."""
        if not name:
            return None
        names = {index: port.name for index, port in self.by_index.items()}
        aliases = {index: port.alias for index, port in self.by_index.items()}
        return self._only(names, name) or self._only(self.descriptions, name) or self._only(aliases, name)

    def with_mac(self, mac: str) -> LocalPort | None:
        """None where none or several have it, as the interfaces on top of each other of one device do."""
        return self._only(self.macs, mac)

    def at_bridge_port(self, number: int) -> LocalPort | None:
        """A bridge that does not tell its ports' ifIndexes numbers them alike."""
        index = self.of_bridge.get(number) if self.of_bridge else number
        return None if index is None else self.by_index.get(index)

    def _only(self, column: Mapping[int, str], wanted: str) -> LocalPort | None:
        found = [index for index, value in column.items() if value == wanted and index in self.by_index]
        return self.by_index[found[0]] if len(found) == 1 else None


async def find_local_ports(agent: Lenient) -> LocalPorts:
    """A few requests for each of five columns."""
    columns = []
    for column in (IF_NAME, IF_DESCR, IF_ALIAS):
        rows = await agent.walk(column, PORTS_AT_MOST)
        columns.append({index[0]: text for index, value in rows if len(index) == 1 and (text := text_of(value))})
    names, descriptions, aliases = columns
    macs = await agent.walk(IF_PHYS_ADDRESS, PORTS_AT_MOST)
    bridge = await agent.walk(DOT1D_BASE_PORT_IF_INDEX, PORTS_AT_MOST)
    return LocalPorts(
        {
            index: LocalPort(index, names.get(index) or descriptions[index], aliases.get(index, ""))
            for index in _sorted(names, descriptions)
        },
        descriptions,
        {index[0]: mac for index, value in macs if len(index) == 1 and (mac := mac_of(value)) is not None},
        {index[0]: value for index, value in bridge if len(index) == 1 and isinstance(value, int) and value > 0},
    )


def _sorted(*columns: Mapping[int, str]) -> Iterable[int]:
    return sorted({index for column in columns for index in column})

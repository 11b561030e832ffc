"""Which row of the agent's ifTable a watched interface is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from probes.snmp.oid import (
    IF_ADMIN_STATUS,
    IF_ALIAS,
    IF_HC_IN_OCTETS,
    IF_HC_IN_UCAST_PKTS,
    IF_HC_OUT_OCTETS,
    IF_HC_OUT_UCAST_PKTS,
    IF_HIGH_SPEED,
    IF_IN_DISCARDS,
    IF_IN_ERRORS,
    IF_IN_OCTETS,
    IF_IN_UCAST_PKTS,
    IF_OPER_STATUS,
    IF_OUT_DISCARDS,
    IF_OUT_ERRORS,
    IF_OUT_OCTETS,
    IF_OUT_UCAST_PKTS,
    IF_SPEED,
    Oid,
)
from probes.snmp.question import Value
from probes.snmp.text import text_of

_ALWAYS = (
    IF_ALIAS, IF_ADMIN_STATUS, IF_OPER_STATUS, IF_IN_ERRORS, IF_OUT_ERRORS, IF_IN_DISCARDS, IF_OUT_DISCARDS
)
_COUNTERS_64 = (IF_HC_IN_UCAST_PKTS, IF_HC_OUT_UCAST_PKTS, IF_HC_IN_OCTETS, IF_HC_OUT_OCTETS, IF_HIGH_SPEED)
_COUNTERS_32 = (IF_IN_UCAST_PKTS, IF_OUT_UCAST_PKTS, IF_IN_OCTETS, IF_OUT_OCTETS, IF_SPEED)


@lru_cache(4096)
def _oids(index: int, label: Oid, counter_bits: int) -> tuple[Oid, ...]:
    """Remembered: a thousand switches have a first port each, and share its numbers."""
    counters = _COUNTERS_64 if counter_bits == 64 else _COUNTERS_32
    return tuple((*column, index) for column in (label, *_ALWAYS, *counters))


@dataclass(frozen=True, slots=True)
class Row:
    """`label` is the column, ifName or ifDescr, that holds `name` at `index`.

    `oids` are that, ifAlias, ifAdminStatus, ifOperStatus, errors, discards, packets and octets, each in and out, and
    speed, at `index`: made once, for they are asked in every poll.
    """

    name: str
    index: int
    label: Oid
    counter_bits: int = 64
    oids: tuple[Oid, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "oids", _oids(self.index, self.label, self.counter_bits))

    def is_named(self, label: Value | None) -> bool:
        """Whether the interface at the index still bears the name: agents renumber, at a reboot or before."""
        return text_of(label) == self.name

    def lacks_64_bits(self, values: Mapping[Oid, Value]) -> bool:
        *_, into, out, _ = self.oids
        return self.counter_bits == 64 and into not in values and out not in values


@dataclass(frozen=True, slots=True)
class InterfaceMap:
    rows: tuple[Row, ...] = ()
    missing: tuple[str, ...] = ()

    def oids(self) -> tuple[Oid, ...]:
        return tuple(oid for row in self.rows for oid in row.oids)

    def without_64_bits(self, values: Mapping[Oid, Value]) -> "InterfaceMap":
        """The same map, with the 32-bit counters of those interfaces that `values` has no others of."""
        if not any(row.lacks_64_bits(values) for row in self.rows):
            return self
        return replace(
            self,
            rows=tuple(replace(row, counter_bits=32) if row.lacks_64_bits(values) else row for row in self.rows),
        )


def find(names: Iterable[str], label: Oid, column: Iterable[tuple[Oid, Value]]) -> tuple[Row, ...]:
    """The rows of the walked column `label` that bear one of `names`; the first, where several do."""
    wanted = set(names)
    found: dict[str, Row] = {}
    for index, value in column:
        name = text_of(value)
        if name in wanted and name not in found and len(index) == 1:
            found[name] = Row(name, index[0], label)
    return tuple(found.values())

"""Which row of the agent's ifTable a watched interface is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from probes.snmp.oid import (
    IF_ADMIN_STATUS,
    IF_ALIAS,
    IF_HC_IN_OCTETS,
    IF_HC_OUT_OCTETS,
    IF_HIGH_SPEED,
    IF_IN_ERRORS,
    IF_IN_OCTETS,
    IF_OPER_STATUS,
    IF_OUT_ERRORS,
    IF_OUT_OCTETS,
    IF_SPEED,
    Oid,
)
from probes.snmp.question import Value
from probes.snmp.text import text_of

_ALWAYS = (IF_ALIAS, IF_ADMIN_STATUS, IF_OPER_STATUS, IF_IN_ERRORS, IF_OUT_ERRORS)
_COUNTERS_64 = (IF_HC_IN_OCTETS, IF_HC_OUT_OCTETS, IF_HIGH_SPEED)
_COUNTERS_32 = (IF_IN_OCTETS, IF_OUT_OCTETS, IF_SPEED)


@dataclass(frozen=True, slots=True)
class Row:
    """`label` is the column, ifName or ifDescr, that holds `name` at `index`."""

    name: str
    index: int
    label: Oid
    counter_bits: int = 64

    @property
    def counters(self) -> tuple[Oid, Oid, Oid]:
        """The columns of octets in, octets out and speed."""
        return _COUNTERS_64 if self.counter_bits == 64 else _COUNTERS_32

    def oids(self) -> tuple[Oid, ...]:
        return tuple((*column, self.index) for column in (self.label, *_ALWAYS, *self.counters))

    def is_at_home(self, values: Mapping[Oid, Value]) -> bool:
        """Whether the interface at the index still bears the name: agents renumber, at a reboot or before."""
        return text_of(values.get((*self.label, self.index))) == self.name

    def lacks_counters(self, values: Mapping[Oid, Value]) -> bool:
        into, out, _ = self.counters
        return (*into, self.index) not in values and (*out, self.index) not in values


@dataclass(frozen=True, slots=True)
class InterfaceMap:
    rows: tuple[Row, ...] = ()
    missing: tuple[str, ...] = ()

    def oids(self) -> tuple[Oid, ...]:
        return tuple(oid for row in self.rows for oid in row.oids())

    def without_64_bits(self, values: Mapping[Oid, Value]) -> "InterfaceMap":
        """The same map, with the 32-bit counters of those interfaces that `values` has no others of."""
        return replace(
            self,
            rows=tuple(replace(row, counter_bits=32) if row.lacks_counters(values) else row for row in self.rows),
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

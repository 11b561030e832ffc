"""Numbers that agents show of their own health: where they stand, and how they are read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from probes.snmp.oid import Oid
from probes.snmp.question import Value
from probes.snmp.text import text_of

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class GaugeTable:
    """A column of numbers of one kind. A scalar is a column with the one index 0.

    A number is `value × factor + offset`. `names` (the first that is not empty counts) and `limit` are columns with
    the same index, `limit` in the units of `value`. `where`: only rows whose column has that number. `scale` and
    `precision` are the columns of ENTITY-SENSOR-MIB that say how the value is written. `label` names a row that
    has no name. `sparse`: most rows are of parts that have no such number, and say 0. `absent` is the value that a
    missing sensor has. `called`: of a table of many kinds, only rows whose name holds this.
    """

    mib: str
    value: Oid
    label: str
    names: tuple[Oid, ...] = ()
    limit: Oid | None = None
    where: tuple[Oid, int] | None = None
    scale: Oid | None = None
    precision: Oid | None = None
    factor: float = 1.0
    offset: float = 0.0
    sparse: bool = False
    absent: int | None = None
    called: re.Pattern[str] | None = None

    @property
    def anchor(self) -> Oid:
        """The column that is walked to find the rows."""
        return self.where[0] if self.where is not None else self.value

    @property
    def columns(self) -> tuple[Oid, ...]:
        """What has to be known of a row to read it from then on."""
        others = (self.limit, self.scale, self.precision)
        return (self.value, *self.names, *(column for column in others if column is not None))


@dataclass(frozen=True, slots=True)
class Gauge:
    """One number that is read with every poll."""

    name: str
    oid: Oid
    factor: float = 1.0
    offset: float = 0.0
    limit: float | None = None
    absent: int | None = None

    def read(self, values: Mapping[Oid, Value]) -> float | None:
        """The number, None where the agent does not show one now."""
        raw = number_of(values.get(self.oid))
        return None if raw is None or raw == self.absent else raw * self.factor + self.offset


def number_of(value: Value | None) -> float | None:
    """An integer, or the first number in what the agent writes as text: `9.4`, `52 PERCENT`, `cpu-usage: 1.52%`."""
    if isinstance(value, int):
        return float(value)
    found = _NUMBER.search(text_of(value) or "")
    return float(found[0]) if found is not None else None

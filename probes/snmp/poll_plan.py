"""What one poll of an agent asks for, and where in the answer each thing stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from probes.snmp.health_map import NO_SIGNS, HealthMap, HealthReading
from probes.snmp.interface_map import InterfaceMap, Row
from probes.snmp.oid import (
    HR_SYSTEM_UPTIME,
    IF_NUMBER,
    IF_TABLE_LAST_CHANGE,
    LLDP_CHANGED,
    SNMP_ENGINE_TIME,
    SYS_DESCR,
    SYS_NAME,
    SYS_UP_TIME,
    Oid,
)
from probes.snmp.question import Question, Value

SYSTEM: Final[tuple[Oid, ...]] = (
    SYS_UP_TIME, SYS_NAME, SYS_DESCR, SNMP_ENGINE_TIME, HR_SYSTEM_UPTIME, LLDP_CHANGED
)
_TABLE: Final[tuple[Oid, ...]] = (IF_NUMBER, IF_TABLE_LAST_CHANGE)

Values = Sequence[Value | None]
"""Of the objects of a plan's question, in their order; None for those that the agent lacks."""

Table = tuple[Value | None, Value | None]
"""ifNumber and ifTableLastChange: what shows that rows came or went."""

NO_TABLE: Final[Table] = (None, None)
NO_HEALTH: Final = HealthMap()
_REMEMBERED: Final = 1024


@dataclass(frozen=True, slots=True)
class PollPlan:
    """The system comes first, then, with `has_table`, what tells changes of ifTable, then the rows of `interfaces` and
    the objects of `health`."""

    interfaces: InterfaceMap
    health: HealthMap = NO_HEALTH
    has_table: bool = False
    question: Question = field(init=False, repr=False, compare=False)
    rows: tuple[tuple[Row, slice], ...] = field(init=False, repr=False, compare=False)
    """Of each watched interface, where the values of its `oids` stand."""
    health_from: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        oids, rows = [*SYSTEM, *(_TABLE if self.has_table else ())], []
        for row in self.interfaces.rows:
            rows.append((row, slice(len(oids), len(oids) + len(row.oids))))
            oids += row.oids
        object.__setattr__(self, "health_from", len(oids))
        oids += self.health.oids()
        object.__setattr__(self, "question", Question(tuple(oids)))
        object.__setattr__(self, "rows", tuple(rows))

    def in_order(self, values: Mapping[Oid, Value]) -> Values:
        return tuple(map(values.get, self.question.oids))

    def table_in(self, values: Values) -> Table:
        return (values[len(SYSTEM)], values[len(SYSTEM) + 1]) if self.has_table else NO_TABLE

    def signs_in(self, values: Values) -> Mapping[Oid, Value]:
        """What the agent shows of the objects of its health."""
        found = zip(self.question.oids[self.health_from :], values[self.health_from :], strict=True)
        return {oid: value for oid, value in found if value is not None}

    def health_in(self, values: Values) -> HealthReading:
        return self.health.read(self.signs_in(values)) if self.health_from < len(values) else NO_SIGNS


@lru_cache(_REMEMBERED)
def plan_for(interfaces: InterfaceMap, health: HealthMap = NO_HEALTH, has_table: bool = False) -> PollPlan:
    """Remembered: devices of a kind share one, and what they share stays in the processor's cache."""
    return PollPlan(interfaces, health, has_table)

"""Finds out which tables of health an agent has."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from probes.snmp.agent import Agent
from probes.snmp.cpu_tables import CPU_TABLES, Joined
from probes.snmp.gauge import Gauge, GaugeTable, number_of
from probes.snmp.health_map import HOTTEST, HealthMap
from probes.snmp.oid import Oid
from probes.snmp.question import Value
from probes.snmp.reading import FailureKind
from probes.snmp.temperature_tables import DEVICE_TABLES, EXTRA_TABLES
from probes.snmp.text import text_of
from probes.snmp.trouble import Trouble
from probes.snmp.ups_objects import UPS_OBJECTS, UpsObjects

PROCESSORS_AT_MOST = 32
SENSORS_AT_MOST = 16
"""A chassis has hundreds, most of them in transceivers: the hottest tell, and a poll stays small."""

NAME_AT_MOST = 40

_T = TypeVar("_T")


async def find_health(agent: Agent) -> HealthMap:
    """Two requests, and a few for each table that is there.

    What an agent answers with an error or not at all is taken for absent, and the map is not complete: agents
    choke on tables, and a poll must not fail for it. Raises Trouble of kind ERROR alone.
    """
    search = _Search(agent)
    processors, joined = await search.processors()
    found = HealthMap(processors, joined, await search.temperatures(), await search.ups())
    return replace(found, complete=search.complete)


class _Search:
    def __init__(self, agent: Agent) -> None:
        self._agent = agent
        self._there: set[Oid] | None = None
        self.complete = True

    async def processors(self) -> tuple[tuple[Gauge, ...], Joined]:
        for table, joined in CPU_TABLES:
            gauges = await self._gauges(table)
            busy = [gauge for gauge in gauges if gauge[1] > 0] if table.sparse else gauges
            chosen = tuple(gauge for gauge, _ in (busy or gauges)[:PROCESSORS_AT_MOST])
            if chosen:
                return chosen, joined
        return (), Joined.HIGHEST

    async def temperatures(self) -> tuple[Gauge, ...]:
        sensors: list[tuple[Gauge, float]] = []
        found_by: str | None = None
        for table in DEVICE_TABLES:
            if found_by in (None, table.mib):
                new = self._plausible(await self._gauges(table))
                found_by = table.mib if new else found_by
                sensors += new
        for table in EXTRA_TABLES:
            sensors += self._plausible(await self._gauges(table))
        hottest = sorted(sensors, key=lambda sensor: -sensor[1])[:SENSORS_AT_MOST]
        return _distinct([gauge for gauge, celsius in sensors if (gauge, celsius) in hottest])

    async def ups(self) -> UpsObjects | None:
        outputs = tuple(ups.output for ups in UPS_OBJECTS)
        no_values: dict[Oid, Value] = {}
        values = await self._or_else(no_values, lambda: self._agent.get(outputs))
        return next((ups for ups in UPS_OBJECTS if isinstance(values.get(ups.output), int)), None)

    def _plausible(self, gauges: Sequence[tuple[Gauge, float]]) -> list[tuple[Gauge, float]]:
        """0 and less is what agents say of a sensor that is not there: nothing freezes in this city."""
        return [(gauge, celsius) for gauge, celsius in gauges if 0 < celsius < HOTTEST]

    async def _gauges(self, table: GaugeTable) -> list[tuple[Gauge, float]]:
        """The rows of the table, each with its number now."""
        there = self._there
        if there is None:
            tables = (*(table for table, _ in CPU_TABLES), *DEVICE_TABLES, *EXTRA_TABLES)
            anchors = tuple(dict.fromkeys(table.anchor for table in tables))
            nothing: set[Oid] = set()
            there = self._there = await self._or_else(nothing, lambda: self._agent.columns_with_rows(anchors))
        if table.anchor not in there:
            return []
        no_rows: list[tuple[Oid, Value]] = []
        rows = await self._or_else(no_rows, lambda: self._agent.walk(table.anchor))
        indexes = [index for index, value in rows if table.where is None or value == table.where[1]]
        wanted = tuple((*column, *index) for index in indexes for column in table.columns)
        no_values: dict[Oid, Value] = {}
        values = await self._or_else(no_values, lambda: self._agent.get(wanted))
        found = []
        for index in indexes:
            label = table.label if len(indexes) == 1 else f"{table.label} {'.'.join(map(str, index))}"
            named = (_tidy(text_of(values.get((*column, *index)))) for column in table.names)
            factor = table.factor * _entity_factor(table, index, values)
            raw_limit = number_of(values.get((*table.limit, *index))) if table.limit else None
            limit = None if raw_limit is None else raw_limit * factor + table.offset
            usable = limit is not None and 0 < limit < HOTTEST
            name, where = next(filter(None, named), label), (*table.value, *index)
            gauge = Gauge(name, where, factor, table.offset, limit if usable else None)
            number = gauge.read(values)
            if number is not None:
                found.append((gauge, number))
        return found

    async def _or_else(self, otherwise: _T, ask: Callable[[], Awaitable[_T]]) -> _T:
        try:
            return await ask()
        except Trouble as trouble:
            if trouble.kind is FailureKind.ERROR:
                raise
            self.complete = False
            return otherwise


def _entity_factor(table: GaugeTable, index: Oid, values: dict[Oid, Value]) -> float:
    """RFC 3433: EntitySensorDataScale counts powers of a thousand from units(9); the precision, decimals."""
    if table.scale is None or table.precision is None:
        return 1.0
    scale, precision = values.get((*table.scale, *index)), values.get((*table.precision, *index))
    if not isinstance(scale, int) or not isinstance(precision, int) or abs(precision) > 9 or not 1 <= scale <= 17:
        return 1.0
    return float(10.0 ** (3 * (scale - 9) - precision))


def _tidy(name: str | None) -> str:
    return " ".join((name or "").split())[:NAME_AT_MOST].strip()


def _distinct(gauges: Sequence[Gauge]) -> tuple[Gauge, ...]:
    """Sensors that bear the same name get the number of their row behind it."""
    names = [gauge.name for gauge in gauges]
    return tuple(
        replace(gauge, name=f"{gauge.name} {gauge.oid[-1]}") if names.count(gauge.name) > 1 else gauge
        for gauge in gauges
    )

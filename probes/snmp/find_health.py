"""Finds out which tables of health an agent has."""

from collections.abc import Sequence
from dataclasses import replace

from probes.snmp.cpu_tables import CPU_TABLES, Joined
from probes.snmp.gauge import Gauge, GaugeTable, number_of
from probes.snmp.health_map import COLDEST, HOTTEST, HealthMap
from probes.snmp.lenient import Lenient
from probes.snmp.oid import Oid
from probes.snmp.power_strip import STRIPS, StripObjects
from probes.snmp.question import Value
from probes.snmp.radio_tables import RADIO_TABLES, Radio
from probes.snmp.temperature_tables import DEVICE_TABLES, EXTRA_TABLES
from probes.snmp.text import text_of
from probes.snmp.ups_objects import UPS_OBJECTS, UpsObjects

PROCESSORS_AT_MOST = 32
SENSORS_AT_MOST = 16
"""A chassis has hundreds, most of them in transceivers: the hottest tell, and a poll stays small."""

RADIOS_AT_MOST = 8
NAME_AT_MOST = 40


async def find_health(agent: Lenient) -> HealthMap:
    """Three requests, and a few for each table that is there."""
    tables = (*(table for table, _ in CPU_TABLES), *DEVICE_TABLES, *EXTRA_TABLES)
    columns = (*(table.anchor for table in tables), *(table.signal for table in RADIO_TABLES))
    search = _Search(agent, set(await agent.first_rows(tuple(dict.fromkeys(columns)))))
    processors, joined = await search.processors()
    temperatures, radios = await search.temperatures(), await search.radios()
    ups, power_strip = await search.power()
    return HealthMap(processors, joined, temperatures, ups, power_strip, radios, agent.complete)


class _Search:
    """`there`: the columns that have a row at all."""

    def __init__(self, agent: Lenient, there: set[Oid]) -> None:
        self._agent = agent
        self._there = there

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

    async def power(self) -> tuple[UpsObjects | None, StripObjects | None]:
        """The first known UPS that the agent shows, and the power strip's objects that tell most."""
        outputs = tuple(ups.output for ups in UPS_OBJECTS)
        values = await self._agent.get((*outputs, *(oid for strip in STRIPS for oid in strip.oids())))
        strips = sorted(STRIPS, key=lambda strip: strip.read(values).how_much_it_tells, reverse=True)
        ups = next((ups for ups in UPS_OBJECTS if isinstance(values.get(ups.output), int)), None)
        return ups, strips[0] if strips[0].read(values).how_much_it_tells else None

    async def radios(self) -> tuple[Radio, ...]:
        for table in RADIO_TABLES:
            if table.signal in self._there:
                rows = await self._agent.walk(table.signal, RADIOS_AT_MOST)
                names = await self._agent.get(tuple((*table.name, *index) for index, _ in rows))
                return tuple(
                    Radio(_tidy(text_of(names.get((*table.name, *index)))), table, index) for index, _ in rows
                )
        return ()

    def _plausible(self, gauges: Sequence[tuple[Gauge, float]]) -> list[tuple[Gauge, float]]:
        return [(gauge, celsius) for gauge, celsius in gauges if COLDEST < celsius < HOTTEST]

    async def _gauges(self, table: GaugeTable) -> list[tuple[Gauge, float]]:
        """The rows of the table, each with its number now."""
        if table.anchor not in self._there:
            return []
        rows = await self._agent.walk(table.anchor)
        indexes = [index for index, value in rows if table.where is None or value == table.where[1]]
        wanted = tuple((*column, *index) for index in indexes for column in table.columns)
        values = await self._agent.get(wanted)
        found = []
        for index in indexes:
            label = table.label if len(indexes) == 1 else f"{table.label} {'.'.join(map(str, index))}"
            named = (_tidy(text_of(values.get((*column, *index)))) for column in table.names)
            factor = table.factor * _entity_factor(table, index, values)
            raw_limit = number_of(values.get((*table.limit, *index))) if table.limit else None
            limit = None if raw_limit is None else raw_limit * factor + table.offset
            usable = limit is not None and COLDEST < limit < HOTTEST
            name, where = next(filter(None, named), label), (*table.value, *index)
            if table.called is not None and not table.called.search(name):
                continue
            gauge = Gauge(name, where, factor, table.offset, limit if usable else None, table.absent)
            number = gauge.read(values)
            if number is not None:
                found.append((gauge, number))
        return found


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

"""Which of the known tables an agent has: learnt once, read with every poll."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from probes.snmp.cpu_tables import Joined
from probes.snmp.gauge import Gauge
from probes.snmp.oid import Oid
from probes.snmp.power_strip import StripObjects
from probes.snmp.question import Value
from probes.snmp.radio_tables import Radio
from probes.snmp.reading import PowerStripReading, RadioReading, TemperatureReading, UpsReading
from probes.snmp.ups_objects import UpsObjects

COLDEST, HOTTEST = 0.0, 150.0
"""Degrees Celsius: what does not lie between stands for a sensor that is absent or broken (0, -1, 255, 65535 …):
nothing freezes in this city."""


class HealthReading(NamedTuple):
    """`cpu` in percent; None is what the agent does not tell, or did not this time."""

    cpu: float | None = None
    temperatures: tuple[TemperatureReading, ...] = ()
    ups: UpsReading | None = None
    power_strip: PowerStripReading | None = None
    radios: tuple[RadioReading, ...] = ()


NO_SIGNS: Final = HealthReading()


@dataclass(frozen=True, slots=True)
class HealthMap:
    """`complete`: the agent answered everything that was asked to find out."""

    processors: tuple[Gauge, ...] = ()
    joined: Joined = Joined.HIGHEST
    temperatures: tuple[Gauge, ...] = ()
    ups: UpsObjects | None = None
    power_strip: StripObjects | None = None
    radios: tuple[Radio, ...] = ()
    complete: bool = True

    def oids(self) -> tuple[Oid, ...]:
        gauges = tuple(gauge.oid for gauge in (*self.processors, *self.temperatures))
        sets = (self.ups, self.power_strip, *self.radios)
        return gauges + tuple(oid for each in sets if each is not None for oid in each.oids())

    def has_gone(self, values: Mapping[Oid, Value]) -> bool:
        """Whether something that was found before does not answer any more."""
        gauges = (gauge.oid for gauge in (*self.processors, *self.temperatures))
        return any(oid not in values for oid in gauges) or (self.ups is not None and self.ups.output not in values)

    def read(self, values: Mapping[Oid, Value]) -> HealthReading:
        return HealthReading(
            self.cpu_in(values),
            self.temperatures_in(values),
            self.ups.read(values) if self.ups is not None else None,
            self.power_strip.read(values) if self.power_strip is not None else None,
            tuple(radio.read(values) for radio in self.radios),
        )

    def cpu_in(self, values: Mapping[Oid, Value]) -> float | None:
        """Percent."""
        loads = [load for each in self.processors if (load := each.read(values)) is not None and 0 <= load <= 100]
        if not loads:
            return None
        return round(sum(loads) / len(loads) if self.joined is Joined.MEAN else max(loads), 1)

    def temperatures_in(self, values: Mapping[Oid, Value]) -> tuple[TemperatureReading, ...]:
        return tuple(
            TemperatureReading(gauge.name, round(celsius, 1), gauge.limit)
            for gauge in self.temperatures
            if (celsius := gauge.read(values)) is not None and COLDEST < celsius < HOTTEST
        )

"""What rack power strips (PDUs) carry: PowerNet-MIB of APC, whose rPDU2 objects go before the older rPDU ones."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from probes.snmp.oid import Oid, oid
from probes.snmp.question import Value
from probes.snmp.reading import PowerStripReading


@dataclass(frozen=True, slots=True)
class StripObjects:
    """Columns of one MIB; `amps` and `load` are read at the first row, which is the strip's total or its first phase.

    `watts_each` watts make one step of `watts`; amperes come in tenths. `overloaded` are the values of `load` that
    mean it, `known_loads` all that mean anything.
    """

    watts: Oid
    watts_each: int
    amps: Oid
    load: Oid
    overloaded: frozenset[int]
    known_loads: frozenset[int]

    def oids(self) -> tuple[Oid, ...]:
        return self.watts, self.amps, self.load

    def read(self, values: Mapping[Oid, Value]) -> PowerStripReading:
        watts, amps, load = map(values.get, self.oids())
        return PowerStripReading(
            watts=watts * self.watts_each if isinstance(watts, int) and watts >= 0 else None,
            amps=amps / 10 if isinstance(amps, int) and amps >= 0 else None,
            overloaded=load in self.overloaded if load in self.known_loads else None,
        )


_APC: Final = "1.3.6.1.4.1.318.1.1"

STRIPS: Final[tuple[StripObjects, ...]] = (
    # rPDU2DeviceStatusPower (1/100 kW), rPDU2PhaseStatusCurrent, rPDU2DeviceStatusLoadState: overload(4)
    StripObjects(
        oid(f"{_APC}.26.4.3.1.5.1"), 10, oid(f"{_APC}.26.6.3.1.5.1"), oid(f"{_APC}.26.4.3.1.4.1"), frozenset({4}),
        frozenset({1, 2, 3, 4}),
    ),
    # rPDUIdentDevicePowerWatts, rPDULoadStatusLoad, rPDULoadStatusLoadState: phaseLoadOverload(4)
    StripObjects(
        oid(f"{_APC}.12.1.16.0"), 1, oid(f"{_APC}.12.2.3.1.1.2.1"), oid(f"{_APC}.12.2.3.1.1.3.1"), frozenset({4}),
        frozenset({1, 2, 3, 4}),
    ),
)

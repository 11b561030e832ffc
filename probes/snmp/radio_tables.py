"""Where radio links show how well they hear the other side."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from probes.snmp.oid import Oid, oid
from probes.snmp.question import Value
from probes.snmp.reading import RadioReading


@dataclass(frozen=True, slots=True)
class RadioTable:
    """Columns of one MIB. `signal` and `noise` in dBm, `quality` (CCQ) in percent."""

    mib: str
    signal: Oid
    name: Oid
    noise: Oid | None = None
    quality: Oid | None = None


@dataclass(frozen=True, slots=True)
class Radio:
    """One row, found once and read with every poll. `name` is the network's (SSID)."""

    name: str
    table: RadioTable
    index: Oid

    def oids(self) -> tuple[Oid, ...]:
        columns = (self.table.signal, self.table.noise, self.table.quality)
        return tuple((*column, *self.index) for column in columns if column is not None)

    def read(self, values: Mapping[Oid, Value]) -> RadioReading:
        return RadioReading(
            self.name,
            self._within(values, self.table.signal, -130, -1),
            self._within(values, self.table.noise, -130, -1),
            self._within(values, self.table.quality, 0, 100),
        )

    def _within(self, values: Mapping[Oid, Value], column: Oid | None, lowest: int, highest: int) -> int | None:
        """0 and positive numbers are what a radio says that hears nobody."""
        value = None if column is None else values.get((*column, *self.index))
        return value if isinstance(value, int) and lowest <= value <= highest else None


_AIRMAX: Final = "1.3.6.1.4.1.41112.1.4.5.1"
_MIKROTIK: Final = "1.3.6.1.4.1.14988.1.1.1.1.1"

RADIO_TABLES: Final[tuple[RadioTable, ...]] = (
    # UBNT-AirMAX-MIB ubntWlStatTable
    RadioTable(
        "UBNT-AirMAX-MIB", oid(f"{_AIRMAX}.5"), oid(f"{_AIRMAX}.2"), oid(f"{_AIRMAX}.8"), oid(f"{_AIRMAX}.7")
    ),
    # MIKROTIK-MIB mtxrWlStatTable: what RouterOS shows of an interface in a station mode
    RadioTable("MIKROTIK-MIB", oid(f"{_MIKROTIK}.4"), oid(f"{_MIKROTIK}.5"), quality=oid(f"{_MIKROTIK}.10")),
)

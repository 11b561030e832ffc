"""Where UPSes tell what they run on. The first set that an agent has is used, the standard one before the vendors'."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from probes.snmp.oid import Oid, oid
from probes.snmp.question import Value
from probes.snmp.reading import UpsReading

_UNKNOWN_SECONDS: Final = 65535
"""What MGE and Eaton say for a time that they do not know; in UPS-MIB they make minutes of it."""


@dataclass(frozen=True, slots=True)
class UpsObjects:
    """Scalars of one MIB. `on_battery` and `low` are the values of `output` and `battery` that mean it.

    `left`: the time until the battery is empty, of which `per_minute` make a minute; `unknown_left` means no time.
    """

    mib: str
    output: Oid
    on_battery: frozenset[int]
    battery: Oid | None
    low: frozenset[int]
    charge: Oid
    left: Oid
    per_minute: float
    unknown_left: int | None = None

    def oids(self) -> tuple[Oid, ...]:
        return tuple(each for each in (self.output, self.battery, self.charge, self.left) if each is not None)

    def read(self, values: Mapping[Oid, Value]) -> UpsReading:
        output, battery = values.get(self.output), values.get(self.battery) if self.battery else None
        on_battery = output in self.on_battery if isinstance(output, int) else None
        charge, left = values.get(self.charge), values.get(self.left)
        # without discharge there is no time to tell, and many UPSes say 0 then
        tells_left = isinstance(left, int) and left != self.unknown_left and (left > 0 or (left == 0 and on_battery))
        return UpsReading(
            on_battery=on_battery,
            battery_low=battery in self.low if isinstance(battery, int) else None,
            charge=charge if isinstance(charge, int) and 0 <= charge <= 100 else None,
            minutes=left / self.per_minute if tells_left and isinstance(left, int) else None,
        )


UPS_OBJECTS: Final[tuple[UpsObjects, ...]] = (
    UpsObjects(
        "UPS-MIB",
        output=oid("1.3.6.1.2.1.33.1.4.1.0"),
        on_battery=frozenset({5}),
        battery=oid("1.3.6.1.2.1.33.1.2.1.0"),
        low=frozenset({3, 4}),  # batteryLow, batteryDepleted
        charge=oid("1.3.6.1.2.1.33.1.2.4.0"),
        left=oid("1.3.6.1.2.1.33.1.2.3.0"),
        per_minute=1.0,
        unknown_left=_UNKNOWN_SECONDS // 60,
    ),
    UpsObjects(
        "PowerNet-MIB",
        output=oid("1.3.6.1.4.1.318.1.1.1.4.1.1.0"),
        on_battery=frozenset({3, 11}),  # onBattery, sleepingUntilPowerReturn
        battery=oid("1.3.6.1.4.1.318.1.1.1.2.1.1.0"),
        low=frozenset({3}),
        charge=oid("1.3.6.1.4.1.318.1.1.1.2.2.1.0"),
        left=oid("1.3.6.1.4.1.318.1.1.1.2.2.3.0"),
        per_minute=6000.0,
    ),
    # Eaton's cards have both; this one tells a low battery
    UpsObjects(
        "MG-SNMP-UPS-MIB",
        output=oid("1.3.6.1.4.1.705.1.7.3.0"),
        on_battery=frozenset({1}),
        battery=oid("1.3.6.1.4.1.705.1.5.14.0"),
        low=frozenset({1}),
        charge=oid("1.3.6.1.4.1.705.1.5.2.0"),
        left=oid("1.3.6.1.4.1.705.1.5.1.0"),
        per_minute=60.0,
        unknown_left=_UNKNOWN_SECONDS,
    ),
    UpsObjects(
        "XUPS-MIB",
        output=oid("1.3.6.1.4.1.534.1.4.5.0"),
        on_battery=frozenset({5}),
        battery=None,
        low=frozenset(),
        charge=oid("1.3.6.1.4.1.534.1.2.4.0"),
        left=oid("1.3.6.1.4.1.534.1.2.1.0"),
        per_minute=60.0,
        unknown_left=_UNKNOWN_SECONDS,
    ),
    # PhoenixTec, whose boards sit in UPSes of many names
    UpsObjects(
        "XPPC-MIB",
        output=oid("1.3.6.1.4.1.935.1.1.1.4.1.1.0"),
        on_battery=frozenset({3}),
        battery=oid("1.3.6.1.4.1.935.1.1.1.2.1.1.0"),
        low=frozenset({3}),
        charge=oid("1.3.6.1.4.1.935.1.1.1.2.2.1.0"),
        left=oid("1.3.6.1.4.1.935.1.1.1.2.2.4.0"),
        per_minute=60.0,
    ),
)

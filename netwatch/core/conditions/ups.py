"""`ups`: on battery; worse, on battery and the battery low."""

from netwatch.core.conditions.watched import Finding
from netwatch.core.state import ConditionState
from probes.snmp.reading import UpsReading

KEY = "ups"
ON_BATTERY = "on battery"
BATTERY_LOW = "battery low"
BATTERY_WEAK = "battery weak"
"""Low while the mains are there: it charges, or it is worn."""


def judge_ups(reading: UpsReading) -> Finding | None:
    """None where it tells neither what it runs on nor how its battery is."""
    if reading.on_battery is None and reading.battery_low is None:
        return None
    told_numbers = (("charge", reading.charge), ("minutes", reading.minutes))
    figures = {name: round(number) for name, number in told_numbers if number is not None}
    sign = ""
    if reading.on_battery:
        sign = BATTERY_LOW if reading.battery_low else ON_BATTERY
    elif reading.battery_low:
        sign = BATTERY_WEAK
    told = [sign or "on mains"]
    if reading.charge is not None:
        told.append(f"charge {reading.charge} %")
    if reading.minutes is not None:
        told.append(f"{reading.minutes:.0f} min left")
    state = ConditionState.PROBLEM if sign else ConditionState.OK
    return Finding(KEY, state, ", ".join(told), sign, figures)

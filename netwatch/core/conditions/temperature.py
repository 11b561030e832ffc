"""`temp:NAME`: a sensor above the limit that the device itself tells, else above that of the rules."""

from netwatch.core.conditions.band import Band
from netwatch.core.conditions.watched import Finding
from netwatch.core.state import ConditionState
from probes.snmp.reading import TemperatureReading

LEAST_LIMIT = 1.0
"""Degrees Celsius. A device that tells a lower limit has none: 0 is the field that nobody filled."""


def key_of(sensor: str) -> str:
    return f"temp:{sensor}"


def judge_temperature(reading: TemperatureReading, band: Band, was_tripped: bool) -> Finding:
    """`band` in degrees Celsius."""
    limits, whose = band, "limit"
    if reading.limit is not None and reading.limit >= LEAST_LIMIT:
        limits, whose = band.at(reading.limit), "its own limit"
    tripped = limits.trips(reading.celsius, was_tripped)
    return Finding(
        key_of(reading.name),
        ConditionState.PROBLEM if tripped else ConditionState.OK,
        f"{reading.celsius:.0f} °C, {whose} {limits.problem:g} °C",
        figures={"celsius": round(reading.celsius), "limit": limits.problem},
    )

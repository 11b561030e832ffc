"""A planned time as the inventory writes it: local, in the office's zone."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

_REMEDY = "write for instance 2026-12-01T22:00"


def read_local_time(value: object, zone: ZoneInfo) -> datetime:
    """An aware datetime. A time with its own offset keeps it; one without is local in `zone`.

    Raises ValueError for what is not a time, and for local times that a change of the clocks leaves out or
    gives twice.
    """
    if not isinstance(value, str):
        raise ValueError(f"this is not a time; {_REMEDY}")
    shown = repr(value[:40])
    try:
        time = datetime.fromisoformat(value)
    except ValueError:
        raise ValueError(f"{shown} is not a time; {_REMEDY}") from None
    if ":" not in value:
        raise ValueError(f"{shown} has no time of day; {_REMEDY}")
    if time.tzinfo is not None:
        return time
    local = time.replace(tzinfo=zone)
    if local.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != time:
        raise ValueError(
            f"{shown} does not exist in {zone.key}: the clocks are put forward over it; write another"
        )
    if local.utcoffset() != local.replace(fold=1).utcoffset():
        raise ValueError(
            f"{shown} comes twice in {zone.key}; write the one meant with its offset, {local.isoformat()}"
        )
    return local

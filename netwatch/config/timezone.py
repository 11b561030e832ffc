"""The zone in which people are shown times."""

from typing import Annotated
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator

from netwatch.config.suggestion import did_you_mean

# The cities' names are what people mistype; against the whole key a wrong continent hides the right city.
_INDONESIAN = {"wib": "Asia/Jakarta", "wita": "Asia/Makassar", "wit": "Asia/Jayapura"}


def _timezone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (OSError, ValueError, KeyError):
        shown = repr(value[:60])
        raise ValueError(f"the timezone {shown} is not known{_hint(value)}") from None
    return value


def _hint(value: str) -> str:
    indonesian = _INDONESIAN.get(value.casefold())
    if indonesian:
        return f"; did you mean {indonesian!r}?"
    zones = sorted(available_timezones())
    cities = {zone.rpartition("/")[2].casefold(): zone for zone in zones}
    same_city = cities.get(value.rpartition("/")[2].casefold())
    if same_city:
        return f"; did you mean {same_city!r}?"
    return did_you_mean(value, zones) or "; write one of the tz database, such as Asia/Jakarta"


Timezone = Annotated[str, AfterValidator(_timezone)]

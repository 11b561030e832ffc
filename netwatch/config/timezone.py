"""The zone in which people are shown times."""

from typing import Annotated
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator

from netwatch.config.suggestion import nearest

_INDONESIAN = {"wib": "Asia/Jakarta", "wita": "Asia/Makassar", "wit": "Asia/Jayapura"}
_ALIKE = 0.75
"""Most cities have no zone of their own: who writes such a one is not to be sent to one that sounds a bit like it."""


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
    # The cities' names are what people mistype; against the whole key a wrong continent hides the right city.
    cities = {zone.rpartition("/")[2]: zone for zone in sorted(available_timezones())}
    city = nearest(value.rpartition("/")[2], cities, _ALIKE)
    return f"; did you mean {cities[city]!r}?" if city else "; write one of the tz database, such as Asia/Jakarta"


Timezone = Annotated[str, AfterValidator(_timezone)]

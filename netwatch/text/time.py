"""Times and durations as Indonesians write them."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time

LOCALE = "id_ID"
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def clock(at: datetime, zone: ZoneInfo) -> str:
    """`14.05 WIB`."""
    local = at.astimezone(zone)
    return f"{format_time(local, 'HH.mm', tzinfo=zone, locale=LOCALE)} {local.tzname()}"


def day(at: datetime, zone: ZoneInfo) -> str:
    """`Senin, 23 November 2026`."""
    return format_date(at.astimezone(zone), "full", locale=LOCALE)


def short_day(at: datetime, zone: ZoneInfo) -> str:
    """`23 Nov 2026`, in lists."""
    return format_date(at.astimezone(zone), "d MMM y", locale=LOCALE)


def date_and_clock(at: datetime, zone: ZoneInfo) -> str:
    """`Senin, 23 November 2026, 14.05 WIB`, for what is still read days later."""
    return f"{day(at, zone)}, {clock(at, zone)}"


def moment(at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """The clock alone on the same local day, else with the date: `Sel, 24 Nov, 14.05 WIB`.

    Never "besok" or "kemarin": a card may be read on another day than it was written.
    """
    local, today = at.astimezone(zone), now.astimezone(zone)
    if local.date() == today.date():
        return clock(at, zone)
    pattern = "EEE, d MMM" if local.year == today.year else "EEE, d MMM y"
    return f"{format_date(local, pattern, locale=LOCALE)}, {clock(at, zone)}"


def spoken(at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """For sentences: `pukul 14.05 WIB`, on another day `hari Selasa, 24 November, pukul 14.05 WIB`."""
    local, today = at.astimezone(zone), now.astimezone(zone)
    if local.date() == today.date():
        return f"pukul {clock(at, zone)}"
    pattern = "EEEE, d MMMM" if local.year == today.year else "EEEE, d MMMM y"
    return f"hari {format_date(local, pattern, locale=LOCALE)}, pukul {clock(at, zone)}"


def duration(span: timedelta) -> str:
    """`45 detik`, `3 menit`, `1 jam 20 menit`, `2 hari 3 jam`: the two largest units, rounded down.

    A negative span, which only a clock set back can give, counts as none.
    """
    span = max(span, timedelta(0))
    if span < MINUTE:
        return f"{span.seconds} detik"
    if span < HOUR:
        return f"{span // MINUTE} menit"
    if span < DAY:
        return _two(span // HOUR, "jam", span % HOUR // MINUTE, "menit")
    return _two(span // DAY, "hari", span % DAY // HOUR, "jam")


def _two(large: int, large_unit: str, small: int, small_unit: str) -> str:
    return f"{large} {large_unit} {small} {small_unit}" if small else f"{large} {large_unit}"

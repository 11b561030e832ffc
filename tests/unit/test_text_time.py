"""Times and durations as Indonesians write and say them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from netwatch.text.time import clock, date_and_clock, day, duration, moment, spoken

JAKARTA = ZoneInfo("Asia/Jakarta")
AT = datetime(2026, 11, 23, 7, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        pytest.param("Asia/Jakarta", "14.05 WIB", id="west is WIB"),
        pytest.param("Asia/Pontianak", "14.05 WIB", id="west Borneo is WIB as well"),
        pytest.param("Asia/Makassar", "15.05 WITA", id="middle is WITA"),
        pytest.param("Asia/Jayapura", "16.05 WIT", id="east is WIT"),
    ],
)
def test_clock_names_the_zone(zone: str, expected: str) -> None:
    assert clock(AT, ZoneInfo(zone)) == expected


def test_a_date_is_written_out() -> None:
    assert day(AT, JAKARTA) == "Senin, 23 November 2026"
    assert date_and_clock(AT, JAKARTA) == "Senin, 23 November 2026, 14.05 WIB"


@pytest.mark.parametrize(
    ("now", "written", "said"),
    [
        pytest.param(AT, "14.05 WIB", "pukul 14.05 WIB", id="the same day needs no date"),
        pytest.param(
            datetime(2026, 11, 23, 16, 59, tzinfo=UTC), "14.05 WIB", "pukul 14.05 WIB", id="until local midnight"
        ),
        pytest.param(
            datetime(2026, 11, 23, 17, 0, tzinfo=UTC),
            "Sen, 23 Nov, 14.05 WIB",
            "hari Senin, 23 November, pukul 14.05 WIB",
            id="after local midnight it is another day, though not in UTC",
        ),
        pytest.param(
            datetime(2027, 1, 2, tzinfo=UTC),
            "Sen, 23 Nov 2026, 14.05 WIB",
            "hari Senin, 23 November 2026, pukul 14.05 WIB",
            id="another year is named",
        ),
    ],
)
def test_a_moment_is_as_long_as_it_must_be(now: datetime, written: str, said: str) -> None:
    assert (moment(AT, now, JAKARTA), spoken(AT, now, JAKARTA)) == (written, said)


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        pytest.param(-5, "0 detik", id="a clock set back is no time at all"),
        pytest.param(59.9, "59 detik", id="seconds below a minute"),
        pytest.param(60, "1 menit", id="a whole minute"),
        pytest.param(3599, "59 menit", id="rounded down"),
        pytest.param(4800, "1 jam 20 menit", id="hours and minutes"),
        pytest.param(7200, "2 jam", id="whole hours alone"),
        pytest.param(2 * 86400 + 59, "2 hari", id="whole days alone"),
        pytest.param(97200, "1 hari 3 jam", id="days and hours"),
    ],
)
def test_duration(seconds: float, expected: str) -> None:
    assert duration(timedelta(seconds=seconds)) == expected

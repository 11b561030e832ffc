"""Whatever is written, reading it raises nothing, invents no letter, and gives times that make sense."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from netwatch.core.planned_line import read_planned_line

ZONE = ZoneInfo("Asia/Jakarta")
WORDS = (
    "2 jam", "2j", "90 menit", "setengah jam", "se", "jam", "jam 2", "22.00", "24.00", "02:00", "-", "–", "s/d", "sd",
    "sampai", "besok", "malam", "senin", "minggu", "31/2", "29/2", "31/12/2099", "1 jan", "malam ini", "mulai",
    "selama", "smp 4", "kejaksan", "ganti UPS", ",", "siang", "7", "999 minggu", "ſejam", "٣ jam", "jum'at",
)  # fmt: skip
lines = st.one_of(st.text(max_size=200), st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join))
moments = st.integers(0, 3 * 366 * 1440).map(lambda m: datetime(2026, 1, 1, tzinfo=ZONE) + timedelta(minutes=m))


@settings(max_examples=300)
@given(lines, moments)
def test_any_line_can_be_read(text: str, now: datetime):
    line = read_planned_line(text, now)
    assert set(line.before + line.after) <= {*text, " "}
    assert line.end is None or line.length is None
    assert line.length is None or line.length > timedelta(0)
    if line.end is not None and line.start is None:
        assert line.end > now - timedelta(days=1)


@given(moments, st.integers(1, 600))
def test_a_length_is_understood_at_any_moment(now: datetime, minutes: int):
    line = read_planned_line(f"kejaksan {minutes} menit ganti UPS", now)
    assert (line.start, line.length) == (None, timedelta(minutes=minutes))


@given(moments, st.integers(0, 23), st.sampled_from((0, 15, 30)))
def test_until_a_time_of_day_is_the_next_one(now: datetime, hour: int, minute: int):
    end = read_planned_line(f"kejaksan sampai {hour:02}.{minute:02}", now).end
    assert end is not None
    assert now < end <= now + timedelta(days=1)
    local = end.astimezone(ZONE)
    assert local.minute == minute
    assert local.hour in (hour, (hour + 12) % 24)

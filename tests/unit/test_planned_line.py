"""Planned work as people of the office write it: each row is a line, and what is understood of it."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from netwatch.core.planned_line import PlannedLine, read_planned_line

ZONE = ZoneInfo("Asia/Jakarta")
NOW = datetime(2026, 11, 24, 10, 30, tzinfo=ZONE)  # a Tuesday


def at(clock: str, day: int = 24, month: int = 11, year: int = 2026) -> datetime:
    hour, minute = clock.split(".")
    return datetime(year, month, day, int(hour), int(minute), tzinfo=ZONE)


LENGTHS = [
    ("2 jam", 120), ("2j", 120), ("2 j", 120), ("90 menit", 90), ("90mnt", 90), ("1 jam 30 menit", 90), ("1j30m", 90),
    ("1,5 jam", 90), ("1.5 jam", 90), ("setengah jam", 30), ("sejam", 60), ("satu jam", 60), ("dua jam", 120),
    ("1 setengah jam", 90), ("satu setengah jam", 90), ("3 hari", 4320), ("1 hari 4 jam", 1680), ("2 minggu", 20160),
    ("selama 2 jam", 120), ("2 JAM", 120), ("sekarang 45 menit", 45), ("hari ini 2 jam", 120),
]  # fmt: skip


@pytest.mark.parametrize(("text", "minutes"), LENGTHS)
def test_lengths(text, minutes):
    line = read_planned_line(f"kejaksan {text} ganti UPS", NOW)
    assert line == PlannedLine("kejaksan", "ganti UPS", length=timedelta(minutes=minutes))


SPANS = [
    ("sampai 14.00", None, at("14.00")),
    ("sampai 14:00", None, at("14.00")),
    ("s/d 14.00 WIB", None, at("14.00")),
    ("sd 14.00", None, at("14.00")),
    ("s.d. 14.00", None, at("14.00")),
    ("hingga pukul 14.00", None, at("14.00")),
    ("sampai jam 2 siang", None, at("14.00")),
    ("sampai jam 2", None, at("14.00")),
    ("sampai jam 9", None, at("21.00")),
    ("sampai 09.00", None, at("09.00", 25)),
    ("sampe jam 11", None, at("11.00")),
    ("sampai 24.00", None, at("00.00", 25)),
    ("sampai jam 12 malam", None, at("00.00", 25)),
    ("sampai besok 06.00", None, at("06.00", 25)),
    ("sampai lusa jam 6 pagi", None, at("06.00", 26)),
    ("sampai Jumat 17.00", None, at("17.00", 27)),
    ("besok 22.00-02.00", at("22.00", 25), at("02.00", 26)),
    ("besok 22.00 - 02.00 WIB", at("22.00", 25), at("02.00", 26)),
    ("besok malam jam 10 sampai jam 2 pagi", at("22.00", 25), at("02.00", 26)),
    ("22.00–02.00", at("22.00"), at("02.00", 25)),
    ("malam ini 22.00 s/d 23.30", at("22.00"), at("23.30")),
    ("malam ini jam 10 sampai 12 malam", at("22.00"), at("00.00", 25)),
    ("08.00-09.00", at("08.00", 25), at("09.00", 25)),
    ("10.00-12.00", at("10.00"), at("12.00")),
    ("jam 13-15", at("13.00"), at("15.00")),
    ("jam 1 siang sampai 3", at("13.00"), at("15.00")),
    ("mulai jam 22 sampai jam 2", at("22.00"), at("02.00", 25)),
    ("dari 22.00 sampai besok 03.00", at("22.00"), at("03.00", 25)),
    ("lusa 08.00 sampai 12.00", at("08.00", 26), at("12.00", 26)),
    ("hari Selasa 08.00-12.00", at("08.00", 1, 12), at("12.00", 1, 12)),
    ("jum'at 22.00-02.00", at("22.00", 27), at("02.00", 28)),
    ("25/11 22.00-02.00", at("22.00", 25), at("02.00", 26)),
    ("tgl 25/11/2026 22.00-02.00", at("22.00", 25), at("02.00", 26)),
    ("25 November 22.00-02.00", at("22.00", 25), at("02.00", 26)),
    ("tanggal 3 jan 22.00-02.00", at("22.00", 3, 1, 2027), at("02.00", 4, 1, 2027)),
    ("1 des 2026 22.00 sampai 2 des 2026 02.00", at("22.00", 1, 12), at("02.00", 2, 12)),
]


@pytest.mark.parametrize(("text", "start", "end"), SPANS)
def test_spans(text, start, end):
    line = read_planned_line(f"kejaksan {text} ganti UPS", NOW)
    assert (line.start, line.end, line.length) == (start, end, None)
    assert (line.before, line.after) == ("kejaksan", "ganti UPS")


@pytest.mark.parametrize(
    ("text", "start", "minutes"),
    [
        ("mulai jam 22 2 jam", at("22.00"), 120),
        ("besok 22.00 selama 2 jam", at("22.00", 25), 120),
        ("2 jam mulai 22.00", at("22.00"), 120),
        ("jam 10 1 jam", at("10.00"), 60),
        ("jam 8 1 jam", at("08.00", 25), 60),
        ("nanti malam jam 8 90 menit", at("20.00"), 90),
        ("jam 14.00", at("14.00"), None),
        ("jam 9", at("09.00", 25), None),
    ],
)
def test_a_beginning_with_a_length_or_alone(text, start, minutes):
    line = read_planned_line(f"kejaksan {text} ganti UPS", NOW)
    assert line.start == start
    assert line.end is None
    assert line.length == (None if minutes is None else timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        pytest.param("smp 4 2 jam ganti UPS", "smp 4", "ganti UPS", id="a school's number is no time"),
        pytest.param("smp 4 jam 22.00-23.00 ganti UPS", "smp 4", "ganti UPS", id="nor hours before a time of day"),
        pytest.param("SD 4 2 jam ganti UPS", "SD 4", "ganti UPS", id="a school is not 'until'"),
        pytest.param("sd kejaksan 2j", "sd kejaksan", "", id="a school, no reason"),
        pytest.param("2 jam kejaksan ganti UPS", "", "kejaksan ganti UPS", id="time first"),
        pytest.param("ganti UPS kejaksan 2j", "ganti UPS kejaksan", "", id="time last"),
        pytest.param("besok kejaksan 22.00-02.00 ganti UPS", "kejaksan", "ganti UPS", id="the day apart"),
        pytest.param("kejaksan, 2 jam: ganti UPS.", "kejaksan", "ganti UPS", id="punctuation"),
        pytest.param("kejaksan 2 jam ganti 2 UPS 30 menit", "kejaksan", "ganti 2 UPS 30 menit", id="the first time"),
        pytest.param("kejaksan 2 jam pindah 3 hari ini", "kejaksan", "pindah 3 hari ini", id="a second one stays"),
    ],
)
def test_what_is_left_beside_the_time(text, before, after):
    line = read_planned_line(text, NOW)
    assert (line.before, line.after) == (before, after)
    assert line.length is not None or line.end is not None


@pytest.mark.parametrize(
    "text",
    [
        "kejaksan", "", "kejaksan ganti UPS", "kejaksan besok ganti UPS", "smp 4", "kejaksan 25.00 ganti",
        "192.168.1.20 ganti UPS", "kejaksan tarik kabel 50 m", "kejaksan 14.75 ganti", "kejaksan sampai selesai",
        "kejaksan besok 2 jam", "kejaksan besok sampai 14.00", "rapat hari senin", "sampai sampai - - sd",
    ],
)  # fmt: skip
def test_lines_that_do_not_say_how_long(text):
    line = read_planned_line(text, NOW)
    assert (line.start, line.end, line.length) == (None, None, None)

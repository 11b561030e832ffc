"""Absence as people of the office write it."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from netwatch.core.away_line import read_away_line
from netwatch.core.directory import Person
from netwatch.core.named import named
from sop.role import Role

ZONE = ZoneInfo("Asia/Jakarta")
NOW = datetime(2026, 11, 24, 10, 30, tzinfo=ZONE)  # a Tuesday


def at(day: int, clock: str = "00.00", month: int = 11) -> datetime:
    hour, minute = clock.split(".")
    return datetime(2026, month, day, int(hour), int(minute), tzinfo=ZONE)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("hari ini", NOW, at(25)),
        ("besok", at(25), at(26)),
        ("lusa", at(26), at(27)),
        ("3 hari", NOW, at(27)),
        ("besok 3 hari", at(25), at(28)),
        ("mulai besok selama 2 hari", at(25), at(27)),
        ("1 minggu", NOW, at(1, month=12)),
        ("4 jam", NOW, at(24, "14.30")),
        ("besok sampai Jumat", at(25), at(28)),
        ("sampai Jumat", NOW, at(28)),
        ("25/11 sampai 27/11", at(25), at(28)),
        ("25/11-27/11", at(25), at(28)),
        ("tanggal 1 des s/d 3 des", at(1, month=12), at(4, month=12)),
        ("sampai 14.00", NOW, at(24, "14.00")),
        ("besok 08.00-12.00", at(25, "08.00"), at(25, "12.00")),
    ],
)
def test_spans(text, start, end):
    line = read_away_line(f"Dedi {text} diwakili Bayu", NOW)
    assert (line.start, line.end) == (start, end)
    assert line.who.startswith("Dedi")
    assert line.deputy.endswith("Bayu")


@pytest.mark.parametrize("text", ["", "sakit", "nanti", "kapan-kapan", "Dedi diwakili Bayu"])
def test_lines_that_say_no_time(text):
    line = read_away_line(text, NOW)
    assert (line.start, line.end) in ((None, None), (NOW, at(25)))


PEOPLE = [Person(name, Role.TIM_LAPANGAN) for name in ("Agus Salim", "Agus Wijaya", "Bayu", "Rina")]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        pytest.param("Bayu", ["Bayu"], id="a name"),
        pytest.param("pak bayu ya", ["Bayu"], id="among other words"),
        pytest.param("agus salim", ["Agus Salim"], id="a name of two words"),
        pytest.param("wijaya", ["Agus Wijaya"], id="a word that one of them has"),
        pytest.param("agus", [], id="a word that two of them have"),
        pytest.param("bayuaji", [], id="a part of a word"),
        pytest.param("", [], id="nobody"),
    ],
)
def test_who_is_meant_by_a_name(text, names):
    assert [person.name for person in named(text, PEOPLE)] == names

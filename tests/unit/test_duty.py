"""The roster: who is on duty when, and what a swap changes."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from netwatch.core.directory import Directory, Person, Team
from netwatch.core.duty import Shift, Swap, has_roster, off_duty, on_duty, turns
from sop.role import Role

ZONE = ZoneInfo("Asia/Jakarta")
WORKDAYS = frozenset(range(5))
ROSTER = (
    Shift(("Rina",), start=7 * 60, end=14 * 60),
    Shift(("Wati",), start=14 * 60, end=21 * 60),
    Shift(("Tono", "Rina"), frozenset({5, 6}), 21 * 60, 7 * 60),
    Shift(("Dedi",), WORKDAYS, 8 * 60, 16 * 60),
)
OFFICE = Directory(
    (
        Person("Rina", Role.CALL_TAKER, 1),
        Person("Wati", Role.CALL_TAKER, 2),
        Person("Tono", Role.CALL_TAKER, 3),
        Person("Putri", Role.CALL_TAKER, 4),
        Person("Dedi", Role.KASI_INFRASTRUKTUR, 5),
        Person("Sari", Role.SPV_OPINI_PUBLIK, 6),
    ),
    (Team("utara", "Tim Utara"),),
)


def at(day: int, clock: str) -> datetime:
    """November 2026; the 24th is a Tuesday, the 28th a Saturday."""
    hour, minute = map(int, clock.split(":"))
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE)


def swap(day: int, absent: str, instead: str, undone: bool = False) -> Swap:
    return Swap(1, date(2026, 11, day), absent, instead, "Sari", at(20, "12:00"), at(21, "12:00") if undone else None)


@pytest.mark.parametrize(
    ("now", "swaps", "expected"),
    [
        pytest.param(at(24, "06:59"), [], set(), id="nobody at night on a weekday"),
        pytest.param(at(24, "07:00"), [], {"Rina"}, id="from the first minute of a shift"),
        pytest.param(at(24, "13:59"), [], {"Rina", "Dedi"}, id="to its last, beside who has another"),
        pytest.param(at(24, "14:00"), [], {"Wati", "Dedi"}, id="then the next"),
        pytest.param(at(28, "09:00"), [], {"Rina"}, id="the Kasi's days are the working days"),
        pytest.param(at(28, "23:00"), [], {"Tono", "Rina"}, id="over midnight, on the day that it begins"),
        pytest.param(at(29, "06:59"), [], {"Tono", "Rina"}, id="and on the next morning"),
        pytest.param(at(28, "03:00"), [], set(), id="but not on the morning of its first day"),
        pytest.param(at(30, "06:00"), [], {"Tono", "Rina"}, id="Sunday's night ends on Monday"),
        pytest.param(at(24, "09:00"), [swap(24, "Rina", "Putri")], {"Putri", "Dedi"}, id="a swap for a day"),
        pytest.param(at(25, "09:00"), [swap(24, "Rina", "Putri")], {"Rina", "Dedi"}, id="for that day only"),
        pytest.param(at(24, "09:00"), [swap(24, "Rina", "Putri", True)], {"Rina", "Dedi"}, id="a swap undone"),
        pytest.param(at(29, "03:00"), [swap(28, "Tono", "Wati")], {"Wati", "Rina"}, id="a night is its evening's"),
        pytest.param(at(29, "03:00"), [swap(29, "Tono", "Wati")], {"Tono", "Rina"}, id="not to its morning"),
    ],
)
def test_who_is_on_duty(now, swaps, expected):
    assert on_duty(ROSTER, swaps, now) == expected


def test_turns_say_until_when_and_instead_of_whom():
    shown = turns(ROSTER, [swap(24, "Wati", "Putri")], at(24, "13:00"), at(24, "15:00"))
    assert [(turn.name, turn.instead_of, turn.end) for turn in shown] == [
        ("Rina", None, at(24, "14:00")), ("Dedi", None, at(24, "16:00")), ("Putri", "Wati", at(24, "21:00")),
    ]


def test_a_shift_without_hours_is_the_whole_day():
    assert on_duty((Shift(("Rina",), WORKDAYS),), [], at(27, "23:59")) == {"Rina"}
    assert on_duty((Shift(("Rina",), WORKDAYS),), [], at(28, "00:00")) == set()


def test_whom_no_roster_knows_is_always_on_duty_and_their_colleagues_are_not():
    off = off_duty(OFFICE, ROSTER, on_duty(ROSTER, [], at(24, "09:00")))
    assert off == {"Wati", "Tono", "Putri"}
    assert [has_roster(person, OFFICE, ROSTER) for person in OFFICE.people] == [True, True, True, True, True, False]

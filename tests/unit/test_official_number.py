"""Official numbers in the office's style."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from netwatch.core.number import DEFAULT_PATTERN, official_number

WIB = ZoneInfo("Asia/Jakarta")


@pytest.mark.parametrize(
    ("pattern", "seq", "month", "number"),
    [
        pytest.param(DEFAULT_PATTERN, 42, 11, "042/PGD-TIK/XI/2026", id="the office's own style"),
        pytest.param(DEFAULT_PATTERN, 1, 1, "001/PGD-TIK/I/2026", id="the first of January"),
        pytest.param(DEFAULT_PATTERN, 1234, 9, "1234/PGD-TIK/IX/2026", id="more than three digits"),
        pytest.param("{year}-{seq}", 7, 4, "2026-7", id="a style without the month"),
        pytest.param("{{A}}/{seq:04d}/{month:>4}/{year}", 7, 8, "{A}/0007/VIII/2026", id="braces and widths"),
    ],
)
def test_the_pattern_is_filled_in(pattern: str, seq: int, month: int, number: str) -> None:
    assert official_number(pattern, seq, datetime(2026, month, 24, tzinfo=WIB)) == number


def test_every_month_has_its_own_roman_number() -> None:
    days = [datetime(2026, month, 1, tzinfo=WIB) for month in range(1, 13)]
    months = [official_number("{month}/{seq}/{year}", 1, day).split("/")[0] for day in days]
    assert " ".join(months) == "I II III IV V VI VII VIII IX X XI XII"


@pytest.mark.parametrize(
    ("pattern", "says"),
    [
        pytest.param("{seq}/{month}", "repeats", id="no year: the numbers come again next year"),
        pytest.param("PGD/{year}", "repeats", id="no running number"),
        pytest.param("{seq}/{day}/{year}", "{day}, which is not known", id="an unknown placeholder"),
        pytest.param("{seq.__class__}/{year}", "not known", id="an attribute"),
        pytest.param("{seq!r}/{year}", "a conversion", id="a conversion"),
        pytest.param("{seq/{year}", "042|cannot", id="an open brace"),
        pytest.param("{seq:xyz}/{year}", "cannot be filled in", id="a format that numbers do not have"),
        pytest.param("{}/{seq}/{year}", "not known", id="a placeholder without a name"),
    ],
)
def test_a_pattern_that_cannot_work_is_refused(pattern: str, says: str) -> None:
    with pytest.raises(ValueError, match="number pattern") as refused:
        official_number(pattern, 1, datetime(2026, 11, 24, tzinfo=WIB))
    assert any(each in str(refused.value) for each in says.split("|"))
    assert DEFAULT_PATTERN in str(refused.value)

import pytest

from netwatch.config.duration import format_duration, parse_duration


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        pytest.param("500ms", 0.5, id="milliseconds"),
        pytest.param("10s", 10.0, id="seconds"),
        pytest.param("1.5s", 1.5, id="a fraction"),
        pytest.param("0.1s", 0.1, id="a fraction that binary floats only approach"),
        pytest.param("5m", 300.0, id="minutes, not milliseconds or months"),
        pytest.param("24h", 86_400.0, id="hours"),
        pytest.param("2d", 172_800.0, id="days"),
        pytest.param("0s", 0.0, id="nothing"),
    ],
)
def test_a_duration_is_read_as_seconds(text: str, seconds: float) -> None:
    assert parse_duration(text) == seconds


@pytest.mark.parametrize(
    "text", ["", "10", "10 s", "s", "-5s", "10S", "1h30m", "1e3s", "١s", "9999999999999999s", "5min"]
)
def test_anything_else_is_refused_with_what_to_write(text: str) -> None:
    with pytest.raises(ValueError, match="write a number and a unit, such as 500ms"):
        parse_duration(text)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.0, "0s"),
        (0.5, "500ms"),
        (1.5, "1500ms"),
        (60.0, "1m"),
        (90.0, "90s"),
        (86_400.0, "1d"),
        (90_000.0, "25h"),
    ],
)
def test_seconds_are_written_in_the_largest_whole_unit(seconds: float, text: str) -> None:
    assert format_duration(seconds) == text


@pytest.mark.parametrize("seconds", [-1.0, float("inf"), float("nan")])
def test_what_is_no_length_of_time_is_not_written(seconds: float) -> None:
    with pytest.raises(ValueError, match="is not a duration"):
        format_duration(seconds)

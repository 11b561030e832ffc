from hypothesis import given
from hypothesis import strategies as st

from netwatch.config.duration import format_duration, parse_duration


@given(st.integers(min_value=0, max_value=10**14))
def test_what_is_written_is_read_as_the_same_seconds(milliseconds: int) -> None:
    seconds = milliseconds / 1000

    assert parse_duration(format_duration(seconds)) == seconds


@given(st.integers(min_value=0, max_value=9999), st.sampled_from(["ms", "s", "m", "h", "d"]))
def test_writing_what_was_read_says_the_same_again(number: int, unit: str) -> None:
    seconds = parse_duration(f"{number}{unit}")

    assert parse_duration(format_duration(seconds)) == seconds

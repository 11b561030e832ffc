"""For how long somebody does not want to be reminded."""

from datetime import timedelta

import pytest

from netwatch.core.mute_span import OFF, read_span

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("words", "span"),
    [
        ("2h", 2 * HOUR),
        ("2 jam", 2 * HOUR),
        ("2J", 2 * HOUR),
        ("30m", HOUR / 2),
        ("30 Menit.", HOUR / 2),
        ("1 hari", 24 * HOUR),
        ("9999 hari", 24 * HOUR),
        ("", OFF),
        (" off ", OFF),
        ("batal", OFF),
        ("0h", OFF),
        ("lama", None),
        ("dua jam", None),
        ("-2h", None),
        ("2", None),
        ("2 tahun", None),
        ("2h 30m", None),
        ("\u0662h", None),
        ("9" * 4000 + "h", None),
    ],
)
def test_spans(words: str, span: timedelta | None) -> None:
    assert read_span(words) == span

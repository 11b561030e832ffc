"""What is not ours is made harmless: escaped, tidied, cut, and never in the middle of something."""

import pytest

from netwatch.text.headline import short_place
from netwatch.text.html import cut, data, length, plain, seen
from netwatch.text.listing import fitting, names


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("<b>Router</b> & co", "&lt;b&gt;Router&lt;/b&gt; &amp; co", id="markup is shown, not obeyed"),
        pytest.param("a\n\tb\x00\x07 c", "a b c", id="one line without control characters"),
        pytest.param("x\ud800y", "xy", id="a lone surrogate, which no JSON carries, is left out"),
        pytest.param("nama\u202eKO", "namaKO", id="an override of the direction is left out"),
        pytest.param("شبكة", "\u2068شبكة\u2069", id="right-to-left data is isolated from our sentence"),
        pytest.param("&" * 100, "&amp;" * 79 + "…", id="cut by what is seen, then escaped whole"),
    ],
)
def test_data(text: str, expected: str) -> None:
    assert data(text) == expected


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        pytest.param("Router", 6, "Router", id="what fits stays"),
        pytest.param("Router Kejaksan", 9, "Router K…", id="the last character says that there was more"),
        pytest.param("Router Kejaksan", 8, "Router…", id="no blank before the dots"),
        pytest.param("ab\u0301cd", 3, "a…", id="an accent is not torn from its letter"),
        pytest.param("👩\u200d🔧 teknisi", 2, "…", id="a joined emoji is not torn apart"),
        pytest.param("abc", 0, "…", id="no room at all"),
    ],
)
def test_cut(text: str, limit: int, expected: str) -> None:
    assert cut(text, limit) == expected


def test_plain_text_is_not_escaped() -> None:
    assert plain("Tim <A> & B", 20) == "Tim <A> & B"


def test_length_is_counted_in_utf_16_after_parsing() -> None:
    assert length("<b>&lt;🔴&amp;</b>") == 4
    assert seen("<b>&lt;b&gt;</b>") == "<b>"


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        pytest.param(0, "", id="nobody"),
        pytest.param(3, "p0, p1, p2", id="all that fit"),
        pytest.param(15, "p0, p1, p2 … dan 12 lainnya", id="the others are counted"),
    ],
)
def test_names(count: int, expected: str) -> None:
    assert names([f"p{i}" for i in range(count)], 3) == expected


def test_a_list_that_does_not_fit_is_cut_between_entries_and_counted() -> None:
    text = fitting("<b>Judul</b>", [f"{i} {'x' * 98}" for i in range(100)], "akhir")
    lines = seen(text).split("\n")
    assert length(text) <= 4096
    assert (lines[0], lines[-1]) == ("Judul", "akhir")
    shown = len(lines) - 3
    assert lines[-2] == f"… dan {100 - shown} lainnya"
    assert all(len(line) >= 98 for line in lines[1:-2])
    assert shown >= 38


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Kantor Kecamatan Kejaksan", "Kec. Kejaksan"),
        ("Kelurahan Sukapura", "Kel. Sukapura"),
        ("Puskesmas Kejaksan", "Puskesmas Kejaksan"),
    ],
)
def test_offices_are_abbreviated_as_on_signposts(name: str, expected: str) -> None:
    assert short_place(name) == expected

"""The alphabet of SMS: what is left of a text, and how many messages it takes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netwatch.text.gsm7 import gsm7, parts, septets


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Router Kejaksan mati — Kec. Kejaksan", "Router Kejaksan mati - Kec. Kejaksan"),
        ("🔴 GANGGUAN “Café” … 3×", ' GANGGUAN "Café" ... 3x'),
        ("Surányi Łódź", "Suranyi ?odz"),
        ("[sw-1] 5 €", "[sw-1] 5 €"),
        ("شبكة", "????"),
        ("a\u2068b\u2069\x00\t", "ab"),
    ],
)
def test_likeness(text: str, expected: str) -> None:
    assert gsm7(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", 1, id="an empty message is one"),
        pytest.param("a" * 160, 1, id="160 letters are one"),
        pytest.param("a" * 161, 2, id="one more are two"),
        pytest.param("a" * 306, 2, id="twice 153 are two"),
        pytest.param("a" * 307, 3, id="one more are three"),
        pytest.param("[" * 80, 1, id="a bracket takes two"),
        pytest.param("[" * 153, 3, id="a bracket is not split: 76 in each part"),
    ],
)
def test_parts(text: str, expected: int) -> None:
    assert parts(text) == expected


@given(st.text(max_size=400))
def test_whatever_comes_in_is_in_the_alphabet_and_stays_as_it_is(text: str) -> None:
    said = gsm7(text)
    assert gsm7(said) == said
    assert parts(said) >= -(-septets(said) // 160)

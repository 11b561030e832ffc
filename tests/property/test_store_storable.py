"""Text is made storable without touching what already is."""

from hypothesis import given
from hypothesis import strategies as st

from netwatch.store.columns import storable

ANYTHING = st.text(st.characters())  # lone surrogates and NUL included


@given(ANYTHING)
def test_every_text_can_be_stored_and_stays_as_it_then_is(text: str):
    clean = storable(text)
    assert "\0" not in clean
    assert clean.encode().decode() == clean
    assert storable(clean) == clean


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
def test_good_text_is_left_alone(text: str):
    assert storable(text) == text
    assert storable(f"\ufeff{text}") == f"\ufeff{text}"

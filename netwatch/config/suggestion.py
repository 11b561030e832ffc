"""What somebody meant who wrote a word that is not known."""

from collections.abc import Iterable

from rapidfuzz.distance import DamerauLevenshtein
from rapidfuzz.process import extractOne

_ALIKE = 0.6
"""Damerau-Levenshtein similarity from which two words are taken for one another: 2 slips in 5 letters."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`; did you mean 'x'?` for the known word nearest to `word`, or nothing when none is near."""
    best = nearest(word, known, _ALIKE)
    return f"; did you mean {best!r}?" if best is not None else ""


def nearest(word: str, known: Iterable[str], alike: float) -> str | None:
    """`alike`: the similarity from which on a known word is near, 1 for the same but for capitals."""
    best = extractOne(
        word,
        list(known),
        scorer=DamerauLevenshtein.normalized_similarity,
        processor=str.casefold,
        score_cutoff=alike,
    )
    return best[0] if best else None

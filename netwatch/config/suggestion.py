"""What somebody meant who wrote a word that is not known."""

from collections.abc import Iterable

from rapidfuzz.distance import DamerauLevenshtein
from rapidfuzz.process import extractOne

_ALIKE = 0.6
"""Damerau-Levenshtein similarity from which two words are taken for one another: 2 slips in 5 letters."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`; did you mean 'x'?` for the known word nearest to `word`, or nothing when none is near."""
    best = extractOne(
        word,
        list(known),
        scorer=DamerauLevenshtein.normalized_similarity,
        processor=str.casefold,
        score_cutoff=_ALIKE,
    )
    return f"; did you mean {best[0]!r}?" if best else ""

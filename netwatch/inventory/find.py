"""Which site or device a person means who writes about it in passing.

Each name, alias and id is a set of words with weights: words of many names (`KINDS`) weigh little. A name's
score grows with the share of its weight that the text has (typos allowed), and with the share of the text's
known words that it explains. A name of which the text has only words of many names is no match, unless the
text has it whole (`router utama`).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from rapidfuzz.distance import OSA

from netwatch.inventory.model import Inventory
from netwatch.inventory.place_words import KINDS, place_words

Kind = Literal["site", "device"]

_KIND_WEIGHT = 0.35
_LEAST_SCORE = 60.0
_FARTHEST_FROM_BEST = 25.0


@dataclass(frozen=True, slots=True)
class Match:
    """`score` from 0 to 100; only the order and the distance between scores mean something."""

    kind: Kind
    id: str
    name: str
    score: float


@dataclass(frozen=True, slots=True)
class _Name:
    """One way to call a place. `order` is its place's rank in the inventory, sites first."""

    kind: Kind
    id: str
    name: str
    order: int
    words: frozenset[str]


class PlaceFinder:
    """The names of one inventory, prepared for many questions."""

    def __init__(self, inventory: Inventory) -> None:
        self._names = list(_names(inventory))
        self._with_word: dict[str, list[_Name]] = defaultdict(list)
        for name in self._names:
            for word in name.words:
                self._with_word[word].append(name)
        self._by_letter: dict[str, list[str]] = defaultdict(list)
        for word in self._with_word:
            self._by_letter[word[0]].append(word)

    def find(self, text: str, limit: int = 5) -> list[Match]:
        """At most `limit` places, best first, none twice; [] for a text that names no place."""
        likeness = self._likeness(place_words(text))
        known = sum(_weight(word) for word in likeness)
        best: dict[tuple[Kind, str], tuple[float, _Name]] = {}
        for name in {id(name): name for word in likeness for name in self._with_word[word]}.values():
            score = _score(name.words, likeness, known)
            key = (name.kind, name.id)
            if score >= _LEAST_SCORE and score > best.get(key, (0.0, name))[0]:
                best[key] = (score, name)
        ranked = sorted(best.values(), key=lambda found: (-found[0], found[1].order))
        return [
            Match(name.kind, name.id, name.name, round(score, 1))
            for score, name in ranked[:limit]
            if score >= ranked[0][0] - _FARTHEST_FROM_BEST
        ]

    def says_more(self, text: str) -> bool:
        """Whether there are words in it that belong to no name of the inventory, so that it says more than a place."""
        words = place_words(text)
        known = {at for at, word in enumerate(words) if any(self._alike(word))}
        for at, (first, second) in enumerate(pairwise(words)):
            if any(self._alike(first + second)):
                known |= {at, at + 1}
        return len(known) < len(words)

    def _likeness(self, words: tuple[str, ...]) -> dict[str, float]:
        """The inventory's words that the text has, each with how well (0 to 1)."""
        found: dict[str, float] = {}
        # "lemah wungkuk" is one word in most names
        pairs = [a + b for a, b in pairwise(words) if (a + b).isalpha()]
        for word in (*words, *pairs):
            for known, alike in self._alike(word):
                found[known] = max(alike, found.get(known, 0.0))
        return found

    def _alike(self, word: str) -> Iterator[tuple[str, float]]:
        if word in self._with_word:
            yield word, 1.0
            return
        if not word.isalpha():
            return
        for known in self._by_letter.get(word[0], ()):
            slips = _slips_allowed(known)
            if slips and known.isalpha() and abs(len(known) - len(word)) <= slips:
                distance = OSA.distance(word, known, score_cutoff=slips)
                if distance <= slips:
                    yield known, 1 - distance / len(known)


def find_places(inventory: Inventory, text: str, limit: int = 5) -> list[Match]:
    """`PlaceFinder.find` for one question; linear in the inventory."""
    return PlaceFinder(inventory).find(text, limit)


def _names(inventory: Inventory) -> Iterator[_Name]:
    order = 0
    for site in inventory.sites.values():
        order += 1
        for spelling in (site.name, site.id, *site.aliases):
            yield _Name("site", site.id, site.name, order, frozenset(place_words(spelling)))
    for device in inventory.devices.values():
        order += 1
        for spelling in (device.name, device.id, *device.aliases):
            yield _Name("device", device.id, device.name, order, frozenset(place_words(spelling)))


def _score(words: Iterable[str], likeness: Mapping[str, float], known: float) -> float:
    words = tuple(words)
    had = {word: likeness[word] for word in words if word in likeness}
    said_in_full = len(words) > 1 and len(had) == len(words)
    if not said_in_full and not any(_tells(word) for word in had):
        return 0.0
    whole = sum(_weight(word) for word in words)
    covered = sum(_weight(word) * alike for word, alike in had.items()) / whole
    explained = sum(_weight(word) for word in had) / known
    return 100 * covered * (0.6 + 0.4 * explained)


def _weight(word: str) -> float:
    return 1.0 if _tells(word) else _KIND_WEIGHT


def _tells(word: str) -> bool:
    """Whether the word tells one place from another: a name, or a kind with its number (`smp4`)."""
    return word not in KINDS


def _slips_allowed(word: str) -> int:
    return 0 if len(word) < 5 else 1 if len(word) < 8 else 2

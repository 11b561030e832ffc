"""Which site or device a person means who writes about it in passing.

Each name, alias and id is a set of words with weights: words of many names (`KINDS`) weigh little. A name's
score grows with the share of its weight that the text has (typos allowed), and with the share of the text's
known words that it explains. A name of which the text has only words of many names is no match, unless the
text has it whole (`router utama`). Where a place is named together with the kecamatan that it lies in, the
kecamatan's own office is hardly meant; nor is anything that is no school where the text has one of that name. A place
of another number than the text's is not meant at all.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise, takewhile
from operator import attrgetter
from typing import Literal, NamedTuple

from rapidfuzz.distance import OSA

from netwatch.inventory.model import Device, Inventory, Site
from netwatch.inventory.place_words import KINDS, SCHOOLS, place_words

Kind = Literal["site", "device"]

_KIND_WEIGHT = 0.35
_LEAST_SCORE = 60.0
_FARTHEST_FROM_BEST = 25.0
_DOUBTFUL = 0.7
"""What is left of the score of a place that is probably not meant."""


@dataclass(frozen=True, slots=True)
class Match:
    """`score` from 0 to 100; only the order and the distance between scores mean something."""

    kind: Kind
    id: str
    name: str
    score: float


class _Name(NamedTuple):
    """One way to call a place. `order` is its place's rank in the inventory, sites first. `words`: none twice.

    Tuples and no sets, for an inventory of ten thousand devices has forty thousand of them.
    """

    kind: Kind
    id: str
    name: str
    order: int
    words: tuple[str, ...]
    kecamatan: frozenset[str]

    @property
    def telling(self) -> set[str]:
        return {word for word in self.words if _tells(word)}


class PlaceFinder:
    """The names of one inventory, prepared for many questions. `older`, of an inventory much like it, spares work."""

    def __init__(self, inventory: Inventory, older: "PlaceFinder | None" = None) -> None:
        known = {} if older is None else older._words_of_spellings()
        self._inventory = inventory
        self._names = list(_names(inventory, known))
        self._with_word: dict[str, list[_Name]] = {}
        for name in self._names:
            for word in name.words:
                self._with_word.setdefault(word, []).append(name)
        self._by_letter: dict[str, list[str]] = defaultdict(list)
        for word in self._with_word:
            self._by_letter[word[0]].append(word)

    def find(self, text: str, limit: int = 5) -> list[Match]:
        """At most `limit` places, best first, none twice; [] for a text that names no place."""
        words = place_words(text)
        likeness = self._likeness(words)
        known = sum(_weight(word) for word in likeness)
        named = list({id(name): name for word in likeness for name in self._with_word[word]}.values())
        around = _kecamatan_of_others(named, likeness)
        of_schools = self._names_of_schools(words)
        best: dict[tuple[Kind, str], tuple[float, _Name]] = {}
        for name in named:
            if self._is_misnumbered(name, words):
                continue
            score = _score(name, likeness, known)
            is_of_school = not of_schools.isdisjoint(name.words) and SCHOOLS.isdisjoint(name.words)
            if is_of_school or _is_only_around(name, around, likeness):
                score *= _DOUBTFUL
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

    def _words_of_spellings(self) -> dict[str, tuple[str, ...]]:
        return dict(zip(_spellings(self._inventory), (name.words for name in self._names), strict=True))

    def _is_misnumbered(self, name: _Name, words: tuple[str, ...]) -> bool:
        """`SD Pulasaren 2`, or `SD 2 Pulasaren`, where there is only an `SD Pulasaren 1`."""
        numbered = {word for other in self._names_like(name) for word in other.words if _number(word)}
        own = {word for word in numbered if _stem(word) in name.words}
        stems = {_stem(word) for word in own} | SCHOOLS.intersection(name.words)
        said = {_number(word) for word in words if _stem(word) in stems and _number(word)}
        return bool(own) and bool(said) and not said & {_number(word) for word in own}

    def _names_like(self, name: _Name) -> Iterator[_Name]:
        """All names of its place: they stand side by side."""
        first = bisect_left(self._names, name.order, key=attrgetter("order"))
        after = (self._names[at] for at in range(first, len(self._names)))
        return takewhile(lambda other: other.order == name.order, after)

    def _names_of_schools(self, words: tuple[str, ...]) -> set[str]:
        """`pulasaren` where the text has `SD Pulasaren`, or `SD 2 Pulasaren`."""
        named = [word for kind, word in pairwise(words) if _stem(kind) in SCHOOLS and _tells(word)]
        return {known for word in named for known, _ in self._alike(word)}

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


def _names(inventory: Inventory, known: Mapping[str, tuple[str, ...]]) -> Iterator[_Name]:
    """In the order of their places, sites first; `known`: the words of spellings."""
    order = 0
    around = {site.id: frozenset(place_words(site.kecamatan or "")) for site in inventory.sites.values()}
    nowhere: frozenset[str] = frozenset()
    for site in inventory.sites.values():
        order += 1
        for spelling in _spellings_of(site):
            words = known[spelling] if spelling in known else _once_each(spelling)
            yield _Name("site", site.id, site.name, order, words, around[site.id])
    for device in inventory.devices.values():
        order += 1
        where = around.get(device.site, nowhere)
        for spelling in _spellings_of(device):
            words = known[spelling] if spelling in known else _once_each(spelling)
            yield _Name("device", device.id, device.name, order, words, where)


def _spellings(inventory: Inventory) -> Iterator[str]:
    """In the order of `_names`."""
    for site in inventory.sites.values():
        yield from _spellings_of(site)
    for device in inventory.devices.values():
        yield from _spellings_of(device)


def _spellings_of(place: Site | Device) -> tuple[str, ...]:
    return (place.name, place.id, *place.aliases)


def _once_each(spelling: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(place_words(spelling)))


def _kecamatan_of_others(named: Iterable[_Name], likeness: Mapping[str, float]) -> set[str]:
    """The words that only say in which kecamatan a place lies that is named besides."""
    return {
        word
        for name in named
        if any(told in likeness for told in name.telling - name.kecamatan)
        for word in name.kecamatan
        if word in likeness and word not in name.words
    }


def _is_only_around(name: _Name, around: set[str], likeness: Mapping[str, float]) -> bool:
    told = {word for word in name.telling if word in likeness}
    return bool(told) and told <= around


def _stem(word: str) -> str:
    """`smp` of `smp4`"""
    return word.rstrip("0123456789")


def _number(word: str) -> str:
    """`4` of `smp4`, '' where it has none"""
    return word[len(_stem(word)) :]


def _score(name: _Name, likeness: Mapping[str, float], known: float) -> float:
    had = {word: likeness[word] for word in name.words if word in likeness}
    said_in_full = len(name.words) > 1 and len(had) == len(name.words)
    if not said_in_full and not any(_tells(word) for word in had):
        return 0.0
    whole = sum(_weight(word) for word in name.words)
    covered = sum(_weight(word) * alike for word, alike in had.items()) / whole
    where = {word for word in name.kecamatan if word in likeness}
    explained = sum(_weight(word) for word in had.keys() | where) / known
    return 100 * covered * (0.6 + 0.4 * explained)


def _weight(word: str) -> float:
    return 1.0 if _tells(word) else _KIND_WEIGHT


def _tells(word: str) -> bool:
    """Whether the word tells one place from another: a name, or a kind with its number (`smp4`)."""
    return word not in KINDS


def _slips_allowed(word: str) -> int:
    return 0 if len(word) < 5 else 1 if len(word) < 8 else 2

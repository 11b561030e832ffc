"""Who of the office is meant by a name in a line. Pure."""

import re
from collections.abc import Iterable

from netwatch.core.directory import Person

_WORD = re.compile(r"[^\W_]+")


def named(text: str, people: Iterable[Person]) -> list[Person]:
    """Those whose whole name, or one word of it that nobody else there shares, stands in the text; longest first."""
    people = list(people)
    words = _words(text)
    found = [person for person in people if _has(words, _words(person.name))]
    if not found:
        shared = [word for person in people for word in set(_words(person.name))]
        found = [p for p in people if any(w in words and shared.count(w) == 1 for w in _words(p.name))]
    return sorted(found, key=lambda person: -len(person.name))


def _has(words: list[str], name: list[str]) -> bool:
    return bool(name) and any(words[at : at + len(name)] == name for at in range(len(words) - len(name) + 1))


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())

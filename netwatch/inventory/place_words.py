"""How people of Cirebon write places: a text cut into words that compare.

The lists are vocabulary for matching, not sentences for anybody to read.
"""

import re
import unicodedata
from functools import lru_cache

_SAME_WORD = {
    "kec": "kecamatan",
    "camat": "kecamatan",
    "kel": "kelurahan",
    "lurah": "kelurahan",
    "pkm": "puskesmas",
    "puskes": "puskesmas",
    "smpn": "smp",
    "sdn": "sd",
    "sman": "sma",
    "smkn": "smk",
    "perempatan": "simpang",
    "pertigaan": "simpang",
    "prapatan": "simpang",
    "kamera": "cctv",
    "hotspot": "wifi",
    "mikrotik": "router",
    "ruter": "router",
    "swit": "switch",
    "swich": "switch",
    "pemkot": "balaikota",
}

_FILLING = frozenset(
    {"negeri", "kota", "cirebon", "kantor", "di", "yang", "dan", "dekat", "jalan", "jl", "jln"}
)
"""Words that tell no place from another."""

KINDS = frozenset(
    {
        "kecamatan", "kelurahan", "puskesmas", "sd", "smp", "sma", "smk", "wifi", "cctv", "simpang", "router",
        "switch", "server", "ups", "olt", "radio", "ap", "akses", "poin", "gedung", "ruang", "taman",
        "pasar", "sekolah", "distribusi", "utama", "rt", "sw", "internet", "link", "fiber", "fo", "backup",
        "gateway", "utara", "selatan", "timur", "barat", "dinas",
    }
)  # fmt: skip
"""Words of many names: they help to choose between places and name none alone."""

_WORDS_OF_TWO = (("wi", "fi", "wifi"), ("balai", "kota", "balaikota"), ("access", "point", "ap"))
_WORD = re.compile(r"[a-z]+|[0-9]+|[^\W_]+")


@lru_cache(maxsize=65_536)
def place_words(text: str) -> tuple[str, ...]:
    """The words of `text` in order: lower case, no accents, abbreviations written out, doubled words once.

    A number clings to the word before it (`SMP Negeri 4` gives `smp`, `smp4`), so that `jam 4` is no `SMP 4`;
    and `alun2` is `alun-alun`. Remembered: a reload asks for the names of all devices again, and few have changed.
    """
    words: list[str] = []
    for raw, glued in _joined(_raw_words(text)):
        if raw.isdigit():
            doubling = glued and raw == "2" and words and words[-1] not in KINDS
            if words and not doubling:
                words.append(f"{words[-1].rstrip('0123456789')}{int(raw[:6])}")
            continue
        word = _SAME_WORD.get(raw, raw)
        if word not in _FILLING and (not words or words[-1] != word):
            words.append(word)
    return tuple(words)


def _raw_words(text: str) -> list[tuple[str, bool]]:
    """Runs of letters or digits, each with whether it clings to the one before."""
    plain = text.casefold()
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    end = -1
    found = []
    for match in _WORD.finditer(plain):
        found.append((match[0], match.start() == end))
        end = match.end()
    return found


def _joined(raw: list[tuple[str, bool]]) -> list[tuple[str, bool]]:
    joined: list[tuple[str, bool]] = []
    for word, glued in raw:
        for first, second, whole in _WORDS_OF_TWO:
            if word == second and joined and joined[-1][0] == first:
                joined[-1] = (whole, joined[-1][1])
                break
        else:
            joined.append((word, glued))
    return joined

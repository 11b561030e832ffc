"""How people of Cirebon write places: a text cut into words that compare.

The lists are vocabulary for matching, not sentences for anybody to read.
"""

import re
import unicodedata
from itertools import pairwise
from sys import intern

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
    "absen": "absensi",
    "web": "website",
}

_FILLING = frozenset(
    {"negeri", "negri", "kota", "cirebon", "kantor", "di", "yang", "dan", "dekat", "jalan", "jl", "jln"}
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

SCHOOLS = frozenset({"sd", "smp", "sma", "smk"})

_BEFORE_NUMBER = frozenset({"n", "ke", "no", "nomor"})
"""What may stand between a school and its number: `SMP N 4`."""

_COUNTED = frozenset(
    {"detik", "menit", "mnt", "jam", "hari", "hr", "minggu", "bulan", "kali", "unit", "titik", "orang", "warga"}
)
"""What a number before it counts, so that it is no place's: `Pulasaren 2 hari mati`."""

_NUMBERS = {
    word: str(number)
    for number, word in enumerate(
        ("satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh"), start=1
    )
}

_WORDS_OF_TWO = (
    ("wi", "fi", "wifi"),
    ("balai", "kota", "balaikota"),
    ("bale", "kota", "balaikota"),
    ("wali", "kota", "walikota"),
    ("access", "point", "ap"),
    ("lampu", "merah", "simpang"),
    # the prosecutor's office, which is not the subdistrict with the like name
    ("kejaksaan", "negeri", "kejaksaannegeri"),
    ("kejaksaan", "tinggi", "kejaksaantinggi"),
)
_WORD = re.compile(r"[a-z]+|[0-9]+|[^\W_]+")


def place_words(text: str) -> tuple[str, ...]:
    """The words of `text` in order: lower case, no accents, abbreviations written out, doubled words once.

    A number clings to the word before it (`SMP Negeri 4` gives `smp`, `smp4`), so that `jam 4` is no `SMP 4`, and a
    school's may be spelled out; one that counts something is left out. `alun2` is `alun-alun`. A word is one object in
    all texts.
    """
    words: list[str] = []
    for (raw, glued), (after, _) in pairwise([*_joined(_raw_words(text)), ("", False)]):
        of_school = _names_a_school(words)
        if of_school and raw in _BEFORE_NUMBER and (after.isdigit() or after in _NUMBERS):
            continue
        number = _NUMBERS.get(raw, raw) if of_school else raw
        if number.isdigit():
            counting = after in _COUNTED and words and words[-1] not in SCHOOLS
            doubling = glued and number == "2" and words and words[-1] not in KINDS
            if words and not counting and not doubling:
                words.append(f"{words[-1].rstrip('0123456789')}{int(number[:6])}")
            continue
        word = _SAME_WORD.get(raw, raw)
        if word not in _FILLING and (not words or words[-1] != word):
            words.append(word)
    return tuple(map(intern, words))


def _names_a_school(words: list[str]) -> bool:
    """Whether they end with a school that has no number yet: `SMP`, `SD Pulasaren`."""
    match words:
        case [*_, last] if last in SCHOOLS:
            return True
        case [*_, before, last]:
            return before in SCHOOLS and last.isalpha()
        case _:
            return False


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

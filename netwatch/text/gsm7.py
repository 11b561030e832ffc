"""The alphabet of SMS: what every phone and modem can show, and how many messages a text takes.

3GPP TS 23.038, default alphabet and its extension table. A text in it takes half the room of one in UCS-2.
"""

import unicodedata

ONE = 160
"""Septets of a text that fits into one message."""

EACH = 153
"""Septets in each message of a longer one: the rest numbers the parts."""

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENSION = frozenset("\f^{}\\[~]|€")
_ALIKE = {
    "—": "-", "–": "-", "‐": "-", "‑": "-", "−": "-", "•": "-", "·": "-", "“": '"', "”": '"', "„": '"', "‘": "'",
    "’": "'", "`": "'", "…": "...", "×": "x", "→": "->", "\u00a0": " ",
}  # fmt: skip


def gsm7(text: str) -> str:
    """`text` in the alphabet: accents are taken off, signs replaced by those alike, pictures left out, and what
    has no likeness becomes `?`."""
    return "".join(_likeness(char) for char in text)


def septets(text: str) -> int:
    """The room that a text of the alphabet takes; some brackets take two."""
    return sum(2 if char in _EXTENSION else 1 for char in text)


def parts(text: str) -> int:
    """How many SMS a text of the alphabet takes. No character is split between two."""
    if septets(text) <= ONE:
        return 1
    count, room = 1, EACH
    for char in text:
        need = septets(char)
        if need > room:
            count, room = count + 1, EACH
        room -= need
    return count


def _likeness(char: str) -> str:
    if char in _BASIC or char in _EXTENSION:
        return char
    if char in _ALIKE:
        return _ALIKE[char]
    plain = "".join(each for each in unicodedata.normalize("NFKD", char) if each in _BASIC)
    if plain:
        return plain
    return "?" if unicodedata.category(char)[0] in "LN" else ""

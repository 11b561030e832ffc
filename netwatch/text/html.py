"""Telegram's HTML: what is not ours is made harmless and cut before it is put between our tags."""

import re
import unicodedata
from html import unescape

LIMIT = 4096
"""Characters of one message after parsing. Counted as UTF-16 units, the stricter reading."""

ELLIPSIS = "…"
_TAG = re.compile(r"</?[a-z-]+(?: href=\"[^\"]*\")?>")
_BIDI_CONTROLS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})
_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"


def tidy(text: str) -> str:
    """One line without control characters, lone surrogates and direction overrides."""
    kept = (" " if char.isspace() else char for char in text if char not in _BIDI_CONTROLS)
    return " ".join("".join(c for c in kept if unicodedata.category(c) not in ("Cc", "Cs")).split())


def cut(text: str, limit: int) -> str:
    """At most `limit` characters, the last of them `…` where something was left out.

    What combines with the character before it (accents, emoji joiners) is not left dangling.
    """
    if len(text) <= limit:
        return text
    kept = text[: max(limit - 1, 0)]
    while kept and (text[len(kept)] == "\u200d" or unicodedata.category(text[len(kept)]).startswith("M")):
        kept = kept[:-1]
    return kept.rstrip(" \u200d") + ELLIPSIS


def plain(text: str, limit: int) -> str:
    """Data for a place that takes no markup: a toast, a button's label. At most `limit` UTF-16 units."""
    text = tidy(text)
    text = cut(text, _fitting(text, limit))
    if any(unicodedata.bidirectional(char) in _RIGHT_TO_LEFT for char in text):
        return f"{_ISOLATE}{text}{_END_ISOLATE}"
    return text


def _fitting(text: str, limit: int) -> int:
    """How many characters fit into so many UTF-16 units."""
    for at, char in enumerate(text):
        limit -= 2 if ord(char) > 0xFFFF else 1
        if limit < 0:
            return at
    return len(text)


def data(text: str, limit: int = 80) -> str:
    """Data inside HTML: tidied, cut, then escaped, so that no cut falls into an entity.

    Right-to-left data is isolated, lest it turn the sentence around it.
    """
    return escaped(plain(text, limit))


def escaped(text: str) -> str:
    """For text that is tidy and bounded already."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def bold(html: str) -> str:
    return f"<b>{html}</b>"


def capitalised(html: str) -> str:
    return html[:1].upper() + html[1:]


def quote(html: str) -> str:
    return f"<blockquote>{html}</blockquote>"


def code(html: str) -> str:
    """Copied with one tap."""
    return f"<code>{html}</code>"


def mention(html: str, telegram_id: int) -> str:
    """The name as a link to the person, who is told even in a group that is muted."""
    return f'<a href="tg://user?id={telegram_id}">{html}</a>'


def seen(html: str) -> str:
    """The text that is left after parsing."""
    return unescape(_TAG.sub("", html))


def length(html: str) -> int:
    """What Telegram counts, in UTF-16 units."""
    return len(seen(html).encode("utf-16-le")) // 2

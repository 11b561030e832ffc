"""Marked stretches of a text. Offsets and lengths count UTF-16 code units, as everywhere in Telegram."""

import re
from dataclasses import dataclass
from typing import Any

from netwatch.demo.botapi.user import User

_FOUND_BY_TELEGRAM = (
    ("bot_command", re.compile(r"(?<![\w/])/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?(?![\w/])")),
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}\b")),
    ("mention", re.compile(r"(?<![\w@.])@[A-Za-z]\w{3,31}\b")),
    ("hashtag", re.compile(r"(?<![\w#])#\w*[^\W\d]\w*")),
    ("url", re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)]")),
)


@dataclass(frozen=True, slots=True)
class Entity:
    type: str
    offset: int
    length: int
    url: str | None = None
    language: str | None = None
    custom_emoji_id: str | None = None
    user: User | None = None

    @property
    def end(self) -> int:
        return self.offset + self.length

    def as_json(self) -> dict[str, Any]:
        extra = {"url": self.url, "language": self.language, "custom_emoji_id": self.custom_emoji_id}
        shown: dict[str, Any] = {"offset": self.offset, "length": self.length, "type": self.type}
        shown.update({name: value for name, value in extra.items() if value is not None})
        if self.user is not None:
            shown["user"] = self.user.as_json()
        return shown


def utf16_length(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)


def find_entities(text: str, marked: tuple[Entity, ...] = ()) -> tuple[Entity, ...]:
    """`marked` and, outside of code and links, what Telegram recognises itself; in the order of the text."""
    closed = [e for e in marked if e.type in ("code", "pre", "text_link", "text_mention")]
    found = list(marked)
    for kind, pattern in _FOUND_BY_TELEGRAM:
        for match in pattern.finditer(text):
            offset = utf16_length(text[: match.start()])
            entity = Entity(kind, offset, utf16_length(match.group()))
            if not any(entity.offset < other.end and other.offset < entity.end for other in closed):
                found.append(entity)
                closed.append(entity)
    return tuple(sorted(found, key=lambda e: (e.offset, -e.length)))

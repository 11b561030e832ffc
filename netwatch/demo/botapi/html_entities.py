"""Telegram's HTML: which tags it knows, what it makes of them, and how it complains.

The rules and the complaints are those of `parse_html` in tdlib's MessageEntity.cpp: unknown tags, stray and
unmatched ends are errors; of literal entities only &lt; &gt; &amp; &quot; exist, others stay as they are.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import urlsplit, urlunsplit

from netwatch.demo.botapi.entities import Entity, utf16_length
from netwatch.demo.botapi.user import User

FindUser = Callable[[int], User | None]

_TYPES = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler",
    "span": "spoiler", "code": "code", "pre": "pre", "a": "text_link", "tg-emoji": "custom_emoji",
    "blockquote": "blockquote",
}  # fmt: skip
_LITERALS = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#(?P<number>x[0-9A-Fa-f]+|[0-9]+)|(?P<name>[A-Za-z]+));?")
_ATTRIBUTE = re.compile(r"[^\s=>/\"']+")
_NAME_TOKEN = re.compile(r"[A-Za-z0-9.-]*")
_USER_LINK = re.compile(r"tg://user\?id=(\d+)$")


class HtmlError(ValueError):
    """Why the text is not Telegram's HTML; byte offsets are into its UTF-8."""


@dataclass(frozen=True, slots=True)
class _Open:
    tag: str
    argument: str
    offset: int
    start: int


def parse_html(source: str, find_user: FindUser) -> tuple[str, list[Entity]]:
    """The text without its tags, and the entities in the order of their ends. Raises HtmlError."""
    return _Parser(source, find_user).parse()


class _Parser:
    def __init__(self, source: str, find_user: FindUser) -> None:
        self.source = source
        self.at = 0
        self.text: list[str] = []
        self.offset = 0
        self.open: list[_Open] = []
        self.entities: list[Entity] = []
        self.find_user = find_user

    def parse(self) -> tuple[str, list[Entity]]:
        while self.at < len(self.source):
            character = self.source[self.at]
            if character == "<":
                begin = self.at
                self.at += 1
                if self._peek() == "/":
                    self._end_tag(begin)
                else:
                    self._start_tag(begin)
            elif character == "&":
                decoded, self.at = _decode(self.source, self.at)
                self._emit(decoded)
            else:
                self.at += 1
                self._emit(character)
        if self.open:
            raise HtmlError(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        # only inside <pre> does a language survive
        entities = [replace(each, language=None) if each.type == "code" else each for each in self.entities]
        return "".join(self.text), entities

    def _emit(self, piece: str) -> None:
        self.text.append(piece)
        self.offset += utf16_length(piece)

    def _peek(self) -> str:
        return self.source[self.at] if self.at < len(self.source) else ""

    def _skip_spaces(self) -> None:
        while self._peek().isspace():
            self.at += 1

    def _place(self, index: int) -> str:
        return f"at byte offset {len(self.source[:index].encode())}"

    def _tag_name(self, begin: int) -> str:
        while (character := self._peek()) and not character.isspace() and character != ">":
            self.at += 1
        return self.source[begin : self.at].lower()

    def _start_tag(self, begin: int) -> None:
        tag = self._tag_name(begin + 1)
        if not self._peek():
            raise HtmlError(f"Unclosed start tag {self._place(begin)}")
        if tag not in _TYPES:
            raise HtmlError(f'Unsupported start tag "{tag}" {self._place(begin)}')
        argument = ""
        while True:
            self._skip_spaces()
            if self._peek() == ">":
                break
            name, value = self._attribute(tag, begin)
            argument = _argument(tag, name, value, argument)
        self.at += 1
        if tag == "span" and argument != "spoiler":
            raise HtmlError(f'Tag "span" must have class "tg-spoiler" {self._place(begin)}')
        self.open.append(_Open(tag, argument, self.offset, len(self.text)))

    def _attribute(self, tag: str, begin: int) -> tuple[str, str | None]:
        if not (found := _ATTRIBUTE.match(self.source, self.at)):
            if not self._peek():
                raise HtmlError(f'Unclosed start tag "{tag}" {self._place(begin)}')
            raise HtmlError(f'Empty attribute name in the tag "{tag}" {self._place(begin)}')
        self.at = found.end()
        self._skip_spaces()
        if self._peek() not in ("=", ""):
            return found.group(), None
        self.at += 1
        self._skip_spaces()
        quote = self._peek()
        if not quote:
            raise HtmlError(f'Unclosed start tag "{tag}" {self._place(begin)}')
        value = self._quoted(quote) if quote in "'\"" else self._name_token()
        if not self._peek():
            raise HtmlError(f"Unclosed start tag {self._place(begin)}")
        return found.group(), value

    def _quoted(self, quote: str) -> str:
        self.at += 1
        pieces = []
        while (character := self._peek()) and character != quote:
            if character == "&":
                piece, self.at = _decode(self.source, self.at)
            else:
                piece, self.at = character, self.at + 1
            pieces.append(piece)
        self.at += 1
        return "".join(pieces)

    def _name_token(self) -> str:
        begin = self.at
        found = _NAME_TOKEN.match(self.source, begin)
        self.at = found.end() if found else begin
        if (character := self._peek()) and not character.isspace() and character != ">":
            raise HtmlError(f"Unexpected end of name token {self._place(begin)}")
        return self.source[begin : self.at].lower()

    def _end_tag(self, begin: int) -> None:
        if not self.open:
            raise HtmlError(f"Unexpected end tag {self._place(begin)}")
        self.at += 1
        tag = self._tag_name(self.at)
        self._skip_spaces()
        if self._peek() != ">":
            raise HtmlError(f"Unclosed end tag {self._place(begin)}")
        self.at += 1
        opened = self.open.pop()
        if tag and tag != opened.tag:
            raise HtmlError(
                f'Unmatched end tag {self._place(begin)}, expected "</{opened.tag}>", found "</{tag}>"'
            )
        if self.offset > opened.offset:
            self._close(opened)

    def _close(self, opened: _Open) -> None:
        length = self.offset - opened.offset
        if opened.tag == "a":
            self._close_link(opened, length)
            return
        if opened.tag in ("pre", "code") and self._close_as_program(opened, length):
            return
        kind = _TYPES[opened.tag]
        if opened.tag == "blockquote" and opened.argument:
            kind = "expandable_blockquote"
        if opened.tag == "tg-emoji" and not (opened.argument.isdecimal() and int(opened.argument)):
            raise HtmlError("Invalid custom emoji identifier specified")
        emoji = opened.argument if opened.tag == "tg-emoji" else None
        self.entities.append(Entity(kind, opened.offset, length, custom_emoji_id=emoji,
                                    language=opened.argument or None if opened.tag == "code" else None))

    def _close_as_program(self, opened: _Open, length: int) -> bool:
        """<pre><code class="language-…"> in either order is one `pre` with its language."""
        last = self.entities[-1] if self.entities else None
        if last is None or (last.offset, last.length) != (opened.offset, length):
            return False
        language = last.language if opened.tag == "pre" else opened.argument
        if {last.type, opened.tag} != {"pre", "code"} or not language:
            return False
        self.entities[-1] = Entity("pre", opened.offset, length, language=language)
        return True

    def _close_link(self, opened: _Open, length: int) -> None:
        url = opened.argument or "".join(self.text[opened.start :])
        if found := _USER_LINK.match(url):
            if user := self.find_user(int(found.group(1))):
                self.entities.append(Entity("text_mention", opened.offset, length, user=user))
        elif checked := _checked_url(url):
            self.entities.append(Entity("text_link", opened.offset, length, url=checked))


def _argument(tag: str, name: str, value: str | None, current: str) -> str:
    """What the attribute means to the tag; `current` where it means nothing."""
    if tag == "blockquote" and name == "expandable":
        return "1"
    if value is None:
        return current
    if (tag, name) in (("a", "href"), ("tg-emoji", "emoji-id")):
        return value
    if (tag, name) == ("code", "class") and value.startswith("language-"):
        return value.removeprefix("language-")
    if (tag, name) == ("span", "class") and value.startswith("tg-"):
        return value.removeprefix("tg-")
    return current


def _decode(source: str, at: int) -> tuple[str, int]:
    """The character that stands at `at` and where the next one begins; an unknown reference is a plain &."""
    if not (found := _REFERENCE.match(source, at)):
        return "&", at + 1
    if name := found["name"]:
        return (_LITERALS[name], found.end()) if name in _LITERALS else ("&", at + 1)
    number = found["number"]
    code = int(number[1:], 16) if number[0] == "x" else int(number)
    if code == 0 or code >= 0x10FFFF or 0xD800 <= code <= 0xDFFF or len(number) >= 8:
        return "&", at + 1
    return chr(code), found.end()


def _checked_url(url: str) -> str | None:
    """As a client gets it back: with a scheme and a path; None for what is no link (the text stays plain)."""
    if "://" not in url:
        url = f"http://{url}"
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme == "tg":
        return url
    if parts.scheme not in ("http", "https", "ton") or "." not in parts.netloc or " " in parts.netloc:
        return None
    return urlunsplit(parts._replace(path=parts.path or "/"))

"""From `text` and `parse_mode` to what a person reads: parsed, trimmed, measured."""

from dataclasses import dataclass
from typing import Any

from netwatch.demo.botapi.entities import Entity, find_entities, utf16_length
from netwatch.demo.botapi.errors import bad_request
from netwatch.demo.botapi.html_entities import FindUser, HtmlError, parse_html

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
_GIVEN_TYPES = frozenset({
    "bold", "italic", "underline", "strikethrough", "spoiler", "code", "pre", "text_link", "blockquote",
    "expandable_blockquote", "custom_emoji",
})  # fmt: skip
_FOUND_TYPES = frozenset({
    "mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bank_card_number",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class FormattedText:
    text: str
    entities: tuple[Entity, ...] = ()

    def entities_json(self) -> list[dict[str, Any]]:
        return [entity.as_json() for entity in self.entities]


def plain(text: str) -> FormattedText:
    return FormattedText(text, find_entities(text))


def message_text(source: str, parse_mode: str, entities: Any, find_user: FindUser) -> FormattedText:
    """Raises a 400 for text that is empty, malformed or longer than 4,096 characters after parsing."""
    if not source:
        raise bad_request("message text is empty")
    formatted = _formatted(source, parse_mode, entities, find_user)
    if not formatted.text:
        raise bad_request("text must be non-empty")
    if len(formatted.text) > TEXT_LIMIT:
        raise bad_request("message is too long")
    return formatted


def caption(source: str, parse_mode: str, entities: Any, find_user: FindUser) -> FormattedText:
    """Raises a 400 for a caption that is malformed or longer than 1,024 characters after parsing."""
    formatted = _formatted(source, parse_mode, entities, find_user)
    if len(formatted.text) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    return formatted


def _formatted(source: str, parse_mode: str, entities: Any, find_user: FindUser) -> FormattedText:
    mode = parse_mode.lower()
    if len(source.encode()) > 1 << 15:
        raise bad_request("text is too long")
    if mode == "html":
        try:
            text, marked = parse_html(source, find_user)
        except HtmlError as error:
            raise bad_request(f"can't parse entities: {error}") from None
    elif mode in ("", "none"):
        text, marked = source, _given(entities)
    elif mode in ("markdown", "markdownv2"):
        raise bad_request(f"this server does not parse {parse_mode}; send HTML")
    else:
        raise bad_request("unsupported parse_mode")
    return _trimmed(text, marked)


def _given(entities: Any) -> list[Entity]:
    marked = []
    for given in entities if isinstance(entities, list) else []:
        if not isinstance(given, dict) or not isinstance(given.get("type"), str):
            raise bad_request("can't parse MessageEntity: expected an Object")
        kind = given["type"]
        if kind in _FOUND_TYPES:
            continue
        if kind not in _GIVEN_TYPES:
            raise bad_request("can't parse MessageEntity: Unsupported type specified")
        offset, length = given.get("offset"), given.get("length")
        if not isinstance(offset, int) or not isinstance(length, int):
            raise bad_request('can\'t parse MessageEntity: Field "offset" must be of type Number')
        marked.append(Entity(kind, offset, length, given.get("url"), given.get("language"),
                             given.get("custom_emoji_id")))
    return marked


def _trimmed(text: str, marked: list[Entity]) -> FormattedText:
    stripped = text.strip()
    cut = utf16_length(text[: len(text) - len(text.lstrip())]) if stripped else 0
    end = utf16_length(stripped)
    kept = []
    for entity in marked:
        begin, stop = max(entity.offset - cut, 0), min(entity.end - cut, end)
        if begin < stop:
            kept.append(Entity(entity.type, begin, stop - begin, entity.url, entity.language,
                               entity.custom_emoji_id, entity.user))
    return FormattedText(stripped, find_entities(stripped, tuple(kept)))

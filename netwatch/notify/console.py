"""The channel `console`, for running without a token: prints what Telegram would show."""

import unicodedata
from datetime import datetime, tzinfo
from html.parser import HTMLParser
from typing import TextIO

from rich.console import Console
from rich.text import Text

from netwatch.core.message import Notification, Receipt, Retry, Sent

_STYLE = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strike", "del": "strike", "strike": "strike", "code": "cyan", "pre": "cyan", "a": "underline blue",
}  # fmt: skip


class ConsoleChannel:
    """Implements `netwatch.core.message.Channel`. Styled where `stream` is a terminal, plain text elsewhere."""

    name = "console"

    def __init__(self, stream: TextIO, zone: tzinfo) -> None:
        self._console = Console(file=stream, soft_wrap=True, highlight=False, markup=False, emoji=False)
        self._zone = zone

    async def send(self, notification: Notification) -> Receipt:
        """The notification's id stands in for Telegram's id of the message, so that cards are edited here too."""
        try:
            self._console.print(render(notification, datetime.now(self._zone)))
        except (OSError, ValueError) as error:
            # Nobody reads any more, or the stream's encoding cannot say it.
            return Retry(f"cannot print: {type(error).__name__}", whole_channel=True)
        card = notification.card_message_id if notification.card else None
        return Sent(notification.edits or card or notification.id)


def render(notification: Notification, at: datetime) -> Text:
    """A heading (who, when, what kind), the message indented, its buttons in brackets, and an empty line."""
    to, message = notification.to, notification.message
    marks = [at.strftime("%H:%M:%S")]
    edited = notification.edits or (notification.card_message_id if notification.card else None)
    if edited is not None:
        marks.append(f"edits #{edited}")
    elif notification.card_message_id is not None:
        marks.append(f"replies to #{notification.card_message_id}")
    else:
        marks.append(f"#{notification.id}")
    if message.silent:
        marks.append("silent")
    who = f"{to.person} ({to.chat_id})" if to.person else f"group {to.chat_id}"
    body = readable(message.html)
    body.rstrip()
    lines = list(body.split("\n"))
    lines += [Text(f"( {'document' if each.is_document else 'photo'} )", style="dim") for each in message.media]
    lines += [Text(" ".join(f"[ {button.label} ]" for button in row), style="reverse") for row in message.buttons]
    # A Text's own style would colour all that follows; these are spans.
    shown = Text().append(f"→ {_printable(who)}", style="bold green").append(f"  {', '.join(marks)}", style="dim")
    for line in lines:
        shown.append("\n  ").append_text(line)
    return shown.append("\n")


def readable(html: str) -> Text:
    """Telegram's HTML as styled text, entities decoded."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.text


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = Text()
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open.append(tag)
        if tag == "blockquote":
            self.text.append("│ ", style="dim")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            del self._open[len(self._open) - 1 - self._open[::-1].index(tag)]

    def handle_data(self, data: str) -> None:
        style = " ".join(_STYLE[tag] for tag in self._open if tag in _STYLE)
        data = _printable(data)
        if "blockquote" in self._open:
            data = data.replace("\n", "\n│ ")
        self.text.append(data, style=style or None)


def _printable(text: str) -> str:
    """Without control characters: a terminal obeys them."""
    return "".join(char for char in text if char == "\n" or unicodedata.category(char) != "Cc")

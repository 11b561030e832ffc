import io
import os
import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from netwatch.core.message import Button, Kind, Message, Notification, Recipient, Retry, Sent
from netwatch.notify.console import ConsoleChannel, readable, render

AT = datetime(2026, 11, 1, 7, 5, 9, tzinfo=UTC).astimezone(ZoneInfo("Asia/Jakarta"))
HTML = "<b>Router &amp; AP</b> mati\n<i>sejak</i> 07:05"


def notification(
    card: bool = False, card_message_id: int | None = None, person: str | None = "Dedi", chat_id: int = 2003,
    message: Message | None = None, edits: int | None = None,
) -> Notification:
    return Notification(
        id=12, to=Recipient("console", chat_id, person), kind=Kind.OPENED,
        message=message or Message(HTML), ticket_id=42, card=card, attempts=1,
        card_message_id=card_message_id, edits=edits,
    )


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        pytest.param(
            notification(), "→ Dedi (2003)  14:05:09, #12\n  Router & AP mati\n  sejak 07:05\n", id="a new message"
        ),
        pytest.param(
            notification(card=True, card_message_id=7),
            "→ Dedi (2003)  14:05:09, edits #7\n  Router & AP mati\n  sejak 07:05\n", id="a card's edit",
        ),
        pytest.param(
            notification(card_message_id=7, edits=9, message=Message("selesai")),
            "→ Dedi (2003)  14:05:09, edits #9\n  selesai\n", id="another message's edit",
        ),
        pytest.param(
            notification(card_message_id=7, person=None, chat_id=-100200, message=Message("selesai", silent=True)),
            "→ group -100200  14:05:09, replies to #7, silent\n  selesai\n", id="a silent reply to a group's card",
        ),
        pytest.param(
            notification(message=Message("x", ((Button("✅ Terima", "a"),), (Button("A", "b"), Button("[B]", "c"))))),
            "→ Dedi (2003)  14:05:09, #12\n  x\n  [ ✅ Terima ]\n  [ A ] [ [B] ]\n", id="rows of buttons",
        ),
        pytest.param(
            notification(message=Message("[bold]a[/bold] :smile: \x1b[31mred")),
            "→ Dedi (2003)  14:05:09, #12\n  [bold]a[/bold] :smile: [31mred\n",
            id="neither rich's markup nor a terminal's escapes are obeyed",
        ),
        pytest.param(
            notification(message=Message("<blockquote>satu\ndua</blockquote>")),
            "→ Dedi (2003)  14:05:09, #12\n  │ satu\n  │ dua\n", id="a quotation",
        ),
    ],
)
def test_what_a_message_looks_like(shown: Notification, expected: str) -> None:
    assert render(shown, AT).plain == expected


def test_tags_become_styles_and_entities_letters() -> None:
    text = readable("a <b>b <i>&lt;c&gt;</i></b> <code>d</code>")
    assert text.plain == "a b <c> d"
    assert [(text.plain[span.start : span.end], span.style) for span in text.spans] == [
        ("b ", "bold"), ("<c>", "bold italic"), ("d", "cyan"),
    ]


def test_tags_that_do_not_fit_are_read_without_raising() -> None:
    assert readable("</b>a<b>b</i>c & d &amp").plain == "abc & d &"


async def test_where_nobody_looks_there_is_plain_text_and_long_lines_stay_whole() -> None:
    stream = io.StringIO()
    channel = ConsoleChannel(stream, ZoneInfo("Asia/Jakarta"))
    assert await channel.send(notification(message=Message("<b>" + "kata " * 60 + "akhir</b>"))) == Sent(12)
    printed = stream.getvalue()
    assert "\x1b" not in printed
    assert "  " + "kata " * 60 + "akhir\n" in printed
    assert re.match(r"→ Dedi \(2003\)  \d\d:\d\d:\d\d, #12\n", printed)


async def test_on_a_terminal_bold_is_bold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)
    ours, theirs = os.openpty()
    with open(theirs, "w", encoding="utf-8") as stream:  # noqa: ASYNC230, PTH123
        await ConsoleChannel(stream, ZoneInfo("Asia/Jakarta")).send(notification())
        stream.flush()
        printed = os.read(ours, 4096).decode()
    os.close(ours)
    assert re.search(r"\x1b\[1mRouter & AP\x1b\[0m", printed)


async def test_a_card_keeps_its_id_when_it_is_edited() -> None:
    channel = ConsoleChannel(io.StringIO(), UTC)
    assert await channel.send(notification(card=True)) == Sent(12)
    assert await channel.send(notification(card=True, card_message_id=7)) == Sent(7)


async def test_a_closed_stream_is_no_reason_to_lose_a_message() -> None:
    stream = io.StringIO()
    channel = ConsoleChannel(stream, UTC)
    stream.close()
    assert await channel.send(notification()) == Retry("cannot print: ValueError", whole_channel=True)

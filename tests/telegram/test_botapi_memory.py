"""What the server keeps is bounded, and what it keeps of files is right."""

import struct

import pytest

from netwatch.demo.botapi.call_log import CAPACITY, Call, CallLog
from netwatch.demo.botapi.callbacks import KEPT
from netwatch.demo.botapi.files import FileStore, picture_size
from netwatch.demo.botapi.picture import sample_png
from netwatch.demo.botapi.telegram import Telegram
from netwatch.demo.botapi.world import MESSAGES_PER_CHAT
from tests.telegram.botapi_stage import accepted, refused


def jpeg(width: int, height: int) -> bytes:
    application = b"\xff\xe0" + struct.pack(">H", 16) + b"JFIF\x00" + bytes(9)
    frame = b"\xff\xc2" + struct.pack(">HBHH", 17, 8, height, width) + bytes(10)
    return b"\xff\xd8" + application + frame + b"\xff\xd9"


@pytest.mark.parametrize(
    ("data", "size"),
    [
        (sample_png(90, 60), (90, 60)),
        (jpeg(1280, 720), (1280, 720)),
        (jpeg(1280, 720)[:25], None),
        (b"%PDF-1.7", None),
        (b"", None),
    ],
    ids=["a PNG", "a progressive JPEG", "a JPEG cut short", "a PDF", "nothing"],
)
def test_the_size_of_a_picture_is_read(data: bytes, size: tuple[int, int] | None) -> None:
    assert picture_size(data) == size


def test_the_oldest_files_give_way() -> None:
    store = FileStore(capacity=25)
    first, second, third = (store.add(bytes([number]) * 10, "documents", "a.bin") for number in range(3))
    assert [store.by_id(each.file_id) for each in (first, second, third)] == [None, second, third]
    assert store.by_path(first.path) is None
    large = store.add(b"x" * 100, "documents", "b.bin")
    assert store.by_id(large.file_id) is large
    assert store.by_id(third.file_id) is None


async def test_the_oldest_messages_give_way() -> None:
    telegram = Telegram()
    rina = telegram.add_user(1, "Rina")
    for number in range(MESSAGES_PER_CHAT + 5):
        rina.say(str(number))
    assert [rina.screen()[0].text, len(rina.screen())] == ["5", MESSAGES_PER_CHAT]


async def test_the_oldest_presses_give_way() -> None:
    telegram = Telegram()
    rina = telegram.add_user(1, "Rina", started=True)
    markup = '{"inline_keyboard": [[{"text": "a", "callback_data": "a"}]]}'
    await accepted(telegram, "sendMessage", chat_id=1, text="x", reply_markup=markup)
    first = rina.tap("a")
    second = rina.tap("a")
    for _ in range(KEPT - 1):
        rina.tap("a")
    assert "query is too old" in await refused(telegram, "answerCallbackQuery", callback_query_id=first.id)
    await accepted(telegram, "answerCallbackQuery", callback_query_id=second.id)


def test_the_oldest_calls_give_way() -> None:
    log = CallLog()
    for number in range(CAPACITY + 3):
        log.add(Call(float(number), "getMe", {}, {"ok": True}))
    assert (len(log), next(iter(log)).at) == (CAPACITY, 3.0)


async def test_what_a_person_edits_reaches_the_bot_as_an_edit() -> None:
    telegram = Telegram()
    rina = telegram.add_user(1, "Rina")
    said = rina.say("/lapor kejaksan")
    rina.edit(said.id, "/lapor kejaksan internet mati")
    first, second = await accepted(telegram, "getUpdates")
    assert first["message"]["text"] == "/lapor kejaksan"
    assert second["edited_message"]["text"] == "/lapor kejaksan internet mati"
    assert rina.screen()[0].edited


async def test_only_ones_own_messages_can_be_edited() -> None:
    telegram = Telegram()
    rina = telegram.add_user(1, "Rina", started=True)
    sent = await accepted(telegram, "sendMessage", chat_id=1, text="x")
    with pytest.raises(ValueError, match="is not Rina's own"):
        rina.edit(sent["message_id"], "y")

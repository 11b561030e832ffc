"""sendMessage, sendPhoto, sendDocument, sendMediaGroup, sendChatAction."""

from dataclasses import dataclass
from typing import Any

from netwatch.demo.botapi.access import thread_of, writable_chat
from netwatch.demo.botapi.chats import Chat
from netwatch.demo.botapi.errors import bad_request
from netwatch.demo.botapi.formatting import FormattedText, caption, message_text
from netwatch.demo.botapi.keyboards import read_markup
from netwatch.demo.botapi.messages import Message
from netwatch.demo.botapi.methods.uploads import document_for, photo_for
from netwatch.demo.botapi.params import Params
from netwatch.demo.botapi.replies import replied_message
from netwatch.demo.botapi.world import World

ALBUM_ITEMS = 10
_ACTIONS = frozenset({
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice",
    "upload_document", "choose_sticker", "find_location", "record_video_note", "upload_video_note",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Envelope:
    """Where a message goes and how, the same for all kinds."""

    chat: Chat
    thread_id: int | None
    reply_to: Message | None
    silent: bool
    protected: bool


def send_message(world: World, params: Params) -> dict[str, Any]:
    entities = params.json("entities", "can't parse entities JSON object")
    text = message_text(params.text("text"), params.text("parse_mode"), entities, world.find_user)
    markup = read_markup(params)
    envelope = _envelope(world, params)
    world.spend(envelope.chat)
    return _post(world, envelope, text=text, markup=markup).as_json()


def send_photo(world: World, params: Params) -> dict[str, Any]:
    given = params.text("photo")
    if not given and "photo" not in params.files:
        raise bad_request("there is no photo in the request")
    text, markup = _caption(world, params), read_markup(params)
    envelope = _envelope(world, params)
    photo = photo_for(world, params, "photo", given)
    world.spend(envelope.chat)
    return _post(world, envelope, text=text, markup=markup, photo=photo).as_json()


def send_document(world: World, params: Params) -> dict[str, Any]:
    given = params.text("document")
    if not given and "document" not in params.files:
        raise bad_request("there is no document in the request")
    text, markup = _caption(world, params), read_markup(params)
    envelope = _envelope(world, params)
    document = document_for(world, params, "document", given)
    world.spend(envelope.chat)
    return _post(world, envelope, text=text, markup=markup, document=document).as_json()


def send_media_group(world: World, params: Params) -> list[dict[str, Any]]:
    params.required("media")
    media = params.json("media", "can't parse media JSON object")
    if not isinstance(media, list):
        raise bad_request("expected an Array of InputMedia")
    contents = [_album_item(world, params, item) for item in media]
    envelope = _envelope(world, params)
    if len(contents) > ALBUM_ITEMS:
        raise bad_request("too many messages to send as an album")
    if not contents:
        raise bad_request("there are no messages to send")
    if len({item["type"] for item in media}) > 1:
        raise bad_request("MEDIA_GROUPED_INVALID")
    world.spend(envelope.chat, len(contents))
    album = world.next_album_id() if len(contents) > 1 else None
    return [_post(world, envelope, media_group_id=album, **content).as_json() for content in contents]


def send_chat_action(world: World, params: Params) -> bool:
    if params.text("action").lower() not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    thread_of(writable_chat(world, params.text("chat_id")), params)
    return True


def _album_item(world: World, params: Params, item: Any) -> dict[str, Any]:
    complaint = "can't parse InputMedia: "
    if not isinstance(item, dict):
        raise bad_request(f"{complaint}expected an Object")
    kind, media = item.get("type"), str(item.get("media", ""))
    if kind not in ("photo", "document"):
        raise bad_request(f'{complaint}type "{kind}" is unsupported')
    if not media:
        raise bad_request(f"{complaint}media not found")
    text = caption(str(item.get("caption", "")), str(item.get("parse_mode", "")),
                   item.get("caption_entities"), world.find_user)
    if kind == "photo":
        return {"text": text, "photo": photo_for(world, params, "", media)}
    return {"text": text, "document": document_for(world, params, "", media)}


def _caption(world: World, params: Params) -> FormattedText:
    entities = params.json("caption_entities", "can't parse caption_entities JSON object")
    return caption(params.text("caption"), params.text("parse_mode"), entities, world.find_user)


def _envelope(world: World, params: Params) -> _Envelope:
    chat = writable_chat(world, params.text("chat_id"))
    thread_id = thread_of(chat, params)
    reply_to = replied_message(world, chat, params)
    if reply_to is not None and thread_id is None and reply_to.chat is chat:
        # a reply without a topic of its own goes where the other message stands
        thread_id = reply_to.thread_id
    return _Envelope(chat, thread_id, reply_to, params.boolean("disable_notification"),
                     params.boolean("protect_content"))


def _post(world: World, envelope: _Envelope, **content: Any) -> Message:
    return world.post(Message(
        id=world.next_message_id(envelope.chat), chat=envelope.chat, sender=world.bot, date=world.now(),
        silent=envelope.silent, protected=envelope.protected, reply_to=envelope.reply_to,
        thread_id=envelope.thread_id, **content,
    ))

"""A phone as the page gets it: its chats with the bot, as Telegram shows them."""

from datetime import datetime
from typing import Any

from netwatch.demo.botapi.files import StoredFile
from netwatch.demo.botapi.group import Group
from netwatch.demo.botapi.keyboards import inline_buttons
from netwatch.demo.botapi.messages import Message
from netwatch.demo.botapi.person import Person
from netwatch.demo.botapi.telegram import Telegram
from netwatch.demo.web.stage_json import ZONE
from sop.role import Role

NEWEST = 100
QUOTED = 80


def phone_json(person: Person, role: Role | None, telegram: Telegram) -> dict[str, Any]:
    groups = [group for group in telegram.groups.values()
              if group.chat.status_of(person.id).present and group.chat.migrated_to is None]
    chats = [_chat(person, None, telegram), *(_chat(person, group, telegram) for group in groups)]
    return {
        "id": person.id,
        "name": person.user.first_name,
        "role": role.value if role else "",
        "rings": sum(_rings(message) for chat in (person.private, *(group.chat for group in groups))
                     for message in chat.messages.values() if message.sender is not person.user),
        "chats": chats,
    }


def _rings(message: Message) -> bool:
    return not message.silent and message.service is None


def _chat(person: Person, group: Group | None, telegram: Telegram) -> dict[str, Any]:
    chat = group.chat if group else person.private
    messages = list(chat.messages.values())[-NEWEST:]
    keyboard, force_reply = _asked_below(messages)
    return {
        "id": chat.id,
        "title": chat.title or telegram.bot.first_name,
        "is_group": group is not None,
        "started": chat.started or group is not None,
        "menu": [{"command": each["command"], "description": each["description"]} for each in person.menu(group)],
        "keyboard": keyboard,
        "force_reply": force_reply,
        "messages": [_message(message, person) for message in messages],
    }


def _asked_below(messages: list[Message]) -> tuple[list[list[str]] | None, int | None]:
    """The keyboard below the chat, and the message to which the app has begun an answer."""
    for message in reversed(messages):
        markup = message.markup or {}
        if "keyboard" in markup:
            return [[button if isinstance(button, str) else button["text"] for button in row]
                    for row in markup["keyboard"]], None
        if "remove_keyboard" in markup:
            break
        if "force_reply" in markup and message is messages[-1]:
            return None, message.id
    return None, None


def _message(message: Message, person: Person) -> dict[str, Any]:
    text = message.text
    return {
        "id": message.id,
        "from": message.sender.first_name,
        "mine": message.sender is person.user,
        "from_bot": message.sender.is_bot,
        "text": text.text if text else "",
        "entities": text.entities_json() if text else [],
        "at": f"{datetime.fromtimestamp(message.date, ZONE):%H.%M}",
        "silent": message.silent,
        "edited": message.edit_date is not None and message.text_edited,
        "reply_to": _quoted(message.reply_to),
        "photo": _photo(message.photo),
        "document": {"src": f"file/{message.document.file_id}", "name": message.document.name or "file"}
        if message.document else None,
        "service": next(iter(message.service), "") if message.service else "",
        "wordless": next(iter(message.wordless), "") if message.wordless else "",
        "buttons": [[_button(button) for button in row] for row in inline_buttons(message.markup)],
    }


def _quoted(message: Message | None) -> dict[str, Any] | None:
    if message is None:
        return None
    text = message.text.text if message.text else ""
    return {"id": message.id, "from": message.sender.first_name, "text": " ".join(text.split())[:QUOTED]}


def _photo(photo: StoredFile | None) -> dict[str, Any] | None:
    if photo is None:
        return None
    width, height = photo.size or (4, 3)
    return {"src": f"file/{photo.file_id}", "width": width, "height": height}


def _button(button: dict[str, Any]) -> dict[str, str]:
    if "url" in button:
        return {"text": button["text"], "url": button["url"]}
    return {"text": button["text"], "data": button.get("callback_data", "")}

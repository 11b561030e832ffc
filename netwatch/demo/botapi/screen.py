"""What a person sees of a chat."""

from dataclasses import dataclass

from netwatch.demo.botapi.chats import Chat
from netwatch.demo.botapi.entities import Entity
from netwatch.demo.botapi.keyboards import inline_buttons
from netwatch.demo.botapi.messages import Message


@dataclass(frozen=True, slots=True)
class Shown:
    """`text` without markup, `entities` what is bold and so on in it; `buttons` the labels row by row.

    `reply_to` is the id of the message answered; `media` is photo, document, sticker, voice … or empty; `at` Unix
    time.
    """

    message_id: int
    sender: str
    from_bot: bool
    text: str
    entities: tuple[Entity, ...]
    buttons: tuple[tuple[str, ...], ...]
    silent: bool
    edited: bool
    reply_to: int | None
    thread_id: int | None
    media: str
    service: str
    pinned: bool
    reactions: tuple[str, ...]
    at: int


def screen_of(chat: Chat) -> list[Shown]:
    """The chat's messages, oldest first."""
    return [_shown(message) for message in chat.messages.values()]


def _shown(message: Message) -> Shown:
    text = message.text
    return Shown(
        message_id=message.id,
        sender=message.sender.first_name,
        from_bot=message.sender.is_bot,
        text=text.text if text else "",
        entities=text.entities if text else (),
        buttons=tuple(tuple(button["text"] for button in row) for row in inline_buttons(message.markup)),
        silent=message.silent,
        # an edit of the buttons alone shows nobody the word "edited"
        edited=message.edit_date is not None and message.text_edited,
        reply_to=message.reply_to.id if message.reply_to else None,
        thread_id=message.thread_id,
        media="photo" if message.photo else "document" if message.document else next(iter(message.wordless or ()), ""),
        service=next(iter(message.service), "") if message.service else "",
        pinned=message.id in message.chat.pinned,
        reactions=tuple(reaction["emoji"] for reaction in message.reactions),
        at=message.date,
    )

"""A message as it stands in its chat."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from netwatch.demo.botapi.files import StoredFile
from netwatch.demo.botapi.formatting import FormattedText
from netwatch.demo.botapi.user import User

if TYPE_CHECKING:
    from netwatch.demo.botapi.chats import Chat


@dataclass(slots=True, eq=False, kw_only=True)
class Message:
    """`text` of a text message or the caption of a picture or document; `service` of a service message; `wordless`
    a sticker, a voice message and the like, as Telegram tells of them.

    `text_edited`: more than its buttons has changed. `date` and `edit_date` are Unix times in whole seconds.
    `markup` is the inline keyboard below it.
    """

    id: int
    chat: "Chat"
    sender: User
    date: int
    text: FormattedText | None = None
    photo: StoredFile | None = None
    document: StoredFile | None = None
    wordless: dict[str, Any] | None = None
    markup: dict[str, Any] | None = None
    silent: bool = False
    protected: bool = False
    reply_to: "Message | None" = None
    thread_id: int | None = None
    media_group_id: str | None = None
    edit_date: int | None = None
    text_edited: bool = False
    service: dict[str, Any] | None = None
    reactions: list[dict[str, Any]] = field(default_factory=list)

    @property
    def has_media(self) -> bool:
        return self.photo is not None or self.document is not None

    def as_json(self, *, nested: bool = False) -> dict[str, Any]:
        """`nested`: shown inside another message, so without the one it replies to itself."""
        shown: dict[str, Any] = {
            "message_id": self.id,
            "from": self.sender.as_json(),
            "chat": self.chat.as_json(),
            "date": self.date,
        }
        if self.edit_date is not None:
            shown["edit_date"] = self.edit_date
        if self.thread_id is not None:
            shown |= {"message_thread_id": self.thread_id, "is_topic_message": True}
        if self.reply_to is not None and not nested:
            shown["reply_to_message"] = self.reply_to.as_json(nested=True)
        if self.media_group_id is not None:
            shown["media_group_id"] = self.media_group_id
        if self.protected:
            shown["has_protected_content"] = True
        if self.photo is not None:
            shown["photo"] = self.photo.as_photo()
        if self.document is not None:
            shown["document"] = self.document.as_document()
        if self.text is not None and self.text.text:
            name = "caption" if self.has_media else "text"
            shown[name] = self.text.text
            if self.text.entities:
                shown["caption_entities" if self.has_media else "entities"] = self.text.entities_json()
        if self.markup is not None and "inline_keyboard" in self.markup:
            shown["reply_markup"] = self.markup
        return shown | (self.wordless or {}) | (self.service or {})

"""A scripted person: what one does with a thumb, and what one sees."""

from typing import TYPE_CHECKING, Any

from netwatch.demo.botapi.callbacks import CallbackAnswer, CallbackQuery
from netwatch.demo.botapi.chats import Chat, Status, member_json
from netwatch.demo.botapi.formatting import FormattedText, plain
from netwatch.demo.botapi.keyboards import inline_buttons
from netwatch.demo.botapi.messages import Message
from netwatch.demo.botapi.picture import sample_png
from netwatch.demo.botapi.screen import Shown, screen_of
from netwatch.demo.botapi.user import User
from netwatch.demo.botapi.world import World

if TYPE_CHECKING:
    from netwatch.demo.botapi.group import Group

PRESSER_WAITS = 15.0


class Person:
    """`group` None in every method: the private chat with the bot. What Telegram's app would not let a person
    do raises ValueError."""

    def __init__(self, world: World, user: User) -> None:
        self._world = world
        self.user = user
        self.private = Chat(user.id, "private", peer=user)
        world.chats[user.id] = self.private

    @property
    def id(self) -> int:
        return self.user.id

    def start(self, payload: str = "") -> Message:
        """Presses Start, with the payload of a t.me link; unblocks the bot where it was blocked."""
        self.unblock()
        return self.say(f"/start {payload}".rstrip())

    def say(self, text: str, group: "Group | None" = None, *, reply_to: int | None = None,
            thread_id: int | None = None) -> Message:
        chat = self._chat_to_write(group)
        return self._post(chat, plain(text), reply_to, thread_id)

    def send_photo(self, group: "Group | None" = None, *, data: bytes | None = None, caption: str = "",
                   reply_to: int | None = None, thread_id: int | None = None) -> Message:
        """`data` None: a small picture of our own."""
        return self.send_album([data], group, caption=caption, reply_to=reply_to, thread_id=thread_id)[0]

    def send_album(self, pictures: list[bytes | None], group: "Group | None" = None, *, caption: str = "",
                   reply_to: int | None = None, thread_id: int | None = None) -> list[Message]:
        chat = self._chat_to_write(group)
        album = self._world.next_album_id() if len(pictures) > 1 else None
        return [
            self._post(chat, plain(caption if number == 0 else ""), reply_to, thread_id, media_group_id=album,
                       photo=self._world.files.add(data or sample_png(), "photos"))
            for number, data in enumerate(pictures)
        ]

    def send_document(self, data: bytes, name: str, mime_type: str, group: "Group | None" = None, *,
                      caption: str = "", reply_to: int | None = None) -> Message:
        document = self._world.files.add(data, "documents", name, mime_type)
        return self._post(self._chat_to_write(group), plain(caption), reply_to, None, document=document)

    def send_sticker(self, emoji: str, group: "Group | None" = None, *, reply_to: int | None = None) -> Message:
        stored = self._world.files.add(sample_png(), "stickers", "sticker.webp")
        sticker = stored.identity() | {
            "type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False, "emoji": emoji,
        }
        return self._post(self._chat_to_write(group), None, reply_to, None, wordless={"sticker": sticker})

    def send_voice(self, seconds: int, group: "Group | None" = None, *, reply_to: int | None = None) -> Message:
        voice = self._world.files.add(b"OggS", "voice", "voice.oga").identity() | {"duration": seconds}
        return self._post(self._chat_to_write(group), None, reply_to, None, wordless={"voice": voice})

    def send_location(self, latitude: float, longitude: float, group: "Group | None" = None) -> Message:
        location = {"latitude": latitude, "longitude": longitude}
        return self._post(self._chat_to_write(group), None, None, None, wordless={"location": location})

    def edit(self, message_id: int, text: str, group: "Group | None" = None) -> Message:
        message = self._chat_to_write(group).messages[message_id]
        if message.sender is not self.user:
            raise ValueError(f"message {message_id} is not {self.user.first_name}'s own; edit one that is")
        message.text, message.edit_date, message.text_edited = plain(text), self._world.now(), True
        self._world.edited(message)
        return message

    def tap(self, button: str, message_id: int | None = None, group: "Group | None" = None) -> CallbackQuery:
        """Presses a button by its label or its data, on the newest message that has it, and looks away."""
        chat = self._chat_to_write(group)
        message, data = _find_button(chat, button, message_id)
        query = self._world.callbacks.open(self.user, message, data)
        self._world.updates.push("callback_query", query.as_json())
        self._world.changed.fire()
        return query

    async def press(self, button: str, message_id: int | None = None, group: "Group | None" = None, *,
                    within: float = PRESSER_WAITS) -> CallbackAnswer | None:
        """As `tap`, then watches: the answer seen, None when there was none within that many seconds."""
        query = self.tap(button, message_id, group)
        try:
            return await self._world.changed.wait_for(lambda: query.answer, within)
        except TimeoutError:
            return None

    def block(self) -> None:
        if not self.private.blocked:
            self.private.blocked = True
            self._tell_membership(Status.MEMBER, Status.KICKED)

    def unblock(self) -> None:
        if self.private.blocked:
            self.private.blocked = False
            self._tell_membership(Status.KICKED, Status.MEMBER)

    def screen(self, group: "Group | None" = None) -> list[Shown]:
        return screen_of(group.chat if group else self.private)

    def menu(self, group: "Group | None" = None) -> list[dict[str, Any]]:
        """The commands that the app's menu offers in the chat."""
        chat = group.chat if group else self.private
        administrator = chat.status_of(self.id) in (Status.CREATOR, Status.ADMINISTRATOR)
        return self._world.menu.seen_by(
            self.id, chat.id, private=chat.is_private, administrator=administrator,
            language=self.user.language_code or "",
        )

    def _chat_to_write(self, group: "Group | None") -> Chat:
        if group is None:
            if self.private.blocked:
                raise ValueError(f"{self.user.first_name} has blocked the bot; unblock() first")
            self.private.started = True
            return self.private
        chat = group.chat
        if chat.migrated_to is not None:
            raise ValueError(f"group {chat.id} is now {chat.migrated_to.id}; use what migrate() gave")
        if not chat.status_of(self.id).present:
            raise ValueError(f"{self.user.first_name} is not in {chat.title!r}; call group.join() first")
        return chat

    def _post(self, chat: Chat, text: FormattedText | None, reply_to: int | None, thread_id: int | None,
              **content: Any) -> Message:
        answered = chat.messages[reply_to] if reply_to is not None else None
        if thread_id is None and answered is not None:
            thread_id = answered.thread_id
        return self._world.post(Message(
            id=self._world.next_message_id(chat), chat=chat, sender=self.user, date=self._world.now(),
            text=text, reply_to=answered, thread_id=thread_id, **content,
        ))

    def _tell_membership(self, old: Status, new: Status) -> None:
        bot = self._world.bot
        self._world.updates.push("my_chat_member", {
            "chat": self.private.as_json(), "from": self.user.as_json(), "date": self._world.now(),
            "old_chat_member": member_json(bot, old), "new_chat_member": member_json(bot, new),
        })
        self._world.changed.fire()


def _find_button(chat: Chat, button: str, message_id: int | None) -> tuple[Message, str]:
    messages = reversed(chat.messages.values()) if message_id is None else [chat.messages[message_id]]
    offered = []
    for message in messages:
        for row in inline_buttons(message.markup):
            for candidate in row:
                if "callback_data" in candidate and button in (candidate["text"], candidate["callback_data"]):
                    return message, candidate["callback_data"]
                offered.append(candidate["text"])
    raise ValueError(f"no button {button!r} in chat {chat.id}; there are: {', '.join(offered) or 'none'}")

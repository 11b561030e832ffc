"""A scripted group: who is in it, its topics, and what becomes of it."""

from typing import Any

from netwatch.demo.botapi.chats import Chat, Status, member_json
from netwatch.demo.botapi.messages import Message
from netwatch.demo.botapi.person import Person
from netwatch.demo.botapi.screen import Shown, screen_of
from netwatch.demo.botapi.user import User
from netwatch.demo.botapi.world import World

TOPIC_COLOUR = 7322096


class Group:
    def __init__(self, world: World, chat: Chat) -> None:
        self._world = world
        self.chat = chat
        world.chats[chat.id] = chat

    @property
    def id(self) -> int:
        return self.chat.id

    def screen(self, thread_id: int | None = None) -> list[Shown]:
        """What members see; of one topic where `thread_id` is given."""
        return [shown for shown in screen_of(self.chat) if thread_id in (None, shown.thread_id)]

    def join(self, person: Person) -> None:
        self.chat.members[person.id] = Status.MEMBER
        self._announce(person.user, new_chat_members=[person.user.as_json()])

    def leave(self, person: Person) -> None:
        self._announce(person.user, left_chat_member=person.user.as_json())
        self.chat.members[person.id] = Status.LEFT

    def add_topic(self, name: str) -> int:
        """The new topic's thread id. Only supergroups have topics."""
        if self.chat.type != "supergroup":
            raise ValueError(f"{self.chat.title!r} is no supergroup; add_group(..., topics=True)")
        if self.chat.topics is None:
            self.chat.topics = {}
        thread_id = self._world.next_message_id(self.chat)
        self.chat.topics[thread_id] = name
        self._world.post(Message(
            id=thread_id, chat=self.chat, sender=self._owner(), date=self._world.now(), thread_id=thread_id,
            service={"forum_topic_created": {"name": name, "icon_color": TOPIC_COLOUR}},
        ))
        return thread_id

    def delete_topic(self, thread_id: int) -> None:
        topics = self.chat.topics
        if topics is None or thread_id not in topics:
            raise ValueError(f"{self.chat.title!r} has no topic {thread_id}; add_topic() gives its number")
        del topics[thread_id]

    def promote_bot(self) -> None:
        self._set_bot(Status.ADMINISTRATOR)

    def add_bot(self) -> None:
        self._set_bot(Status.MEMBER)

    def kick_bot(self) -> None:
        self._set_bot(Status.KICKED)

    def remove_bot(self) -> None:
        """Taken out without a ban: Telegram says "not a member", not "kicked"."""
        self._set_bot(Status.LEFT)

    def migrate(self, new_id: int | None = None) -> "Group":
        """Becomes a supergroup with another id; the old one only tells where it went."""
        if self.chat.type != "group" or self.chat.migrated_to is not None:
            raise ValueError(f"chat {self.chat.id} is no group that could become a supergroup")
        chat = Chat(new_id or -1_000_000_000_000 - abs(self.chat.id), "supergroup", title=self.chat.title,
                    members=dict(self.chat.members), last_bot=self.chat.last_bot)
        new = Group(self._world, chat)
        self._announce(self._owner(), migrate_to_chat_id=chat.id)
        new._announce(self._owner(), migrate_from_chat_id=self.chat.id)
        self.chat.migrated_to = chat
        return new

    def _owner(self) -> User:
        people = [self._world.users[number] for number in self.chat.members if number != self._world.bot.id]
        if not people:
            raise ValueError(f"{self.chat.title!r} has nobody in it; add_group(..., members=[...])")
        return people[0]

    def _announce(self, sender: User, **service: Any) -> None:
        self._world.post(Message(id=self._world.next_message_id(self.chat), chat=self.chat, sender=sender,
                                 date=self._world.now(), service=service))

    def _set_bot(self, status: Status) -> None:
        bot, old = self._world.bot, self.chat.status_of(self._world.bot.id)
        self.chat.members[bot.id] = status
        self._world.updates.push("my_chat_member", {
            "chat": self.chat.as_json(), "from": self._owner().as_json(), "date": self._world.now(),
            "old_chat_member": member_json(bot, old), "new_chat_member": member_json(bot, status),
        })
        self._world.changed.fire()

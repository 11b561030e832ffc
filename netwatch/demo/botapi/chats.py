"""A conversation: private, group or supergroup, who is in it and what stands in it."""

from collections import OrderedDict
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from netwatch.demo.botapi.messages import Message
from netwatch.demo.botapi.user import User


class Status(StrEnum):
    """A member's status, in the Bot API's words."""

    CREATOR = "creator"
    ADMINISTRATOR = "administrator"
    MEMBER = "member"
    LEFT = "left"
    KICKED = "kicked"

    @property
    def present(self) -> bool:
        return self not in (Status.LEFT, Status.KICKED)


@dataclass(slots=True, eq=False)
class Chat:
    """`members` of a group by user id; `topics` by thread id, None where the group has no topics.

    In a private chat `peer` is the person, `started` says that they once wrote to the bot, `blocked` that
    they blocked it. `last_bot` is the bot that spoke last, which decides who sees bare commands.
    """

    id: int
    type: str
    title: str | None = None
    peer: User | None = None
    started: bool = False
    blocked: bool = False
    members: dict[int, Status] = field(default_factory=dict)
    topics: dict[int, str] | None = None
    messages: OrderedDict[int, Message] = field(default_factory=OrderedDict)
    pinned: list[int] = field(default_factory=list)
    last_bot: int | None = None
    migrated_to: "Chat | None" = None

    @property
    def is_private(self) -> bool:
        return self.type == "private"

    def status_of(self, user_id: int) -> Status:
        if self.peer is not None and user_id == self.peer.id:
            return Status.MEMBER
        return self.members.get(user_id, Status.LEFT)

    def as_json(self) -> dict[str, Any]:
        shown: dict[str, Any] = {"id": self.id, "type": self.type}
        if self.title is not None:
            shown["title"] = self.title
        if self.peer is not None:
            names = {"first_name": self.peer.first_name, "last_name": self.peer.last_name,
                     "username": self.peer.username}
            shown.update({name: value for name, value in names.items() if value is not None})
        if self.topics is not None:
            shown["is_forum"] = True
        return shown


def member_json(user: User, status: Status) -> dict[str, Any]:
    """A ChatMember as the Bot API shows it."""
    shown: dict[str, Any] = {"user": user.as_json(), "status": status.value}
    if status is Status.CREATOR:
        shown["is_anonymous"] = False
    elif status is Status.KICKED:
        shown["until_date"] = 0
    elif status is Status.ADMINISTRATOR:
        rights = ("can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members",
                  "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories",
                  "can_delete_stories", "can_pin_messages")
        shown |= dict.fromkeys(rights, True)
        shown |= {"can_be_edited": False, "is_anonymous": False, "can_promote_members": False}
    return shown

"""An account: a person or a bot."""

from dataclasses import dataclass
from typing import Any


@dataclass(slots=True, eq=False)
class User:
    """`known`: the bot has met this account (in a group, say). Who is not known does not exist for it (400);
    who is known but never pressed Start cannot be written to (403)."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    is_bot: bool = False
    known: bool = True

    def as_json(self) -> dict[str, Any]:
        shown: dict[str, Any] = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        for name in ("last_name", "username", "language_code"):
            if (value := getattr(self, name)) is not None:
                shown[name] = value
        return shown


@dataclass(slots=True, eq=False)
class Bot(User):
    """`privacy`: in groups it sees only what is meant for it."""

    privacy: bool = True

    def as_full_json(self) -> dict[str, Any]:
        return self.as_json() | {
            "can_join_groups": True,
            "can_read_all_group_messages": not self.privacy,
            "supports_inline_queries": False,
            "supports_guest_queries": False,
            "can_connect_to_business": False,
            "has_main_web_app": False,
            "has_topics_enabled": False,
            "allows_users_to_create_topics": False,
            "can_manage_bots": False,
        }

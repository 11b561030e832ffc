"""The commands a bot has put into Telegram's menu, per scope and language."""

import json
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any

CAPACITY = 10_000

Commands = list[dict[str, Any]]


@dataclass(slots=True)
class CommandMenu:
    _lists: OrderedDict[tuple[str, str], Commands] = field(default_factory=OrderedDict)

    def set(self, scope: dict[str, Any], language: str, commands: Commands) -> None:
        self._lists[_key(scope, language)] = commands
        while len(self._lists) > CAPACITY:
            self._lists.popitem(last=False)

    def get(self, scope: dict[str, Any], language: str) -> Commands:
        return self._lists.get(_key(scope, language), [])

    def delete(self, scope: dict[str, Any], language: str) -> None:
        self._lists.pop(_key(scope, language), None)

    def seen_by(self, user_id: int, chat_id: int, *, private: bool, administrator: bool,
                language: str) -> Commands:
        """What the menu shows a person in a chat: the narrowest scope that has commands wins.

        The order is the one of core.telegram.org/bots/api#determining-list-of-commands.
        """
        scopes: list[dict[str, Any]] = []
        if private:
            scopes += [{"type": "chat", "chat_id": chat_id}, {"type": "all_private_chats"}]
        else:
            scopes.append({"type": "chat_member", "chat_id": chat_id, "user_id": user_id})
            if administrator:
                scopes.append({"type": "chat_administrators", "chat_id": chat_id})
            scopes.append({"type": "chat", "chat_id": chat_id})
            if administrator:
                scopes.append({"type": "all_chat_administrators"})
            scopes.append({"type": "all_group_chats"})
        scopes.append({"type": "default"})
        for scope in scopes:
            for code in (language, "") if language else ("",):
                if commands := self.get(scope, code):
                    return commands
        return []


def _key(scope: dict[str, Any], language: str) -> tuple[str, str]:
    normal = {name: str(value) for name, value in scope.items()}
    return json.dumps(normal, sort_keys=True), language

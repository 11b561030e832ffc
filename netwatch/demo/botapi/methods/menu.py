"""setMyCommands, getMyCommands, deleteMyCommands."""

import re
from typing import Any

from netwatch.demo.botapi.access import readable_chat
from netwatch.demo.botapi.errors import bad_request
from netwatch.demo.botapi.params import Params
from netwatch.demo.botapi.world import World

MOST_COMMANDS = 100
LONGEST_DESCRIPTION = 256
_COMMAND = re.compile(r"/?[a-z0-9_]{1,32}")
_FOR_ALL = ("default", "all_private_chats", "all_group_chats", "all_chat_administrators")
_FOR_ONE_CHAT = ("chat", "chat_administrators", "chat_member")


def set_my_commands(world: World, params: Params) -> bool:
    given = params.json("commands", "can't parse commands JSON object")
    commands = [_command(command) for command in _list(given)]
    if len(commands) > MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    world.menu.set(_scope(world, params), params.text("language_code"), commands)
    return True


def get_my_commands(world: World, params: Params) -> list[dict[str, Any]]:
    return world.menu.get(_scope(world, params), params.text("language_code"))


def delete_my_commands(world: World, params: Params) -> bool:
    world.menu.delete(_scope(world, params), params.text("language_code"))
    return True


def _list(given: Any) -> list[Any]:
    if given is None:
        return []
    if not isinstance(given, list):
        raise bad_request("expected an Array of BotCommand")
    return given


def _command(given: Any) -> dict[str, Any]:
    complaint = "can't parse BotCommand: "
    if not isinstance(given, dict):
        raise bad_request(f"{complaint}expected an Object")
    for name in ("command", "description"):
        if not isinstance(given.get(name), str):
            raise bad_request(f'{complaint}Can\'t find field "{name}"')
    command, description = given["command"].strip(), given["description"].strip()
    if not command:
        raise bad_request("command must be non-empty")
    if not _COMMAND.fullmatch(command):
        raise bad_request("BOT_COMMAND_INVALID")
    if not description:
        raise bad_request("command description must be non-empty")
    if len(description) > LONGEST_DESCRIPTION:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": command.removeprefix("/"), "description": description}


def _scope(world: World, params: Params) -> dict[str, Any]:
    complaint = "can't parse BotCommandScope: "
    given = params.json("scope", "can't parse BotCommandScope JSON object")
    if given is None:
        return {"type": "default"}
    if not isinstance(given, dict):
        raise bad_request(f"{complaint}BotCommandScope must be an Object")
    kind = given.get("type")
    if kind in _FOR_ALL:
        return {"type": kind}
    if kind not in _FOR_ONE_CHAT:
        raise bad_request(f"{complaint}Unsupported type specified")
    chat = readable_chat(world, str(given.get("chat_id", "")))
    scope: dict[str, Any] = {"type": kind, "chat_id": chat.id}
    if kind == "chat_member":
        scope["user_id"] = given.get("user_id")
        if not isinstance(scope["user_id"], int) or scope["user_id"] <= 0:
            raise bad_request(f"{complaint}Invalid user_id specified")
    return scope

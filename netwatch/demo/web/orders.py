"""What a hand on the page asks for."""

import base64
import binascii
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import Any

from netwatch.demo.botapi.files import PHOTO_LIMIT, picture_size
from netwatch.demo.botapi.formatting import CAPTION_LIMIT, TEXT_LIMIT
from netwatch.demo.botapi.group import Group
from netwatch.demo.botapi.person import Person
from netwatch.demo.botapi.telegram import Telegram
from netwatch.demo.stage import Stage

Order = dict[str, Any]


class Mistaken(ValueError):
    """The order cannot be followed; the text says why and what would do. `status` is HTTP's."""

    def __init__(self, reason: str, status: int = 400) -> None:
        super().__init__(reason)
        self.status = status


class Orders:
    def __init__(self, stage: Stage, telegram: Telegram) -> None:
        self._stage = stage
        self._telegram = telegram
        self._known: dict[str, Callable[[Order], Awaitable[Order]]] = {
            "cut": self._cut, "mend": self._mend, "switch": self._switch, "power": self._power,
            "mend_all": self._mend_all, "pace": self._pace, "play": self._play, "begin": self._begin,
            "say": self._say, "photo": self._photo, "press": self._press,
        }  # fmt: skip

    async def follow(self, order: object) -> Order:
        """Raises Mistaken."""
        if not isinstance(order, dict) or not isinstance(order.get("do"), str) or order["do"] not in self._known:
            raise Mistaken(f'an order is a JSON object whose "do" is one of {", ".join(self._known)}')
        try:
            return await self._known[order["do"]](order)
        except KeyError as error:
            raise Mistaken(f"the city has no {error.args[0]}; the page may be older than the city, reload it",
                           404) from None
        except Mistaken:
            raise
        except ValueError as error:
            raise Mistaken(str(error)) from None

    async def _cut(self, order: Order) -> Order:
        self._stage.cut(_text(order, "child"), _text(order, "parent"))
        return {}

    async def _mend(self, order: Order) -> Order:
        self._stage.mend(_text(order, "child"), _text(order, "parent"))
        return {}

    async def _switch(self, order: Order) -> Order:
        self._stage.switch(_text(order, "device"), _truth(order, "on"))
        return {}

    async def _power(self, order: Order) -> Order:
        self._stage.power(_text(order, "site"), _truth(order, "on"))
        return {}

    async def _mend_all(self, order: Order) -> Order:
        self._stage.mend_all()
        return {}

    async def _pace(self, order: Order) -> Order:
        self._stage.set_pace(_number(order, "pace"))
        return {}

    async def _play(self, order: Order) -> Order:
        self._stage.play(_truth(order, "playing"))
        return {}

    async def _begin(self, order: Order) -> Order:
        self._stage.begin(_text(order, "chapter"))
        return {}

    async def _say(self, order: Order) -> Order:
        text = _text(order, "text").strip()
        if not 0 < len(text) <= TEXT_LIMIT:
            raise Mistaken(f"a message has 1 to {TEXT_LIMIT} characters, not {len(text)}")
        person, group = self._chat(order)
        person.say(text, group, reply_to=self._answered(order, person, group))
        return {}

    async def _photo(self, order: Order) -> Order:
        try:
            data = base64.b64decode(_text(order, "base64"), validate=True)
        except binascii.Error:
            raise Mistaken("the picture is no base64; send the file's octets so encoded") from None
        if len(data) > PHOTO_LIMIT:
            raise Mistaken("the picture is larger than 10 MB; choose a smaller one", 413)
        if picture_size(data) is None:
            raise Mistaken("this is no JPEG or PNG; choose a picture of such a kind")
        person, group = self._chat(order)
        person.send_photo(group, data=data, caption=_text({"caption": "", **order}, "caption")[:CAPTION_LIMIT],
                          reply_to=self._answered(order, person, group))
        return {}

    async def _press(self, order: Order) -> Order:
        person, group = self._chat(order)
        message = self._message(_number(order, "message"), person, group)
        answer = await person.press(_text(order, "data"), message, group)
        return {"answer": asdict(answer) if answer else None}

    def _chat(self, order: Order) -> tuple[Person, Group | None]:
        number, chat = _number(order, "person"), _number(order, "chat")
        if (person := self._telegram.people.get(number)) is None:
            raise Mistaken(f"nobody here has the phone {number}; reload the page", 404)
        if chat == person.private.id:
            return person, None
        if (group := self._telegram.groups.get(chat)) is None:
            raise Mistaken(f"{person.user.first_name} has no chat {chat}; reload the page", 404)
        return person, group

    def _answered(self, order: Order, person: Person, group: Group | None) -> int | None:
        return None if order.get("reply_to") is None else self._message(_number(order, "reply_to"), person, group)

    def _message(self, number: int, person: Person, group: Group | None) -> int:
        if number not in (group.chat if group else person.private).messages:
            raise Mistaken("that message has been deleted; choose another one", 404)
        return number


def _text(order: Order, key: str) -> str:
    value = order.get(key)
    if not isinstance(value, str):
        raise Mistaken(f'"{key}" must be a text')
    if not value.isascii() and any("\ud800" <= each <= "\udfff" for each in value):
        raise Mistaken(f'"{key}" holds half a character; send whole ones')
    return value


def _number(order: Order, key: str) -> int:
    value = order.get(key)
    if not isinstance(value, int) or isinstance(value, bool):
        raise Mistaken(f'"{key}" must be a whole number')
    return value


def _truth(order: Order, key: str) -> bool:
    value = order.get(key)
    if not isinstance(value, bool):
        raise Mistaken(f'"{key}" must be true or false')
    return value

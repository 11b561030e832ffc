"""Plays the story: breaks the city, and has the people act on what appears on their phones.

Whoever plays along is not in its way: a button that somebody has pressed already is passed over, and a chapter in which
nothing comes as it is written is given up and mended.
"""

import asyncio
import contextlib
import re
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from netwatch.demo.botapi.keyboards import inline_buttons
from netwatch.demo.botapi.messages import Message
from netwatch.demo.botapi.person import Person
from netwatch.demo.botapi.telegram import Telegram
from netwatch.demo.city import City
from netwatch.demo.photo import repair_photo
from netwatch.demo.story import SCRIPT, Cut, Mend, Power, Rests, Says, Sees, SendsPhoto, Step, Switch, Taps

READING = 2.5
"""Seconds that a person takes to read before the thumb moves."""
GRACE = 3.0
"""Seconds after which a button that was there and is gone counts as pressed by somebody else."""
BETWEEN = 8.0
"""Seconds from the end of a chapter to the next one."""
LOOK = 1.0
"""Seconds between two looks at the phones at the most."""
MISSED_AT_MOST = 2
"""Buttons in a row that never come; then the chapter is given up."""
NUMBER = re.compile(r"#(\d+)")
TICKET = re.compile(r"Tiket #(\d+)")


@dataclass(frozen=True, slots=True)
class _Button:
    """As it stands below a text: the same label below another one is another button."""

    who: str
    message_id: int
    text: str
    label: str


class Player:
    """`people` by key; `changed` is called when a chapter begins or ends, and when the city is otherwise. `settled`
    returns when what was before a chapter is over, or has lasted too long."""

    def __init__(
        self,
        city: City,
        telegram: Telegram,
        people: Mapping[str, Person],
        settled: Callable[[], Awaitable[None]],
        changed: Callable[[], None],
        playing: bool,
        script: Mapping[str, Sequence[Step]] = SCRIPT,
    ) -> None:
        self._script = script
        self._city = city
        self._telegram = telegram
        self._people = people
        self._settled = settled
        self._changed = changed
        self._going = asyncio.Event()
        if playing:
            self._going.set()
        self._once = False
        self._wanted: str | None = None
        self._act: asyncio.Task[None] | None = None
        self._broken: list[Cut | Switch | Power] = []
        self._mark = 0
        self._ticket: str | None = None
        self._seen: set[_Button] = set()
        self._pressed: set[_Button] = set()
        self.chapter: str | None = None

    @property
    def playing(self) -> bool:
        return self._going.is_set()

    def play(self, playing: bool) -> None:
        """Goes on, with the chapters that follow too, or holds."""
        self._once = False
        if playing:
            self._going.set()
        else:
            self._going.clear()
        self._changed()

    def begin(self, chapter: str) -> None:
        """Breaks off the one that is played. A story that holds plays this one and holds again. Raises KeyError."""
        if chapter not in self._script:
            raise KeyError(chapter)
        self._wanted = chapter
        self._once = self._once or not self.playing
        self._going.set()
        if self._act is not None:
            self._act.cancel()
        self._changed()

    async def run(self) -> None:
        """Until it is cancelled. After the last chapter everything is mended, and the story holds."""
        noting = asyncio.create_task(self._note_buttons())
        chapters = list(self._script)
        place = 0
        try:
            while True:
                await self._going.wait()
                wanted, self._wanted = self._wanted or chapters[place], None
                place = (chapters.index(wanted) + 1) % len(chapters)
                await self._play_through(wanted)
                if self._wanted is None and (self._once or place == 0):
                    self.play(False)
        finally:
            noting.cancel()

    async def _play_through(self, chapter: str) -> None:
        self.chapter = chapter
        self._changed()
        self._act = asyncio.create_task(self._perform(self._script[chapter]))
        try:
            await asyncio.wait({self._act})
            if not self._act.cancelled():
                self._act.result()
        finally:
            self._act.cancel()
            self._act = None
            self._mend()
            self.chapter = None
            self._changed()

    async def _perform(self, steps: Sequence[Step]) -> None:
        await self._settled()
        self._mark = max((number for person in self._people.values() for number in person.private.messages), default=0)
        self._ticket = None
        self._seen.clear()
        self._pressed.clear()
        missed = 0
        for step in steps:
            await self._going.wait()
            match step:
                case Sees():
                    if not await self._sees(step):
                        return
                case Taps(who, label, patience):
                    missed = 0 if await self._tap(who, label, patience) else missed + 1
                    if missed >= MISSED_AT_MOST:
                        return
                case _:
                    await self._do(step)
        await asyncio.sleep(BETWEEN)

    async def _do(self, step: Cut | Switch | Power | Mend | Says | SendsPhoto | Rests) -> None:
        match step:
            case Cut() | Switch() | Power():
                self._break(step)
            case Mend():
                self._mend()
            case Rests(seconds):
                await asyncio.sleep(seconds)
            case Says(who, text):
                await asyncio.sleep(READING)
                with contextlib.suppress(ValueError):  # who has blocked the bot says nothing
                    self._people[who].say(text)
            case SendsPhoto(who):
                await asyncio.sleep(READING)
                with contextlib.suppress(ValueError):
                    self._people[who].send_photo(data=repair_photo())

    async def _sees(self, step: Sees) -> bool:
        """Whether it comes; what has been mended by somebody is waited for a moment only."""
        if not await self._comes(lambda: self._shown(step) is not None, step.patience, self._is_undone):
            return False
        if self._ticket is None and (found := TICKET.search(self._shown(step) or "")) is not None:
            self._ticket = found[1]
        return True

    async def _tap(self, who: str, label: str, patience: float) -> bool:
        """Whether it could be done, or has been done by somebody else."""
        if not await self._comes(lambda: self._button(who, label) is not None, patience, lambda: self._had(who, label)):
            return self._had(who, label)
        await asyncio.sleep(READING)
        await self._going.wait()
        if (found := self._button(who, label)) is not None:
            self._pressed.add(found)
            # the bot may take it away in this very moment
            with contextlib.suppress(ValueError):
                self._people[who].tap(found.label, found.message_id)
        return True

    async def _comes(
        self, holds: Callable[[], bool], patience: float, is_over: Callable[[], bool]
    ) -> bool:
        """Whether it does within so many seconds, those in which the story holds not counted; what is over already
        is waited for a moment only."""
        clock = asyncio.get_running_loop().time
        waited = 0.0
        while not holds():
            if waited > (GRACE if is_over() else patience):
                return False
            await self._going.wait()
            began = clock()
            with contextlib.suppress(TimeoutError):
                await self._telegram.wait_for(holds, LOOK)
            waited += clock() - began
        return True

    async def _note_buttons(self) -> None:
        """Remembers which buttons there were: one that is gone has been pressed by somebody."""
        while True:
            self._seen.update(self._all_buttons())
            with contextlib.suppress(TimeoutError):
                await self._telegram.wait_for(lambda: not self._seen.issuperset(self._all_buttons()), LOOK)

    def _had(self, who: str, label: str) -> bool:
        """There was such a button, which we did not press."""
        return any(each.who == who and each.label.startswith(label) for each in self._seen - self._pressed)

    def _button(self, who: str, label: str) -> _Button | None:
        """The newest of the chapter's that begins so and was not pressed by us."""
        fitting = (b for b in self._buttons(who) if b.label.startswith(label) and b not in self._pressed)
        return max(fitting, key=lambda button: button.message_id, default=None)

    def _all_buttons(self) -> list[_Button]:
        return [button for who in self._people for button in self._buttons(who)]

    def _buttons(self, who: str) -> Iterator[_Button]:
        for message in self._new_messages(who):
            for row in inline_buttons(message.markup):
                for button in row:
                    yield _Button(who, message.id, message.text.text if message.text else "", button["text"])

    def _shown(self, step: Sees) -> str | None:
        """The newest of the bot's messages with these words."""
        texts = (m.text.text for m in self._new_messages(step.who) if m.sender.is_bot and m.text is not None)
        return next((text for text in texts if step.words in text), None)

    def _new_messages(self, who: str) -> Iterator[Message]:
        """Of this chapter, newest first; as soon as its ticket is known, those about no other one."""
        for number, message in reversed(self._people[who].private.messages.items()):
            if number <= self._mark:
                return
            numbers = NUMBER.findall(message.text.text) if message.text is not None else []
            if self._ticket is None or not numbers or self._ticket in numbers:
                yield message

    def _break(self, what: Cut | Switch | Power) -> None:
        now = time.monotonic()
        match what:
            case Cut(child, parent):
                self._city.cut(child, parent, now)
            case Switch(device, on):
                self._city.switch(device, on, now)
            case Power(site, on):
                self._city.power(site, on, now)
        self._broken.append(what)
        self._changed()

    def _is_undone(self) -> bool:
        """Somebody has mended what the chapter has broken."""
        return bool(self._broken) and not any(self._is_broken(what) for what in self._broken)

    def _is_broken(self, what: Cut | Switch | Power) -> bool:
        match what:
            case Cut(child, parent):
                return self._city.is_cut(child, parent)
            case Switch(device, on):
                return self._city.is_on(device) == on
            case Power(site, on):
                return self._city.has_power(site) == on

    def _mend(self) -> None:
        """What the chapter has broken, and nobody has mended yet."""
        now = time.monotonic()
        for what in self._broken:
            match what:
                case Cut(child, parent):
                    self._city.mend(child, parent, now)
                case Switch(device, on):
                    self._city.switch(device, not on, now)
                case Power(site, on):
                    self._city.power(site, not on, now)
        self._broken.clear()
        self._changed()

"""The demo in a terminal: what each phone shows as it comes, the city's changes, the story, and orders by keyboard."""

import asyncio
import contextlib
import os
import threading
from collections.abc import Callable, Mapping

from rich.console import Console
from rich.text import Text

from netwatch.demo.botapi.callbacks import CallbackQuery
from netwatch.demo.botapi.person import Person
from netwatch.demo.botapi.screen import Shown
from netwatch.demo.botapi.telegram import Telegram
from netwatch.demo.photo import repair_photo
from netwatch.demo.plain_changes import changes, troubles
from netwatch.demo.plain_order import (
    HELP,
    Cable,
    Mains,
    Misunderstood,
    Order,
    Pace,
    Says,
    Story,
    Switched,
    Word,
    read_order,
)
from netwatch.demo.stage import Stage
from netwatch.inventory.model import Inventory

PHOTO = "foto"
_COLOURS = ("magenta", "blue", "yellow", "green", "cyan")
_ANSWER_WITHIN = 15.0
_LOOK = 5.0


class Plain:
    """`people` by key, and `who` they are; `leave` is called when somebody types quit. `language` of the story's
    captions: `id` or `en`.

    A terminal gets colours, anything else plain lines. The end of standard input ends nothing.
    """

    def __init__(
        self,
        stage: Stage,
        telegram: Telegram,
        people: Mapping[str, Person],
        who: Mapping[str, str],
        inventory: Inventory,
        console: Console,
        leave: Callable[[], None],
        language: str,
    ) -> None:
        self._stage = stage
        self._telegram = telegram
        self._people = people
        self._who = who
        self._inventory = inventory
        self._console = console
        self._leave = leave
        self._language = language
        self._colour = dict(zip(people, _COLOURS, strict=False))
        self._shown: dict[tuple[str, int], tuple[str, tuple[tuple[str, ...], ...]]] = {}

    async def run(self) -> None:
        """Until it is cancelled."""
        for key, person in self._people.items():
            self._line(f"{person.user.first_name}, {self._who[key]}", self._colour[key])
        self._line("help lists what you can type", "dim")
        lines: asyncio.Queue[str] = asyncio.Queue()
        _read_keyboard(asyncio.get_running_loop(), lines)
        async with asyncio.TaskGroup() as group:
            group.create_task(self._show_phones())
            group.create_task(self._show_stage())
            group.create_task(self._obey(lines))

    # what is to be seen

    async def _show_phones(self) -> None:
        while True:
            for key, person in self._people.items():
                for message in person.screen():
                    self._show(key, message)
            with contextlib.suppress(TimeoutError):
                await self._telegram.wait_for(self._has_news, _LOOK)

    def _has_news(self) -> bool:
        return any(
            self._shown.get((key, message.message_id)) != _face(message)
            for key, person in self._people.items()
            for message in person.screen()
        )

    def _show(self, key: str, message: Shown) -> None:
        before, face = self._shown.get((key, message.message_id)), _face(message)
        if before == face:
            return
        self._shown[key, message.message_id] = face
        name = self._people[key].user.first_name
        if not message.from_bot:
            self._line(f"{name} → {message.text or f'({message.media})'}", self._colour[key])
            return
        lines = message.text.split("\n") if message.text else [f"({message.media})"]
        mark, margin = "", " " * len(name)
        if before is not None:
            mark = " ✎"
            lines = [lines[0], *(line for line in lines[1:] if line and line not in before[0].split("\n"))]
        self._line(f"{name}{mark} │ {lines[0]}", f"bold {self._colour[key]}")
        for line in lines[1:]:
            self._line(f"{margin} │ {line}", self._colour[key])
        if message.buttons and (before is None or before[1] != message.buttons):
            buttons = " ".join(f"[{label}]" for row in message.buttons for label in row)
            self._line(f"{margin} │ {buttons}", self._colour[key])

    async def _show_stage(self) -> None:
        before = self._stage.view()
        chapter: str | None = None
        while True:
            view = self._stage.view()
            for line in changes(before, view):
                self._line(f"── {line}", "red" if line.startswith("city") else "dim")
            if view.chapter != chapter:
                chapter = view.chapter
                self._announce(chapter)
            before = view
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_LOOK):
                    await self._stage.changed.next()

    def _announce(self, key: str | None) -> None:
        for chapter in self._stage.chapters:
            if chapter.key == key:
                self._line(f"━━ {chapter.title[self._language]}", "bold white on blue")
                self._line(f"   {chapter.caption[self._language]}", "blue")

    def _line(self, text: str, style: str) -> None:
        self._console.print(Text(text, style=style), soft_wrap=not self._console.is_terminal)

    # what is typed

    async def _obey(self, lines: asyncio.Queue[str]) -> None:
        chapters = [chapter.key for chapter in self._stage.chapters]
        while True:
            line = await lines.get()
            try:
                for order in read_order(line, self._inventory, self._people, chapters):
                    await self._carry_out(order)
            except (Misunderstood, ValueError) as wrong:
                self._line(str(wrong), "yellow")

    async def _carry_out(self, order: Order) -> None:
        stage = self._stage
        match order:
            case Cable(cut, child, parent):
                (stage.cut if cut else stage.mend)(child, parent)
            case Switched(device, on):
                stage.switch(device, on)
            case Mains(site, on):
                stage.power(site, on)
            case Says(who, text):
                await self._act(who, text)
            case Pace(pace):
                stage.set_pace(pace)
            case Story(playing, None):
                stage.play(playing)
            case Story(_, str(chapter)):
                stage.begin(chapter)
            case Word("mend"):
                stage.mend_all()
            case Word("quit"):
                self._leave()
            case Word("status"):
                for line in list(troubles(stage.view())) or ["everything is well"]:
                    self._line(line, "dim")
            case Word():
                self._line(HELP, "dim")

    async def _act(self, who: str, text: str) -> None:
        person = self._people[who]
        if text == PHOTO:
            person.send_photo(data=repair_photo())
            return
        buttons = {
            label: message.message_id for message in person.screen() for row in message.buttons for label in row
        }
        if text not in buttons:
            person.say(text)
            return
        query = person.tap(text, buttons[text])
        with contextlib.suppress(TimeoutError):
            await self._telegram.wait_for(lambda: query.answer, _ANSWER_WITHIN)
        self._line(f"{person.user.first_name} ☞ [{text}] {_answered(query)}", self._colour[who])


def _answered(query: CallbackQuery) -> str:
    return query.answer.text if query.answer is not None else "(no answer)"


def _face(message: Shown) -> tuple[str, tuple[tuple[str, ...], ...]]:
    return message.text, message.buttons


def _read_keyboard(loop: asyncio.AbstractEventLoop, lines: "asyncio.Queue[str]") -> None:
    """In a thread that is never waited for; past Python's own buffers, whose locks would hold up the end."""

    def read() -> None:
        rest = b""
        while octets := os.read(0, 4096):
            *whole, rest = (rest + octets).split(b"\n")
            for line in whole:
                with contextlib.suppress(RuntimeError):
                    loop.call_soon_threadsafe(lines.put_nowait, line.decode(errors="replace"))

    threading.Thread(target=read, daemon=True, name="keyboard").start()

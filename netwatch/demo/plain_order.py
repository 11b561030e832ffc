"""What a line typed into the plain demo means. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from netwatch.inventory.model import Inventory

HELP = """\
  cut DEVICE [PARENT]      cuts its cable; without a parent all of them      mend [DEVICE]   mends it; alone, everything
  off DEVICE, on DEVICE    switches it                                       power SITE [on] its mains fail, or are back
  agus: ✅ Terima          presses a button on Agus's phone                  rina: /lapor …  writes as Rina
  agus: foto               sends a picture                                   pace 60, pace 1 the SOP's clock
  story, pause             the story goes on, or holds                       story power     begins a chapter, of
                           cable, backbone and power
  status                   what is not well                                  quit"""


class Misunderstood(ValueError):
    """The text says what to type instead."""


@dataclass(frozen=True, slots=True)
class Cable:
    cut: bool
    child: str
    parent: str


@dataclass(frozen=True, slots=True)
class Switched:
    device: str
    on: bool


@dataclass(frozen=True, slots=True)
class Mains:
    site: str
    on: bool


@dataclass(frozen=True, slots=True)
class Says:
    """A button's label, a command or plain words; `foto` for a picture."""

    who: str
    text: str


@dataclass(frozen=True, slots=True)
class Pace:
    pace: int


@dataclass(frozen=True, slots=True)
class Story:
    """`chapter` None: it goes on, or holds."""

    playing: bool
    chapter: str | None = None


@dataclass(frozen=True, slots=True)
class Word:
    """`help`, `status`, `quit`, and `mend` for everything."""

    word: str


Order = Cable | Switched | Mains | Says | Pace | Story | Word


def read_order(line: str, inventory: Inventory, people: Collection[str], chapters: Collection[str]) -> list[Order]:
    """The orders of one line; none for an empty one. Raises Misunderstood."""
    line = line.strip()
    who, colon, said = line.partition(":")
    if colon and who.strip().lower() in people:
        return [Says(who.strip().lower(), said.strip())] if said.strip() else []
    words = line.split()
    if not words:
        return []
    word, rest = words[0].lower(), words[1:]
    if word in ("help", "status", "quit") or (word == "mend" and not rest):
        return [Word(word)]
    if word in ("cut", "mend") and 1 <= len(rest) <= 2:
        device = inventory.devices[_known(rest[0], inventory.devices, "device")]
        parents = [_known(rest[1], dict.fromkeys(device.parents), "cable")] if len(rest) > 1 else device.parents
        if not parents:
            raise Misunderstood(f"{device.id} has no cable upwards; switch it off with: off {device.id}")
        return [Cable(word == "cut", device.id, parent) for parent in parents]
    if word in ("off", "on") and len(rest) == 1:
        return [Switched(_known(rest[0], inventory.devices, "device"), word == "on")]
    if word == "power" and (len(rest) == 1 or (len(rest) == 2 and rest[1].lower() in ("on", "off"))):
        return [Mains(_known(rest[0], inventory.sites, "site"), rest[1:] != [] and rest[1].lower() == "on")]
    if word == "pace" and len(rest) == 1 and rest[0].rstrip("x×").isdecimal():
        return [Pace(int(rest[0].rstrip("x×")))]
    if word == "story" and len(rest) <= 1:
        return [Story(True, _known(rest[0], dict.fromkeys(chapters), "chapter") if rest else None)]
    if word == "pause" and not rest:
        return [Story(False)]
    raise Misunderstood(f"{line!r} is none of the commands; help lists them")


def _known(name: str, things: Mapping[str, object], what: str) -> str:
    if name in things:
        return name
    near = sorted(thing for thing in things if name.lower() in thing.lower())[:5]
    raise Misunderstood(f"there is no {what} {name!r}" + (f"; near it: {', '.join(near)}" if near else ""))

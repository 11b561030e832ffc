"""Bringing the pictures of repairs from Telegram into the data folder: what is to be done, and what became of it.

Pure. A picture's name at Telegram is written down in the transaction in which it came; the file follows when it can.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol

from netwatch.core.change import SYSTEM, Change
from netwatch.core.history import Entry
from netwatch.core.ticket import Photo, Ticket


@dataclass(frozen=True, slots=True)
class Fetch:
    """A picture to be brought in; `number` is its place in the ticket, from 0, `since` when it was sent."""

    ticket_id: int
    number: int
    file_id: str = field(repr=False)
    since: datetime


@dataclass(frozen=True, slots=True)
class ThrowAway:
    """A stored picture that the team has taken back; `file` is below the data folder."""

    ticket_id: int
    number: int
    file: str


Job = Fetch | ThrowAway


@dataclass(frozen=True, slots=True)
class Kept:
    """It lies at `file`, below the data folder; `sha256` in hex."""

    file: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Lost:
    """It will never come."""

    why: str


@dataclass(frozen=True, slots=True)
class Gone:
    """Its file was thrown away."""


Outcome = Kept | Lost | Gone


class PhotoDesk(Protocol):
    """What the fetcher needs of the desk; each call is one transaction. Raises Unavailable."""

    async def jobs(self) -> Sequence[Job]:
        """Everything that is to be done, oldest first."""
        ...

    async def settle(self, job: Job, outcome: Outcome) -> None:
        """Writes down what became of it."""
        ...


def jobs_of(ticket: Ticket) -> list[Job]:
    jobs: list[Job] = []
    for number, photo in enumerate(ticket.photos):
        if photo.is_waiting:
            jobs.append(Fetch(ticket.id, number, photo.file_id, photo.at))
        elif photo.dropped and photo.file is not None:
            jobs.append(ThrowAway(ticket.id, number, photo.file))
    return jobs


def settle(ticket: Ticket, number: int, outcome: Outcome) -> Change:
    """The ticket with what became of its picture; the digest is in the history, whose chain nobody can edit."""
    photo = ticket.photos[number]
    name = f"photo {number + 1}"
    match outcome:
        case Kept(file, sha256):
            now = replace(photo, file=file, sha256=sha256, problem=None)
            entry = Entry("repair_photo_kept", SYSTEM, f"{name}: {file} sha256 {sha256}")
        case Lost(why):
            now = replace(photo, problem=why)
            entry = Entry("repair_photo_lost", SYSTEM, f"{name}: {why}")
        case Gone():
            now = replace(photo, file=None)
            entry = Entry("repair_photo_thrown_away", SYSTEM, f"{name}: {photo.file}")
    return Change(replace(ticket, photos=_with(ticket.photos, number, now)), (entry,))


def _with(photos: tuple[Photo, ...], number: int, photo: Photo) -> tuple[Photo, ...]:
    return (*photos[:number], photo, *photos[number + 1 :])

"""Fetches the pictures of repairs from Telegram into the data folder, however long Telegram is away.

What is to be fetched stands in the database, so nothing is forgotten by a restart; what was fetched by a process that
died before it could say so is fetched again, onto the same file.
"""

import asyncio
import hashlib
import os
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import structlog
from telegram.error import BadRequest, InvalidToken, TelegramError

from netwatch.core.backoff import backoff
from netwatch.core.fault import describe
from netwatch.core.photo_work import Fetch, Gone, Job, Kept, Lost, Outcome, PhotoDesk, ThrowAway
from netwatch.core.picture_format import picture_suffix
from netwatch.set_within import set_within
from netwatch.telegram.client import TelegramClient
from netwatch.telegram.receipt import tell

log: structlog.stdlib.BoundLogger = structlog.get_logger("netwatch")

CAP: Final = 30.0
"""Seconds, the longest wait between two tries."""
IDLE: Final = 300.0
"""Seconds between two looks when nobody announced a picture."""
GIVE_UP: Final = timedelta(hours=6)
"""A picture that Telegram refuses for so long after it was sent will not come; it says "temporarily unavailable" of
what is gone for good, too."""


class NotHandedOut(Exception):
    """Telegram answers, and does not hand this picture out now. Its text says why, without secrets."""


class TooLarge(Exception):
    """Telegram hands out nothing of this size, today or later."""


class PhotoFetcher:
    """`run` ends only when it is cancelled. `folder` is the data folder; it is made when there is something to keep.

    `now` gives aware UTC.
    """

    def __init__(
        self, client: TelegramClient, desk: PhotoDesk, folder: Path, now: Callable[[], datetime]
    ) -> None:
        self._client = client
        self._desk = desk
        self._folder = folder
        self._now = now
        self._wake = asyncio.Event()
        self._failures = 0

    def nudge(self) -> None:
        """There may be a picture: look now."""
        self._wake.set()

    async def run(self) -> None:
        while True:
            self._wake.clear()
            await set_within(self._wake, await self._round())

    async def _round(self) -> float:
        """Does what can be done now; returns the seconds until there is a reason to look again."""
        refused = False
        try:
            for job in await self._desk.jobs():
                try:
                    outcome = await self._do(job)
                except NotHandedOut as why:
                    if not isinstance(job, Fetch) or self._now() - job.since < GIVE_UP:
                        refused = True
                        continue
                    outcome = Lost(str(why))
                if isinstance(outcome, Lost):
                    log.warning("photo lost", ticket=job.ticket_id, photo=job.number + 1, problem=outcome.why)
                await self._desk.settle(job, outcome)
        except Exception as error:
            return self._pause(error)
        if self._failures:
            log.info("photos are fetched again", failures=self._failures)
        self._failures = 0
        return CAP if refused else IDLE

    def _pause(self, error: Exception) -> float:
        """Telegram, the database or the disk fails: the same for every picture."""
        self._failures += 1
        if self._failures == 1:
            told = tell(error, self._client.redactor) if isinstance(error, TelegramError) else describe(error)
            log.warning("photos cannot be fetched", error=told)
        return backoff(self._failures, CAP)

    async def _do(self, job: Job) -> Outcome:
        match job:
            case ThrowAway(file=file):
                await asyncio.to_thread(self._remove, file)
                return Gone()
            case Fetch():
                try:
                    data = await self._download(job.file_id)
                except TooLarge as why:
                    return Lost(str(why))
                suffix = picture_suffix(data)
                if suffix is None:
                    raise NotHandedOut(f"{len(data)} bytes that are no picture")
                digest = hashlib.sha256(data).hexdigest()
                file = f"photos/{job.ticket_id}/{job.number + 1}-{digest[:12]}.{suffix}"
                await asyncio.to_thread(self._write, file, data)
                return Kept(file, digest)

    async def _download(self, file_id: str) -> bytes:
        """Raises NotHandedOut and TooLarge for this picture's own trouble, and TelegramError for everybody's."""
        try:
            file = await self._client.bot.get_file(file_id)
        except BadRequest as error:
            told = tell(error, self._client.redactor)
            raise (TooLarge if "too big" in told.lower() else NotHandedOut)(told) from None
        try:
            data = bytes(await file.download_as_bytearray())
        except InvalidToken as error:
            # 404: the path, which is good for an hour, is not known there; the token was good a moment ago.
            raise NotHandedOut(tell(error, self._client.redactor)) from None
        if file.file_size is not None and len(data) != file.file_size:
            # A captive portal answers with a page of its own.
            raise NotHandedOut(f"{len(data)} bytes came instead of {file.file_size}")
        return data

    def _write(self, file: str, data: bytes) -> None:
        """Whole or not at all, and on the disk when this returns."""
        path = self._folder / file
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished = path.with_name(f"{path.name}.part")
        unfinished.touch(0o600)
        with unfinished.open("wb") as opened:
            opened.write(data)
            opened.flush()
            os.fsync(opened.fileno())
        unfinished.replace(path)
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def _remove(self, file: str) -> None:
        (self._folder / file).unlink(missing_ok=True)

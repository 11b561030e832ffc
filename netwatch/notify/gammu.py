"""The channel `sms`: messages through the spool folder of Gammu's SMS daemon.

One notification is one file in `outbox`, under a name that is its own for ever, so that it is never handed in twice:
the daemon moves it to `sent` or to `error` and that is how it answers. It reads files named
`OUT<priority>_<number>_<serial>.txt`, in the order of their names, and none that begin with a dot
(gammu-smsd-files(7)). The name holds the phone number and is not told in errors.
"""

import asyncio
import hashlib
import os
import time
from pathlib import Path
from typing import Final

from netwatch.core.message import Kind, Notification, Receipt, Refused, Retry, Sent, Shut
from netwatch.core.second_channel import SMS
from netwatch.own_user import own_user
from netwatch.text.html import seen

OUTBOX, SENT, ERROR = "outbox", "sent", "error"
FOLDERS: Final = (OUTBOX, SENT, ERROR)

ASK_AGAIN: Final = 5.0
"""Seconds between two looks whether Gammu has sent it."""

LONGEST_WAIT: Final = 3600.0
"""Seconds after which a message that Gammu has not sent is taken back: an alarm of yesterday wakes nobody."""

_UNKNOWN: Final = (
    "unknown whether it was sent: it is gone from Gammu's outbox; let sentsmspath and errorsmspath in gammu-smsdrc "
    "lead to the folders `sent` and `error` beside it"
)

_NOTES_LAST: Final = 7 * 86400.0
"""Seconds that a note of what was handed in is kept."""


class GammuChannel:
    """Implements `netwatch.core.message.Channel`. `spool` has the folders `outbox`, `sent` and `error`.

    A recipient's `chat_id` is the phone number in international form, without its plus.
    """

    name = SMS

    def __init__(self, spool: Path) -> None:
        self._outbox, self._sent, self._error = (spool / folder for folder in FOLDERS)

    async def send(self, notification: Notification) -> Receipt:
        try:
            return await asyncio.to_thread(self._send, notification)
        except OSError as error:
            told = f"cannot use Gammu's spool folder {self._outbox.parent}: {os.strerror(error.errno or 0)}"
            return Retry(f"{told}; see sms.spool in the settings", whole_channel=True)

    def _send(self, notification: Notification) -> Receipt:
        name = _file_name(notification)
        note = self._outbox / f".given-{name}"
        try:
            waits = time.time() - (self._outbox / name).stat().st_mtime
        except FileNotFoundError:
            if (answer := self._answer(name)) is not None:
                return answer
            if note.exists():
                return Refused(_UNKNOWN)
            self._hand_in(name, note, seen(notification.message.html))
            return Retry("handed to Gammu", after=ASK_AGAIN)
        note.touch()
        if waits < LONGEST_WAIT:
            return Retry("waits in Gammu's outbox; is gammu-smsd running, and its modem connected?", after=ASK_AGAIN)
        (self._outbox / name).unlink(missing_ok=True)
        return Refused("taken back: Gammu has not sent it within an hour")

    def _hand_in(self, name: str, note: Path, text: str) -> None:
        """Whole or not at all; the note is what remembers it should Gammu keep no sent messages."""
        hidden = self._outbox / f".new-{name}"
        with hidden.open("wb") as file:
            file.write(text.encode("utf-16"))  # with its byte order mark: anything else is read by Gammu's locale
            file.flush()
            # whoever may enter the folder sees the number in the name anyway; Gammu may run as another user
            os.fchmod(file.fileno(), 0o644)
            os.fsync(file.fileno())
        hidden.rename(self._outbox / name)
        note.touch()
        self._forget_old_notes()

    def _answer(self, name: str) -> Receipt | None:
        if (self._sent / name).exists():
            return Sent()
        if (self._error / name).exists():
            return Refused("Gammu could not send it; its log says why", Shut.NO_SMS)
        return None

    def _forget_old_notes(self) -> None:
        for note in self._outbox.glob(".given-*"):
            if time.time() - note.stat().st_mtime > _NOTES_LAST:
                note.unlink(missing_ok=True)


def spool_problems(spool: Path) -> list[str]:
    """What keeps this process's user from handing messages in here, with the remedy each."""
    user = own_user()
    remedy = f"adduser {user} gammu, then systemctl restart netwatch where it runs"
    try:
        missing = [folder for folder in FOLDERS if not (spool / folder).is_dir()]
    except PermissionError:
        return [f"sms.spool: {spool} may not be entered by the user {user}; {remedy}"]
    if missing:
        return [
            f"sms.spool: {spool} has no folder {', '.join(missing)}; install gammu-smsd, "
            "or write where its outboxpath, sentsmspath and errorsmspath lie side by side"
        ]
    if not os.access(spool / OUTBOX, os.R_OK | os.W_OK | os.X_OK):
        return [f"sms.spool: {spool / OUTBOX} may not be written to by the user {user}; {remedy}"]
    return []


def _file_name(notification: Notification) -> str:
    """Alarms before closings; the digest keeps rows of another database apart that have the same id."""
    urgency = "A" if notification.kind is not Kind.CLOSED else "C"
    digest = hashlib.sha256(notification.message.html.encode()).hexdigest()[:12]
    return f"OUT{urgency}_+{notification.to.chat_id}_netwatch{notification.id:08d}x{digest}.txt"

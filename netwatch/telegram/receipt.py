"""What an error of Telegram's, or of the way to it, means for the message that was to be sent."""

from datetime import timedelta

import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from netwatch.core.message import CardGone, Moved, Notification, Receipt, Refused, Retry, Sent, Shut
from netwatch.telegram.redact import Redactor

UNKNOWN = "unknown whether Telegram has it: "

_LONGEST_ERROR = 200

_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.UnsupportedProtocol)
"""With these the request has not left, so sending again cannot tell anybody twice."""

_CARD_GONE = (
    "message to edit not found",
    "message can't be edited",
    "message_id_invalid",
    "message identifier is not specified",
    "there is no text in the message to edit",
)


_SHUT = (
    ("blocked by the user", Shut.BLOCKED),
    ("can't initiate conversation", Shut.NEVER_STARTED),
    ("user is deactivated", Shut.DELETED),
    ("group chat was deleted", Shut.DELETED),
    ("chat was deactivated", Shut.DELETED),
    ("bot was kicked", Shut.NOT_IN_GROUP),
    ("not a member", Shut.NOT_IN_GROUP),
    ("not enough rights", Shut.MAY_NOT_WRITE),
    ("have no rights", Shut.MAY_NOT_WRITE),
    ("need administrator rights", Shut.MAY_NOT_WRITE),
    ("chat_write_forbidden", Shut.MAY_NOT_WRITE),
    ("chat_restricted", Shut.MAY_NOT_WRITE),
    ("topic_closed", Shut.MAY_NOT_WRITE),
)


def receipt_for(error: TelegramError, notification: Notification, redactor: Redactor) -> Receipt:
    """The receipt of a request that failed.

    The order is python-telegram-bot's trap: BadRequest is a NetworkError, and a refusal that is taken for a
    failing network is sent again for ever. A failing network has a cause below; an HTTP status has none.
    """
    told = tell(error, redactor)
    match error:
        case RetryAfter():
            return Retry(told, after=retry_after(error))
        case ChatMigrated(new_chat_id=chat_id):
            return Moved(chat_id)
        case Forbidden():
            return Refused(told, shut_of(error, notification.to.chat_id))
        case BadRequest():
            return _of_bad_request(error, notification, told)
        case InvalidToken():
            return Retry(f"Telegram refuses the bot's token ({told}); correct telegram.token in the settings",
                         whole_channel=True)
        case NetworkError(__cause__=Exception() as cause) if not isinstance(cause, TelegramError):
            left = not isinstance(cause, _NOT_SENT)
            return Retry(UNKNOWN + told if left else told, whole_channel=True)
        case _:
            # Telegram's own 5xx, and whatever answers in its place: a captive portal, a broken proxy.
            return Retry(told, whole_channel=True)


def retry_after(error: RetryAfter) -> float:
    """Seconds."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def tell(error: TelegramError, redactor: Redactor) -> str:
    """The error for the log and the database: without the token, and without the answer's body, which may quote
    what people wrote."""
    text, _, _ = str(error).partition(". Parsing the server response")
    text, _, _ = text.partition(". The server response contained unknown parameters")
    return redactor.text(f"{type(error).__name__}: {text}")[:_LONGEST_ERROR]


def is_markup_fault(error: BadRequest) -> bool:
    return "can't parse entities" in str(error).lower()


def is_topic_fault(error: BadRequest) -> bool:
    text = str(error).lower()
    return any(words in text for words in ("message thread not found", "topic_deleted", "topic_closed"))


def _of_bad_request(error: BadRequest, notification: Notification, told: str) -> Receipt:
    text = str(error).lower()
    card = notification.card_message_id if notification.card else None
    edited = notification.edits or card
    if edited is not None and "message is not modified" in text:
        return Sent(edited)
    is_kept = card is not None or notification.digest is not None
    if is_kept and any(reason in text for reason in _CARD_GONE):
        return CardGone()
    return Refused(told, shut_of(error, notification.to.chat_id))


def shut_of(error: TelegramError, chat_id: int) -> Shut | None:
    """Whether the refusal is the chat's and not the message's."""
    text = str(error).lower()
    if "chat not found" in text or "peer_id_invalid" in text:
        return Shut.NEVER_STARTED if chat_id > 0 else Shut.NOT_IN_GROUP
    return next((shut for words, shut in _SHUT if words in text), None)

"""Keeps secrets out of the log: the bot's token stands in every URL, and libraries print URLs."""

import logging
import re
import sys
from collections.abc import Iterable, Mapping
from types import TracebackType
from typing import Any
from urllib.parse import quote

HIDDEN = "[secret]"

_ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]

_LONG_ENOUGH = 16
"""A part of a token shorter than this may be an ordinary word."""


class Redactor:
    """Replaces secrets in text, in their percent-encoded forms too. Its own repr shows none."""

    def __init__(self, secrets: Iterable[str]) -> None:
        forms = {form for secret in secrets for form in _forms(secret)}
        longest_first = sorted(forms, key=lambda form: (-len(form), form))
        self._pattern = re.compile("|".join(map(re.escape, longest_first))) if forms else None

    def text(self, text: str) -> str:
        return self._pattern.sub(HIDDEN, text) if self._pattern else text

    def value(self, value: Any) -> Any:
        """`value` with all secrets replaced; what is neither text, number nor container becomes its redacted repr
        where that holds a secret."""
        match value:
            case None | bool() | int() | float():
                return value
            case str():
                return self.text(value)
            case bytes():
                return self.text(value.decode("utf-8", "replace")).encode() if self._in(repr(value)) else value
            case Mapping():
                return {self.value(key): self.value(item) for key, item in value.items()}
            case list() | set() | frozenset():
                return list(map(self.value, value))
            case tuple():
                return tuple(map(self.value, value))
            case _:
                return self.text(repr(value)) if self._in(f"{value!r} {value}") else value

    def event(self, event: Mapping[str, Any]) -> dict[str, Any]:
        """A structlog event; a traceback that holds a secret becomes text under `exception`."""
        hidden: dict[str, Any] = self.value({key: event[key] for key in event if key != "exc_info"})
        exc_info = _exc_info(event.get("exc_info"))
        if exc_info is None:
            return hidden
        traceback = logging.Formatter().formatException(exc_info)
        if self._in(traceback):
            return {**hidden, "exception": self.text(traceback)}
        return {**hidden, "exc_info": exc_info}

    def _in(self, text: str) -> bool:
        return bool(self._pattern and self._pattern.search(text))


def for_token(token: str) -> Redactor:
    """Hides the token, and its secret half (after the colon) alone."""
    return Redactor((token, *(half for half in token.split(":")[1:] if len(half) >= _LONG_ENOUGH)))


class RedactingFilter(logging.Filter):
    """For handlers, since a logger's own filters do not see what its children log. Hides, never drops."""

    def __init__(self, redactor: Redactor) -> None:
        super().__init__()
        self._redactor = redactor
        self._formatter = logging.Formatter()

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.msg, dict):  # structlog's event on its way to structlog's formatter
            record.msg = self._redactor.event(record.msg)
        else:
            message = _message(record)
            hidden = self._redactor.text(message)
            if hidden != message:
                record.msg, record.args = hidden, None
        if record.exc_info and record.exc_info[0] is not None:
            self._hide_traceback(record, self._formatter.formatException(record.exc_info))
        elif record.exc_text:
            record.exc_text = self._redactor.text(record.exc_text)
        if record.stack_info:
            record.stack_info = self._redactor.text(record.stack_info)
        return True

    def _hide_traceback(self, record: logging.LogRecord, traceback: str) -> None:
        hidden = self._redactor.text(traceback)
        if hidden == traceback:
            return
        # Into the message: the exception itself would be formatted anew, and not every formatter heeds exc_text.
        if isinstance(record.msg, dict):
            record.msg = {**record.msg, "exception": hidden}
        else:
            record.msg, record.args = f"{_message(record)}\n{hidden}", None
        record.exc_info = record.exc_text = None


class RedactingProcessor:
    """For structlog, as the last processor but the renderer, after format_exc_info; also after the renderer."""

    def __init__(self, redactor: Redactor) -> None:
        self._redactor = redactor

    def __call__(self, logger: Any, method: str, event: Any) -> Any:
        return self._redactor.event(event) if isinstance(event, Mapping) else self._redactor.value(event)


def install(redactor: Redactor, handlers: Iterable[logging.Handler]) -> None:
    """Once, by whoever sets up logging: hides secrets on `handlers` and quiets the libraries that print them.

    httpx logs the URL of each request at INFO; python-telegram-bot logs whole answers, messages of citizens
    among them, when they are not JSON.
    """
    for handler in handlers:
        handler.addFilter(RedactingFilter(redactor))
    for name in ("httpx", "httpcore", "telegram"):
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in ("telegram.request", "telegram.Bot"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except Exception:
        # A library's wrong format string is reported by the handler; here it would reach the caller.
        return f"{record.msg!s} {record.args!r}"


def _exc_info(value: Any) -> _ExcInfo | None:
    """What structlog lets callers give as `exc_info`, as the triple; None where there is none."""
    match value:
        case BaseException():
            return type(value), value, value.__traceback__
        case (type() as kind, BaseException() as error, trace):
            return kind, error, trace
        case None | False | (None, None, None):
            return None
        case _:
            return _exc_info(sys.exception())


def _forms(secret: str) -> set[str]:
    quoted = quote(secret, safe="")
    # quote(quote(...)): a URL within a URL. Lower case: RFC 3986 allows both.
    forms = {secret, quoted, quote(quoted, safe=""), quote(secret)}
    return {form for form in forms | {_lower_escapes(form) for form in forms} if form}


def _lower_escapes(text: str) -> str:
    return re.sub(r"%[0-9A-F]{2}", lambda escape: escape.group().lower(), text)

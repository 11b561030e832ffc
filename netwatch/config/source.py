"""A text file's content, or what keeps it from being read, said at its place."""

import codecs
import re
from pathlib import Path

from yaml.reader import Reader

from netwatch.config.problem import ConfigError, Problem
from netwatch.own_user import own_user, remedy_for

_WIDE_MARKS = {
    codecs.BOM_UTF32_LE: "UTF-32",
    codecs.BOM_UTF32_BE: "UTF-32",
    codecs.BOM_UTF16_LE: "UTF-16",
    codecs.BOM_UTF16_BE: "UTF-16",
}
_NOT_TEXT: re.Pattern[str] = Reader.NON_PRINTABLE


def read_source(path: Path) -> str:
    """The file's text without byte order mark. Raises ConfigError for what is no readable UTF-8 text."""
    raw = _read_bytes(path)
    for mark, encoding in _WIDE_MARKS.items():
        if raw.startswith(mark):
            raise _error(path, 1, 1, f"the file is encoded as {encoding}; save it as UTF-8")
    if b"\0" in raw[:4096]:
        raise _error(path, 1, 1, "this is not text, or it is encoded as UTF-16; save it as UTF-8 text")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        before = fault.object[: fault.start].decode("utf-8", "replace")
        byte = fault.object[fault.start]
        raise _at(path, before, f"the byte 0x{byte:02x} is not UTF-8; save the file as UTF-8") from None
    odd = _NOT_TEXT.search(text)
    if odd:
        raise _at(
            path, text[: odd.start()], f"a control character (U+{ord(odd[0]):04X}) stands here; remove it"
        )
    return text


def _read_bytes(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise _error(path, 1, 1, "this is a directory; name the file in it")
        if path.exists() and not path.is_file():
            raise _error(path, 1, 1, "this is not a regular file; name one that holds the text")
        return path.read_bytes()
    except FileNotFoundError:
        raise _error(path, 1, 1, "there is no such file; create it or correct its name") from None
    except PermissionError:
        user = own_user()
        remedy = remedy_for(user, "let that user read it")
        raise _error(path, 1, 1, f"the user {user} may not read this file; {remedy}") from None
    except (OSError, ValueError) as fault:
        reason = (
            fault.strerror if isinstance(fault, OSError) and fault.strerror else "its name is not a file's"
        )
        raise _error(path, 1, 1, f"the file cannot be read: {reason}; check its name and the disk") from None


def _at(path: Path, before: str, text: str) -> ConfigError:
    line = before.count("\n") + 1
    return _error(path, line, len(before) - (before.rfind("\n") + 1) + 1, text)


def _error(path: Path, line: int, column: int, text: str) -> ConfigError:
    return ConfigError([Problem(path, line, column, text)])

"""A file's value as a problem may quote it: short, spelled as in the file, and never a secret."""

import re
from collections.abc import Sequence

_SECRET_KEYS = frozenset(
    {"token", "community", "key", "password", "auth", "priv", "database", "base_url", "base_file_url", "phone"}
)
"""Also keys whose right value is none, but where people put one by mistake. A phone number is personal data."""

_BOT_TOKEN = re.compile(r"[0-9]{6,}:[A-Za-z0-9_-]{20,}")
_LONGEST = 60


def is_secret(key_path: Sequence[str | int]) -> bool:
    return any(step in _SECRET_KEYS for step in key_path)


def shown_value(value: object, key_path: Sequence[str | int]) -> str:
    """The value in a sentence; "this value" where the place may hold a secret or the value looks like one."""
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    if is_secret(key_path) or (isinstance(value, str) and _BOT_TOKEN.search(value)):
        return "this value"
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    short = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
    return repr(short) if isinstance(value, str) else short

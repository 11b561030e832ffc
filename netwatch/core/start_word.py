"""The word that Telegram's Start button sends back from a link into the private chat: `perbaikan-42`."""

import re

from netwatch.core.request import Repair

_REPAIR = re.compile(r"perbaikan-([1-9][0-9]{0,8})")


def start_word(repair: Repair) -> str:
    return f"perbaikan-{repair.ticket_id}"


def read_start_word(word: str) -> Repair | None:
    """None for a word that asks for nothing."""
    found = _REPAIR.fullmatch(word)
    return Repair(int(found[1])) if found else None

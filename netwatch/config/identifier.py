"""Ids that people choose: stable keys in the database and in Telegram's buttons."""

import re
from typing import Annotated

from pydantic import AfterValidator

LONGEST_IDENTIFIER = 32
"""Bytes: Telegram gives a button 64 for everything."""

_FORM = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def has_form(value: str) -> bool:
    return _FORM.fullmatch(value) is not None


def _identifier(value: str) -> str:
    if not has_form(value):
        raise ValueError(
            f"{value[:60]!r} cannot be an id; write letters a-z, digits, '-', '_', '.', no sign first"
        )
    if len(value) > LONGEST_IDENTIFIER:
        raise ValueError(
            f"the id {value[:60]!r} has {len(value)} characters; write at most {LONGEST_IDENTIFIER}"
        )
    return value


Identifier = Annotated[str, AfterValidator(_identifier)]

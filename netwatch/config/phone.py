"""A person's telephone number in the international form E.164."""

import re
from typing import Annotated, Final

import phonenumbers
from pydantic import AfterValidator

_SHOWN: Final = 4
"""Characters at the beginning of a wrong number, which are many people's."""


def _phone(value: str) -> str:
    try:
        number = phonenumbers.parse(value, None)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_valid_number(number):
        raise ValueError(
            f"{_masked(value)!r} is not a phone number; "
            'write it with + and country code, in quotes, such as "+628110000003"'
        )
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def _masked(value: str) -> str:
    """So that a slip of the pen is found in the file, and nobody's number in a log."""
    return value[:_SHOWN] + re.sub(r"\d", "x", value[_SHOWN:40])


Phone = Annotated[str, AfterValidator(_phone)]

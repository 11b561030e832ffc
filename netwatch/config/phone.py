"""A person's telephone number in the international form E.164."""

from typing import Annotated

import phonenumbers
from pydantic import AfterValidator


def _phone(value: str) -> str:
    try:
        number = phonenumbers.parse(value, None)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_valid_number(number):
        raise ValueError(
            f"{value[:40]!r} is not a phone number; "
            'write it with + and country code, in quotes, such as "+628110000003"'
        )
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


Phone = Annotated[str, AfterValidator(_phone)]

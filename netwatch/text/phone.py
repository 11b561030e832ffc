"""Phone numbers as they are dialled in Indonesia."""

import phonenumbers

from netwatch.text.html import data

REGION = "ID"


def dialled(phone: str) -> str:
    """E.164 as `0812-3456-7890`, a foreign one as `+31 20 123 4567`; what is no number is shown as it is. HTML."""
    try:
        number = phonenumbers.parse(phone, REGION)
    except phonenumbers.NumberParseException:
        return data(phone, 24)
    own = number.country_code == phonenumbers.country_code_for_region(REGION)
    form = phonenumbers.PhoneNumberFormat.NATIONAL if own else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return data(phonenumbers.format_number(number, form), 24)

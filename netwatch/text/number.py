"""Numbers as Indonesians write them."""

from babel.numbers import format_decimal

from netwatch.text.time import LOCALE


def decimal(number: float) -> str:
    """At most one decimal, behind a comma: `12,5`."""
    return format_decimal(number, format="0.#", locale=LOCALE)

"""The form of a ticket's official number."""

import re
from string import Formatter
from typing import Annotated

from pydantic import AfterValidator

_NUMBERED = re.compile(r"(?:0[1-9])?d?")
_REMEDY = "write for instance {seq:03d}/PGD-TIK/{month}/{year}"


def _ticket_number_format(value: str) -> str:
    """A `str.format` of seq, month and year only. `{seq}` restarts each year, which `{year}` tells apart."""
    try:
        fields = list(Formatter().parse(value))
    except ValueError:
        raise ValueError(f"{value[:60]!r} has a brace without its pair; {_REMEDY}") from None
    parts = [(name, spec or "", conversion) for _, name, spec, conversion in fields if name is not None]
    for name, spec, conversion in parts:
        if name not in ("seq", "month", "year"):
            raise ValueError(
                f"{{{name}}} is not known in a ticket's number; use {{seq}}, {{month}} and {{year}}"
            )
        if conversion or not _NUMBERED.fullmatch(spec) or (name == "month" and spec):
            raise ValueError(f"the form of {{{name}}} is not supported; {_REMEDY}")
    missing = {"seq", "year"} - {name for name, _, _ in parts}
    if missing:
        raise ValueError(f"a ticket's number needs {{{min(missing)}}} to occur only once; {_REMEDY}")
    return value


TicketNumberFormat = Annotated[str, AfterValidator(_ticket_number_format)]

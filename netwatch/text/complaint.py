"""What a citizen said, for eyes that may not see who said it."""

import re

from netwatch.core.ticket import CitizenReport
from netwatch.text.html import data, tidy

MASK = "•••"
_DIGITS = re.compile(r"\+?\d(?:[ .\-()]{0,2}\d){6,}")
"""Seven digits or more: too long for a house or a school, so it may be somebody's phone."""


def complaint(report: CitizenReport, limit: int = 200) -> str:
    """HTML; the citizen's name and whatever may be a phone number are masked."""
    text = tidy(report.text)
    for word in tidy(report.name or "").split():
        if len(word) > 2:
            text = re.sub(rf"\b{re.escape(word)}\b", MASK, text, flags=re.IGNORECASE)
    return data(_DIGITS.sub(MASK, text), limit)

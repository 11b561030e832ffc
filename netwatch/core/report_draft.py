"""A citizen's report that the call taker has typed but not yet placed."""

from dataclasses import dataclass
from datetime import datetime

from netwatch.core.ticket import CitizenReport


@dataclass(frozen=True, slots=True)
class ReportDraft:
    """`id` is 0 until the store has given one; `telegram_id` is the call taker's; `site` what was matched."""

    id: int
    telegram_id: int
    created_at: datetime
    report: CitizenReport
    site: str | None = None
    settled: bool = False

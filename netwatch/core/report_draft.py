"""A citizen's report that the call taker is taking down."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from netwatch.core.ticket import CitizenReport


class Ask(StrEnum):
    """What is asked for, one after the other, where the call taker has not written it unasked."""

    COMPLAINT = "complaint"
    REPORTER = "reporter"  # name and phone number
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class ReportDraft:
    """`id` is 0 until the store has given one; `telegram_id` is the call taker's; `site` what was matched.

    `settled`: recorded in the ticket `ticket_id`, or cancelled where that is None. `stepwise`: begun with the place
    alone, so that everything else is asked for; `asked` is what was asked for last. `apart`: the call taker has seen
    what is open there, and it is something else.
    """

    id: int
    telegram_id: int
    created_at: datetime
    report: CitizenReport
    site: str | None = None
    settled: bool = False
    ticket_id: int | None = None
    stepwise: bool = False
    apart: bool = False
    asked: Ask | None = None


def next_question(draft: ReportDraft) -> Ask | None:
    """What to ask for now, each at most once; None when there is nothing more.

    A call taker who wrote everything into one line is asked only for the number by which the citizen can be phoned
    back, and only once the report is recorded.
    """
    recorded = draft.ticket_id is not None
    wanted = {
        Ask.COMPLAINT: draft.stepwise and not recorded and not draft.report.text,
        Ask.REPORTER: (draft.stepwise or recorded) and draft.report.phone is None,
        Ask.CHANNEL: draft.stepwise,
    }
    order = list(Ask)
    left = order if draft.asked is None else order[order.index(draft.asked) + 1 :]
    return next((ask for ask in left if wanted[ask]), None)

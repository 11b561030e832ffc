"""The outcome of a decision about one ticket."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum

from netwatch.core.history import Entry
from netwatch.core.news import News
from netwatch.core.ticket import Ticket

SYSTEM = "netwatch"
"""The actor of what nobody pressed."""


@dataclass(frozen=True, slots=True)
class Change:
    """The ticket as it is from now on, what the history says of it, and what is to be told."""

    ticket: Ticket
    entries: tuple[Entry, ...] = ()
    news: tuple[News, ...] = ()

    def then(self, other: "Change") -> "Change":
        """Two changes in a row as one."""
        return Change(other.ticket, self.entries + other.entries, self.news + other.news)

    def on(self, ticket: Ticket) -> "Change":
        return replace(self, ticket=ticket)


class Why(Enum):
    """Why nothing was changed."""

    CLOSED = "the ticket is closed"
    NOT_YOURS = "another role's button"
    ALREADY_DONE = "somebody was first"
    NOT_YET = "an earlier step is not done"
    NO_SUCH_TEAM = "the team is not in the settings"
    OTHER_TEAM = "another team has it"
    NOTHING_NEW = "it is so already"
    NOT_HELD = "it is not held"
    INCOMPLETE = "a piece that has to be there is missing"
    NOTHING_THERE = "what was meant does not exist"
    ACCEPTED = "the repair report was accepted, nothing changes it any more"
    OUTDATED = "it was changed since the button was made"
    SAME_REPORT = "this citizen's report is counted already"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Nothing was changed; `by` and `at` say who was first, where somebody was."""

    why: Why
    by: str | None = None
    at: datetime | None = field(default=None)

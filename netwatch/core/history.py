"""The append-only history: each entry carries the hash of the one before it, over all tickets."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to be written. `detail` never holds a citizen's name or phone: the history is kept for good.

    `event` is a key in English (`opened`, `accepted`, `closed` …), `actor` a person's name or `netwatch`.
    """

    event: str
    actor: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Recorded:
    """An entry as it stands in the chain. `seq` counts from 1 without gaps over all tickets."""

    seq: int
    ticket_id: int
    at: datetime
    actor: str
    event: str
    detail: str
    hash: str

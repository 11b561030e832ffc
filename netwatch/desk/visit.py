"""One person's request while it is being dealt with, and what comes of it."""

from dataclasses import dataclass, field
from datetime import datetime

from netwatch.core.directory import Person
from netwatch.core.message import Message
from netwatch.core.request import Answer, Incoming
from netwatch.desk.setting import Setting
from netwatch.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Visit:
    tx: Transaction
    setting: Setting
    person: Person
    incoming: Incoming
    now: datetime


@dataclass(frozen=True, slots=True)
class Outcome:
    """`messages` go to the visitor's chat through the outbox; `answer` is shown at once where a button was pressed."""

    messages: tuple[Message, ...] = ()
    answer: Answer = field(default_factory=Answer)

"""News among the staff, to each of them in private: who joined, who is away, who has whose turn."""

from collections.abc import Iterable
from datetime import datetime

from netwatch.core.directory import Person
from netwatch.core.message import Draft, Kind, Message, Recipient
from netwatch.desk.setting import Setting
from netwatch.desk.visit import Visit
from netwatch.store.transaction import Transaction


async def tell(tx: Transaction, setting: Setting, people: Iterable[Person], message: Message, now: datetime) -> None:
    """Who has no Telegram hears nothing."""
    drafts = [
        Draft(Recipient(setting.channel, person.telegram_id, person.name), Kind.STAFF, message)
        for person in people
        if person.telegram_id is not None
    ]
    await tx.outbox.put(drafts, now)


async def tell_others(visit: Visit, people: Iterable[Person | None], message: Message) -> None:
    """Nobody is told what they have just done themselves."""
    others = (p for p in people if p is not None and p.telegram_id != visit.incoming.telegram_id)
    await tell(visit.tx, visit.setting, others, message, visit.now)

"""Tells the admins, once, whom netwatch cannot write to: one transaction a look."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from netwatch.core.message import Draft, Kind, Recipient, Shut
from netwatch.core.request import Incoming
from netwatch.core.trouble import letters_to_admins
from netwatch.desk.setting import Setting
from netwatch.desk.staff import directory_now, office_now
from netwatch.store.store import Store
from netwatch.store.transaction import Transaction
from netwatch.text.trouble import unreachable


@dataclass(slots=True)
class Troubles:
    """`now` gives aware UTC; `on_commit` is called after each commit that has left messages."""

    store: Store
    setting: Setting
    now: Callable[[], datetime]
    on_commit: Callable[[], None]

    async def look(self) -> int:
        """Returns how many messages were left. Raises StoreUnavailable; then nothing was written."""
        async with self.store.read() as tx:
            if not any(not trouble.told for trouble in await tx.troubles.all()):
                return 0
        now, by_sms = self.now(), self.setting.second is not None
        async with self.store.begin() as tx:
            office = await office_now(tx, self.setting, now)
            letters = letters_to_admins(await tx.troubles.all(), office.directory)
            drafts = [
                Draft(
                    Recipient(self.setting.channel, letter.to.telegram_id or 0, letter.to.name),
                    Kind.TROUBLE,
                    unreachable(letter.troubles, office, now, by_sms=by_sms),
                )
                for letter in letters
            ]
            await tx.outbox.put(drafts, now)
            await tx.troubles.mark_told((each for letter in letters for each in letter.troubles), now)
        if drafts:
            self.on_commit()
        return len(drafts)


async def note_standing(
    tx: Transaction, setting: Setting, incoming: Incoming, shut: Shut | None, now: datetime
) -> None:
    """Whether the chat takes messages, known before the next one is sent. Strangers' chats are nobody's trouble."""
    chat_id = incoming.chat_id
    if shut is None:
        await tx.troubles.clear(setting.channel, chat_id)
        return
    directory = await directory_now(tx, setting, now)
    person = directory.by_telegram_id(chat_id)
    if person is not None or any(team.chat_id == chat_id for team in directory.teams):
        await tx.troubles.note(Recipient(setting.channel, chat_id, person.name if person else None), shut, now)

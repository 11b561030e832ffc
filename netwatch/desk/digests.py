"""Storms: what would be too many messages for a chat goes into its digest, and digests are shown as they change."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from netwatch.core.directory import Directory
from netwatch.core.message import Draft, Kind, Message, Recipient
from netwatch.core.storm import Digest, begin, gather, gathers, next_look, rings, shown
from netwatch.core.ticket import Source, Ticket
from netwatch.desk.setting import Setting
from netwatch.store.transaction import Transaction
from netwatch.text.digest import digest as text
from sop.role import Role


async def without_storm(tx: Transaction, ticket: Ticket, drafts: Sequence[Draft], now: datetime) -> list[Draft]:
    """The drafts that are messages of their own; the others are taken into digests."""
    await tx.digests.touch(ticket.id)
    open_now = {(d.to.channel, d.to.chat_id): d for d in await tx.digests.open()}
    kept = []
    for draft in drafts:
        if _is_always_told(draft, ticket):
            kept.append(draft)
            continue
        digest = open_now.get((draft.to.channel, draft.to.chat_id))
        lately = await tx.digests.told_lately(draft.to.channel, draft.to.chat_id, now)
        if not gathers(draft.kind, ticket.id, lately, digest, now):
            kept.append(draft)
            continue
        taken = gather(digest or begin(draft.to, lately, now), draft.kind, ticket.id, draft.message.silent, now)
        open_now[draft.to.channel, draft.to.chat_id] = await tx.digests.keep(taken)
    return kept


@dataclass(frozen=True, slots=True)
class Shown:
    """How many digests were put on their way, and when time alone asks to look again."""

    count: int
    again_at: datetime | None


async def show_digests(tx: Transaction, setting: Setting, now: datetime) -> Shown:
    """Puts on its way what the open digests do not show yet. `setting` has the office as it is now."""
    count, times = 0, []
    for digest in await tx.digests.open():
        due = next_look(digest, now)
        if due is not None and due <= now:
            count += 1
            due = next_look(await _show(tx, digest, setting, now), now)
        if due is not None:
            times.append(due)
    return Shown(count, min(times, default=None))


async def _show(tx: Transaction, digest: Digest, setting: Setting, now: datetime) -> Digest:
    tickets = await tx.tickets.some(digest.tickets)
    is_over = not any(ticket.is_open for ticket in tickets)
    rang = rings(digest, is_over, now)
    role = _role(digest.to, setting.office.directory)
    if role is not None:
        message = text(digest, tickets, role, setting.office, now)
        silent = digest.is_silent or not rang
        told = Message(message.html, message.buttons, silent)
        open_ids = tuple(ticket.id for ticket in tickets if ticket.is_open)
        await tx.outbox.put([Draft(digest.to, Kind.DIGEST, told, also=open_ids, digest=digest.id, anew=rang)], now)
    after = await tx.digests.keep(shown(digest, rang, now))
    if is_over or role is None:
        await tx.digests.end(digest.id, now)
    return after


def _role(to: Recipient, directory: Directory) -> Role | None:
    """The part of whoever reads the chat; None for somebody who has left the office."""
    if to.person is None:
        return Role.TIM_LAPANGAN
    reader = directory.by_name(to.person)
    return None if reader is None else reader.role


def _is_always_told(draft: Draft, ticket: Ticket) -> bool:
    """The monitor's own incident is one; and who is at work on a ticket gets its card, storm or not."""
    return ticket.source is Source.MONITOR or (draft.card and ticket.accepted_by is not None)

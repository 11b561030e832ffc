"""The tickets of conditions, within the transaction of one look."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from netwatch.core.change import SYSTEM, Change
from netwatch.core.condition_lifecycle import hand_over, open_for_condition, reopen_for_condition, worsen
from netwatch.core.condition_tickets import (
    Close,
    Decision,
    HandOver,
    Merge,
    OpenFor,
    Reopen,
    Worsen,
    look_after,
    unite,
)
from netwatch.core.condition_view import ConditionView
from netwatch.core.lifecycle import close
from netwatch.core.situation import Situation
from netwatch.core.ticket import Ticket
from netwatch.desk.merging import merge_into
from netwatch.desk.record import record
from netwatch.desk.setting import Setting, next_number
from netwatch.store.transaction import Transaction
from netwatch.text.symptom import symptom


def none_watched(
    opened: Sequence[Ticket], dismissed: Sequence[Ticket], situation: Situation
) -> ConditionView:
    """Where no agent is asked."""
    return ConditionView()


@dataclass(frozen=True, slots=True)
class Outcome:
    """The tickets that were changed, by their ids, and in words what was done to them. `again_in`: seconds until time
    alone asks for another look."""

    changed: Mapping[int, Ticket]
    done: tuple[str, ...]
    again_in: float | None = None


async def unite_with_outages(
    tx: Transaction, opened: Sequence[Ticket], view: ConditionView, setting: Setting, now: datetime
) -> Outcome:
    """Before the outages are looked after: what has turned out to be one of them."""
    current = {ticket.id: ticket for ticket in opened}
    done = []
    for decision in unite(opened, view):
        before = current[decision.ticket.id]
        match decision:
            case HandOver(_, device, reason):
                change = hand_over(before, device, reason, setting.office.inventory)
                current[before.id] = await record(tx, before, change, setting, now)
            case Merge(_, into):
                current.update(await merge_into(tx, before, into, setting, now))
        done.append(f"{type(decision).__name__} #{before.id}")
    return Outcome(current, tuple(done))


async def look_after_conditions(
    tx: Transaction,
    opened: Sequence[Ticket],
    lately: Sequence[Ticket],
    ignored: Sequence[Ticket],
    view: ConditionView,
    setting: Setting,
    now: datetime,
) -> Outcome:
    """After the outages have theirs. `opened`: the tickets that are open by now; for the others see `look_after`."""
    plan = look_after(opened, lately, ignored, view, setting.policy)
    changed: dict[int, Ticket] = {}
    done = []
    for decision in plan.decisions:
        before, change = await _decide(tx, decision, setting, now)
        after = await record(tx, before, change, setting, now)
        changed[after.id] = after
        done.append(f"{type(decision).__name__} #{after.id} {after.root.condition if after.root else ''}")
    return Outcome(changed, tuple(done), plan.again_in)


async def _decide(
    tx: Transaction, decision: Decision, setting: Setting, now: datetime
) -> tuple[Ticket | None, Change]:
    inventory, sop = setting.office.inventory, setting.office.sop
    match decision:
        case OpenFor(ailment):
            number = await next_number(tx, setting, now)
            return None, open_for_condition(ailment, number, symptom(ailment.status), sop, now)
        case Worsen(before, ailment):
            return before, worsen(before, ailment, symptom(ailment.status))
        case Reopen(before, ailment):
            return before, reopen_for_condition(before, ailment, symptom(ailment.status), inventory, sop, now)
        case Close(before, reason):
            return before, close(before, sop, now, SYSTEM, reason)

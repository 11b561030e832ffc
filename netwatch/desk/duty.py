"""/jaga: who is on duty, and who takes whose turn on a day."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from netwatch.core.directory import Directory, Person
from netwatch.core.duty import DAY, Swap, Turn, turns
from netwatch.core.member import MAY_INVITE
from netwatch.core.message import Message
from netwatch.core.request import Answer, DutyChoice, UndoSwap
from netwatch.desk.tell import tell_others
from netwatch.desk.visit import Outcome, Visit
from netwatch.text import duty as say
from netwatch.text import toast

AHEAD = timedelta(days=7)
"""So far ahead turns are shown, and may be swapped."""


async def show_duty(visit: Visit) -> Outcome:
    local = _local(visit)
    swaps = await _swaps(visit)
    shown = turns(visit.setting.roster, swaps, local, local + DAY)
    absences = await visit.tx.absences.live(visit.now)
    own = [swap for swap in swaps if _may_undo(visit, swap)]
    arranges = bool(visit.setting.roster) and bool(_arranged(visit))
    office, roster = visit.setting.office, visit.setting.roster
    told = say.duty(shown, absences, roster, own, office, visit.now, arranges=arranges and visit.incoming.private)
    return Outcome((told,))


async def choose_duty(visit: Visit, choice: DutyChoice) -> Outcome:
    """Day, then whose turn, then who takes it; each press carries what was chosen before."""
    directory, today = visit.setting.office.directory, _local(visit).date()
    if choice.day is None:
        return Outcome((say.which_day([today + timedelta(days=n) for n in range(AHEAD.days)], visit.setting.office),))
    if not today - DAY <= choice.day <= today + AHEAD:
        return Outcome(answer=Answer(say.DAY_IS_OVER, alert=True))
    here = await _on(visit, choice.day)
    theirs = [person for person in _arranged(visit) if person.name in {turn.name for turn in here}]
    if choice.absent is None:
        return Outcome((say.whose_turn(choice.day, theirs, visit.setting.office),))
    absent = next((person for person in theirs if person.telegram_id == choice.absent), None)
    if absent is None:
        return Outcome(answer=Answer(say.NO_SUCH_TURN, alert=True))
    able = _able(absent, directory)
    if choice.instead is None:
        return Outcome((say.who_instead(choice.day, absent, able, visit.setting.office),))
    instead = next((person for person in able if person.telegram_id == choice.instead), None)
    if instead is None:
        return Outcome(answer=Answer(toast.UNKNOWN_BUTTON, alert=True))
    return await _swap(visit, choice.day, here, absent, instead)


async def undo_swap(visit: Visit, request: UndoSwap) -> Outcome:
    swap = await visit.tx.duty_swaps.get(request.swap_id)
    if swap is None:
        return Outcome(answer=Answer(toast.UNKNOWN_BUTTON, alert=True))
    if not _may_undo(visit, swap):
        return Outcome(answer=Answer(say.NOT_YOURS, alert=True))
    if swap.undone_at is not None:
        return Outcome(answer=Answer(say.undone_already(swap), alert=True))
    undone = replace(swap, undone_at=visit.now, undone_by=visit.person.name)
    await visit.tx.duty_swaps.undo(undone)
    await _tell(visit, (swap.absent, swap.instead), say.swap_undone(undone, visit.setting.office))
    return Outcome(answer=Answer(say.UNDONE))


async def _swap(visit: Visit, day: date, here: Sequence[Turn], absent: Person, instead: Person) -> Outcome:
    """The roster's own turns only: who stands in already is replaced where the roster has them."""
    rostered = {turn.instead_of or turn.name for turn in here if turn.name == absent.name}
    for swap in await visit.tx.duty_swaps.since(day):
        if swap.day == day and swap.absent in rostered:
            await visit.tx.duty_swaps.undo(replace(swap, undone_at=visit.now, undone_by=visit.person.name))
    for name in sorted(rostered - {instead.name}):
        await visit.tx.duty_swaps.add(Swap(0, day, name, instead.name, visit.person.name, visit.now))
    told = say.swapped(day, absent, instead, visit.person.name, visit.setting.office)
    await _tell(visit, (absent.name, instead.name), told)
    return Outcome((told,), Answer(say.SWAPPED))


async def _on(visit: Visit, day: date) -> list[Turn]:
    """The turns that begin on a day."""
    midnight = datetime.combine(day, datetime.min.time(), visit.setting.office.zone)
    found = turns(visit.setting.roster, await _swaps(visit), midnight, midnight + DAY)
    return [turn for turn in found if turn.start.date() == day]


async def _swaps(visit: Visit) -> list[Swap]:
    return await visit.tx.duty_swaps.since(_local(visit).date() - DAY)


async def _tell(visit: Visit, names: Sequence[str], message: Message) -> None:
    await tell_others(visit, map(visit.setting.office.directory.by_name, names), message)


def _arranged(visit: Visit) -> list[Person]:
    """Whose turns the visitor may give to others: their own, and those of their people."""
    visitor = visit.person
    mine = MAY_INVITE.get(visitor.role, frozenset())
    return [
        person for person in visit.setting.office.directory.people
        if person.telegram_id is not None and (person.name == visitor.name or person.role in mine)
    ]


def _may_undo(visit: Visit, swap: Swap) -> bool:
    return any(person.name in (swap.absent, swap.instead) for person in _arranged(visit))


def _able(absent: Person, directory: Directory) -> list[Person]:
    """Those of the same part."""
    return [
        person for person in directory.people
        if person.role is absent.role and person.team == absent.team and person.name != absent.name
        and person.telegram_id is not None and person.name not in directory.away
    ]


def _local(visit: Visit) -> datetime:
    return visit.now.astimezone(visit.setting.office.zone)

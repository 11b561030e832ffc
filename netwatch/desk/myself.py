"""/saya: what netwatch holds of the visitor."""

from netwatch.core.duty import has_roster, turns
from netwatch.desk.duty import AHEAD
from netwatch.desk.visit import Outcome, Visit
from netwatch.text.myself import myself


async def who_am_i(visit: Visit) -> Outcome:
    office, roster = visit.setting.office, visit.setting.roster
    local = visit.now.astimezone(office.zone)
    swaps = await visit.tx.duty_swaps.since((local - AHEAD).date())
    own = [turn for turn in turns(roster, swaps, local, local + AHEAD) if turn.name == visit.person.name]
    absences = [a for a in await visit.tx.absences.live(visit.now) if visit.person.name in (a.person, a.deputy)]
    members = [m for m in await visit.tx.members.all() if m.telegram_id == visit.incoming.telegram_id]
    member = members[-1] if members and members[-1].left_at is None else None
    kept = has_roster(visit.person, office.directory, roster)
    return Outcome((myself(visit.person, member, own, absences, office, visit.now, has_roster=kept),))

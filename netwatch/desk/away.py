"""/absen: who is away, and who acts for them meanwhile."""

from datetime import datetime

from netwatch.core.absence import Absence, end_absence
from netwatch.core.away_line import read_away_line
from netwatch.core.away_rules import DEPUTISED, LONGEST, deputies_for, may_write_down
from netwatch.core.conversation import Question, Topic
from netwatch.core.directory import Person
from netwatch.core.message import Message
from netwatch.core.named import named
from netwatch.core.request import Answer, AwayChoice, ComeBack, GoAway
from netwatch.desk.tell import tell_others
from netwatch.desk.visit import Outcome, Visit
from netwatch.text import away as say
from netwatch.text import toast
from netwatch.text.ticket_list import ticket_list
from sop.role import Role


async def go_away(visit: Visit, request: GoAway) -> Outcome:
    """In one line, `besok sampai Jumat diwakili Bayu`; an admin names whom it is about."""
    if not visit.incoming.private:
        return Outcome((say.in_private(),))
    if not request.text.strip():
        live = await visit.tx.absences.live(visit.now)
        own = [absence for absence in live if absence.person == visit.person.name]
        question = say.ask_span(visit.person, own, visit.setting.office, visit.now)
        return await visit.ask(Topic.AWAY_SPAN, question, visit.incoming.telegram_id)
    return await _take_line(visit, visit.person, request.text)


async def take_span(visit: Visit, question: Question, words: str) -> Outcome:
    absent = visit.setting.office.directory.by_telegram_id(question.subject) or visit.person
    return await _take_line(visit, absent, words)


async def choose_away(visit: Visit, choice: AwayChoice) -> Outcome:
    directory, now = visit.setting.office.directory, visit.now
    absent = directory.by_telegram_id(choice.person)
    if absent is None or not may_write_down(visit.person, absent):
        return Outcome(answer=Answer(say.NOT_YOURS, alert=True))
    if choice.end <= now or choice.end - choice.start > LONGEST:
        return Outcome(answer=Answer(say.SPAN_IS_OVER, alert=True))
    if choice.deputy is None:
        return Outcome((_who_acts(visit, absent, choice.start, choice.end),))
    deputy = next((p for p in deputies_for(absent, directory) if p.telegram_id == choice.deputy), None)
    if choice.deputy and deputy is None:
        return Outcome(answer=Answer(toast.UNKNOWN_BUTTON, alert=True))
    for known in await visit.tx.absences.live(now):
        if known.person == absent.name and (known.start, known.end) == (choice.start, choice.end):
            return Outcome(answer=Answer(say.known_already(known), alert=True))
    added = await visit.tx.absences.add(
        Absence(0, absent.name, choice.start, choice.end, deputy.name if deputy else None, visit.person.name, now)
    )
    await visit.tx.conversations.end(visit.incoming.chat_id, visit.incoming.telegram_id)
    await tell_others(visit, [deputy], say.you_act(added, absent, visit.setting.office, now))
    if absent.name != visit.person.name:
        await tell_others(visit, [absent], say.written_down(added, visit.setting.office, now))
    return Outcome((say.written_down(added, visit.setting.office, now),), Answer(say.WRITTEN_DOWN))


async def come_back(visit: Visit, request: ComeBack) -> Outcome:
    """Who is back sees at once what is open."""
    directory, now = visit.setting.office.directory, visit.now
    absence = await visit.tx.absences.get(request.absence_id)
    if absence is None:
        return Outcome(answer=Answer(toast.UNKNOWN_BUTTON, alert=True))
    absent = directory.by_name(absence.person)
    if absent is None or not may_write_down(visit.person, absent):
        return Outcome(answer=Answer(say.NOT_YOURS, alert=True))
    ended = end_absence(absence, visit.person.name, now)
    if ended is None:
        return Outcome(answer=Answer(say.over_already(absence, visit.setting.office, now), alert=True))
    await visit.tx.absences.end(ended)
    deputy = directory.by_name(absence.deputy)
    await tell_others(visit, [deputy], say.you_act_no_more(ended, visit.setting.office, now))
    tickets = await visit.tx.tickets.open()
    back = absent.name == visit.person.name and absence.holds(now)
    return Outcome((ticket_list(tickets, visit.setting.office, now),) if back else (), Answer(say.ended(absence, now)))


async def _take_line(visit: Visit, absent: Person, text: str) -> Outcome:
    """What a line says; who and when that it does not say is asked."""
    office = visit.setting.office
    line = read_away_line(text, visit.now.astimezone(office.zone))
    if visit.person.role is Role.ADMIN and (meant := named(line.who, office.directory.people)):
        absent = meant[0]
    if absent.telegram_id is None:
        return Outcome((say.without_telegram(absent),))
    if line.start is None or line.end is None or line.end <= visit.now or line.end - line.start > LONGEST:
        question = say.ask_span(absent, (), office, visit.now, unclear=text)
        return await visit.ask(Topic.AWAY_SPAN, question, absent.telegram_id)
    deputy = named(line.deputy, deputies_for(absent, office.directory))
    if deputy and deputy[0].telegram_id is not None:
        return Outcome((say.confirm(absent, line.start, line.end, deputy[0], office, visit.now),))
    return Outcome((_who_acts(visit, absent, line.start, line.end),))


def _who_acts(visit: Visit, absent: Person, start: datetime, end: datetime) -> Message:
    office = visit.setting.office
    if absent.role not in DEPUTISED:
        return say.confirm(absent, start, end, None, office, visit.now)
    return say.who_acts(absent, start, end, deputies_for(absent, office.directory), office, visit.now)

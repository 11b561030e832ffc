"""What the Kepala Seksi says of a repair report."""

from netwatch.core.change import Refusal
from netwatch.core.conversation import Question, Topic
from netwatch.core.repair import accept, judgeable, send_back
from netwatch.core.request import Answer, JudgeRepair, Verdict
from netwatch.core.ticket import Ticket
from netwatch.desk.in_part import in_part
from netwatch.desk.record import record
from netwatch.desk.repairs import with_ticket
from netwatch.desk.visit import Outcome, Visit
from netwatch.text import repair_report, repair_toast, toast
from sop.role import Role


async def judge_repair(visit: Visit, request: JudgeRepair) -> Outcome:
    visit = in_part(visit, (Role.KASI_INFRASTRUKTUR,))
    ticket = await visit.tx.tickets.get(request.ticket_id)
    if ticket is None:
        return visit.refuse(toast.unknown_ticket(request.ticket_id))
    place, filing = request.place, request.filing
    match request.verdict:
        case Verdict.ACCEPT:
            change = accept(ticket, place, filing, visit.person, visit.now)
            if isinstance(change, Refusal):
                return _refused(visit, ticket, change)
            await record(visit.tx, ticket, change, visit.setting, visit.now)
            return Outcome(answer=Answer(repair_toast.ACCEPTED))
        case Verdict.RETURN:
            report = judgeable(ticket, place, filing, visit.person)
            if isinstance(report, Refusal):
                return _refused(visit, ticket, report)
            asked = repair_report.ask_remark(ticket, place, filing, visit.setting.office)
            return await visit.ask(Topic.REPAIR_REMARK, asked, ticket.id, f"{place}.{filing}")
        case Verdict.RETURN_AS_IT_IS:
            return await _send_back(visit, ticket, place, filing, "")


async def take_remark(visit: Visit, question: Question, words: str) -> Outcome:
    """What is to be mended."""
    visit = in_part(visit, (Role.KASI_INFRASTRUKTUR,))
    place, _, filing = question.detail.partition(".")
    return await with_ticket(visit, question, lambda t: _send_back(visit, t, int(place), int(filing), words))


async def _send_back(visit: Visit, ticket: Ticket, place: int, filing: int, remark: str) -> Outcome:
    change = send_back(ticket, place, filing, remark, visit.person, visit.now)
    if isinstance(change, Refusal):
        return _refused(visit, ticket, change)
    await record(visit.tx, ticket, change, visit.setting, visit.now)
    await visit.tx.conversations.end(visit.incoming.chat_id, visit.incoming.telegram_id)
    return visit.confirm(repair_toast.returned(ticket.id))


def _refused(visit: Visit, ticket: Ticket, refusal: Refusal) -> Outcome:
    return visit.refuse(repair_toast.not_judged(ticket.id, refusal, visit.now, visit.setting.office))

"""Words that are no command: they answer what their writer was asked last in that chat."""

from collections.abc import Awaitable, Callable, Mapping

from netwatch.core.conversation import Question, Topic
from netwatch.desk import planning
from netwatch.desk.away import take_span
from netwatch.desk.joining import take_name
from netwatch.desk.judging import take_remark
from netwatch.desk.repairs import take_more, take_piece, take_words_for_photos
from netwatch.desk.report_steps import take_channel, take_complaint, take_place, take_reporter
from netwatch.desk.reports import take_line
from netwatch.desk.ticket_menus import answer_reason
from netwatch.desk.visit import Outcome, Visit
from netwatch.text.question import needs_words, no_longer_asked, nothing_asked

Answered = Callable[[Visit, Question, str], Awaitable[Outcome]]
"""Gets the visitor's words, never empty, with up to 4,096 characters of whatever they liked to send, and has to look
at their role as at any other request. The question is closed by then: what is not clear yet is asked anew."""

ANSWERED: Mapping[Topic, Answered] = {
    Topic.REPORT_LINE: take_line,
    Topic.REPORT_PLACE: take_place,
    Topic.REPORT_COMPLAINT: take_complaint,
    Topic.REPORTER: take_reporter,
    Topic.REPORT_CHANNEL: take_channel,
    Topic.WORK_PLACE: planning.take_place,
    Topic.WORK_TIME: planning.take_time,
    Topic.WORK_REASON: planning.take_reason,
    Topic.REASON: answer_reason,
    Topic.REPAIR_PIECE: take_piece,
    Topic.REPAIR_REST: take_more,
    Topic.REPAIR_PHOTOS: take_words_for_photos,
    Topic.REPAIR_REMARK: take_remark,
    Topic.MEMBER_NAME: take_name,
    Topic.AWAY_SPAN: take_span,
}


async def hear(visit: Visit, words: str) -> Outcome | None:
    """None where nothing was asked. `words` '' stands for what has none, a sticker or voice: the question stays."""
    chat_id, telegram_id = visit.incoming.chat_id, visit.incoming.telegram_id
    question = await visit.tx.conversations.open(chat_id, telegram_id)
    if question is None:
        return None
    if not words:
        return Outcome((needs_words(),))
    await visit.tx.conversations.end(chat_id, telegram_id)
    return await ANSWERED[question.topic](visit, question, words)


async def ask_no_more(visit: Visit) -> Outcome:
    """`/batal`"""
    ended = await visit.tx.conversations.end(visit.incoming.chat_id, visit.incoming.telegram_id)
    return Outcome((no_longer_asked() if ended else nothing_asked(),))

"""`/senyap`: one person does not want to be reminded of one ticket. The SOP goes on."""

from netwatch.core.message import Message
from netwatch.core.mute_span import OFF, read_span
from netwatch.core.request import Answer, Mute
from netwatch.desk.visit import Outcome, Visit
from netwatch.text import mute as say
from netwatch.text import toast
from netwatch.text.ticket_list import not_found


async def mute(visit: Visit, request: Mute) -> Outcome:
    """Said by a press, the answer stands over the chat, else in it."""
    said = await _mute(visit, request)
    if visit.incoming.pressed_message_id is not None:
        return Outcome(answer=Answer(toast.of(said), alert=True))
    return Outcome((said,))


async def _mute(visit: Visit, request: Mute) -> Message:
    ticket_id, mutes, now = request.ticket_id, visit.tx.mutes, visit.now
    span = read_span(request.span)
    if not visit.incoming.private:
        return say.not_in_a_group()
    if ticket_id is None or span is None:
        return say.how_to()
    ticket = await visit.tx.tickets.get(ticket_id)
    if ticket is None:
        return not_found(ticket_id)
    if not ticket.is_open:
        return say.nothing_to_mute(ticket_id)
    chat_id = visit.incoming.chat_id
    if span == OFF:
        return say.unmuted(ticket_id) if await mutes.unmute(ticket_id, chat_id, now) else say.was_not_muted(ticket_id)
    await mutes.mute(ticket_id, chat_id, now + span)
    return say.muted(ticket_id, now + span, visit.setting.office, now)

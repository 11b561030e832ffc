"""Pictures that come into a chat: those of a team belong to its repair report."""

from dataclasses import replace

from netwatch.core.change import Refusal
from netwatch.core.conversation import Question, Topic
from netwatch.core.repair import add_photo, current
from netwatch.core.request import Picture
from netwatch.core.ticket import Photo, Stage, Ticket
from netwatch.desk.record import keep
from netwatch.desk.repairs import take_piece, to_write
from netwatch.desk.visit import Outcome, Visit
from netwatch.text import repair_form, repair_photo, repair_toast, toast

FETCHABLE = 20 * 1024 * 1024
"""Bytes; Telegram hands out no larger file."""

_ASKED = (Topic.REPAIR_PIECE, Topic.REPAIR_REST, Topic.REPAIR_PHOTOS)


async def take_picture(visit: Visit, picture: Picture) -> Outcome | None:
    """None for a picture that has nothing to do with a repair, or in a group with nobody's question."""
    question = await visit.tx.conversations.open(visit.incoming.chat_id, visit.incoming.telegram_id)
    if question is not None and question.topic in _ASKED:
        return await _add(visit, picture, question.subject, question)
    if not visit.incoming.private:
        return None
    tickets = await to_write(visit)
    if len(tickets) == 1:
        return await _add(visit, picture, tickets[0].id, None)
    if not tickets:
        return None
    return replace(Outcome((repair_photo.whose(tickets, visit.setting.office),)), once=album_word(visit, picture))


async def _add(visit: Visit, picture: Picture, ticket_id: int, question: Question | None) -> Outcome:
    ticket = await visit.tx.tickets.get(ticket_id)
    if ticket is None:
        return visit.refuse(toast.unknown_ticket(ticket_id))
    too_large = picture.size is not None and picture.size > FETCHABLE
    photo = Photo(
        report=0,
        stage=_stage(ticket, question),
        at=visit.now,
        by=visit.person.name,
        file_id=picture.file_id,
        unique_id=picture.unique_id,
        size=picture.size,
        is_document=picture.is_document,
        caption=picture.caption,
        problem=f"{picture.size} bytes, Telegram hands out at most {FETCHABLE}" if too_large else None,
    )
    change = add_photo(ticket, visit.person, photo, visit.now)
    if isinstance(change, Refusal):
        return visit.refuse(repair_toast.not_written(ticket.id, change, visit.now, visit.setting.office))
    ticket = await keep(visit.tx, ticket, change, visit.now)
    if too_large:
        return Outcome((repair_photo.too_large(ticket),))
    if question is not None and question.topic is Topic.REPAIR_PIECE and picture.caption:
        # What stands below the picture answers what was asked.
        await visit.tx.conversations.end(question.chat_id, question.telegram_id)
        return await take_piece(visit, question, picture.caption)
    taken = repair_form.photo_taken(ticket, photo.stage, album=picture.album is not None)
    return Outcome((taken,), once=album_word(visit, picture))


def _stage(ticket: Ticket, question: Question | None) -> Stage:
    """What was asked for; else before the repair as long as nothing is said to have been done."""
    if question is not None and question.topic is Topic.REPAIR_PHOTOS:
        return Stage(question.detail)
    place = current(ticket)
    done = place is not None and ticket.repair_reports[place].action
    return Stage.AFTER if done else Stage.BEFORE


def album_word(visit: Visit, picture: Picture) -> str | None:
    """For `Outcome.once`: of an album's pictures, which come as messages of their own, one is answered."""
    return f"album:{visit.incoming.chat_id}:{picture.album}" if picture.album is not None else None

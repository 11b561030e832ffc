"""The repair report as the team writes it in the chat.

Each press, each answer and each picture is a transaction, so what was written once is there after a dead battery, the
next day, and for a colleague.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from netwatch.core.change import Refusal
from netwatch.core.conversation import Question, Topic
from netwatch.core.repair import Piece, begin, drop_photo, file, may_write, note, photos_of
from netwatch.core.request import Answer, Repair, RepairStep
from netwatch.core.start_word import start_word
from netwatch.core.ticket import RepairReportStatus, Stage, Ticket
from netwatch.desk.record import keep, record
from netwatch.desk.visit import Outcome, Visit
from netwatch.text import repair_form, repair_report, repair_toast, toast
from netwatch.text.repair_choices import CHOICES
from sop.role import Role

LONG = 4_000
"""Characters from which on an app may have cut what was written: Telegram's messages end at 4,096."""


ANEW = (RepairStep.WRITE, RepairStep.VIEW)
"""What is answered below, since the button may stand on a card or far up; the form's own buttons turn the form over."""


async def write_repair(visit: Visit, request: Repair) -> Outcome:
    """A button of the report, or `/perbaikan 42`."""
    outcome = await _write_repair(visit, request)
    pressed = visit.incoming.pressed_message_id
    if pressed is None or request.step in ANEW or len(outcome.messages) != 1:
        return outcome
    return replace(outcome, messages=(), edits=((pressed, outcome.messages[0]),))


async def _write_repair(visit: Visit, request: Repair) -> Outcome:
    ticket = await visit.tx.tickets.get(request.ticket_id)
    if ticket is None:
        return visit.refuse(toast.unknown_ticket(request.ticket_id))
    if not visit.incoming.private:
        return visit.refuse(repair_toast.IN_PRIVATE, start=start_word(Repair(ticket.id)))
    match request.step:
        case RepairStep.VIEW:
            return _albums(visit, ticket, request.argument or "")
        case RepairStep.FILE:
            return await _file(visit, ticket)
        case RepairStep.DROP_PHOTO:
            return await _drop(visit, ticket)
    begun = begin(ticket, visit.person, visit.now)
    if isinstance(begun, Refusal):
        return _refused(visit, ticket, begun)
    ticket = await keep(visit.tx, ticket, begun, visit.now)
    match request.step:
        case RepairStep.ASK if request.argument in set(Piece):
            return await _ask(visit, ticket, Piece(request.argument))
        case RepairStep.CHOOSE if (chosen := _choice(request.argument or "")) is not None:
            return await _write(visit, ticket, *chosen)
        case RepairStep.PHOTOS if request.argument in set(Stage):
            return await _ask_photos(visit, ticket, Stage(request.argument))
        case RepairStep.SHOW:
            return await _show(visit, ticket)
        case RepairStep.WRITE:
            return await ask_missing(visit, ticket)
        case _:
            return visit.refuse(toast.UNKNOWN_BUTTON)


async def list_repairs(visit: Visit) -> Outcome:
    """`/perbaikan`"""
    if visit.person.role is not Role.TIM_LAPANGAN:
        return Outcome((repair_report.not_yours(),))
    return Outcome((repair_report.owed(await to_write(visit), visit.setting.office),))


async def to_write(visit: Visit) -> list[Ticket]:
    """The tickets whose repair report the visitor may write and that was not handed in, closed ones first."""
    tickets = [*await visit.tx.tickets.owing_a_report(), *await visit.tx.tickets.open()]
    return [
        ticket for ticket in tickets
        if ticket.repair_report is not RepairReportStatus.FILED and may_write(ticket, visit.person) is None
    ]


async def take_piece(visit: Visit, question: Question, words: str) -> Outcome:
    """What was written when a piece was asked for."""
    return await with_ticket(visit, question, lambda t: _write(visit, t, Piece(question.detail), words))


async def take_more(visit: Visit, question: Question, words: str) -> Outcome:
    """The rest of what was too long for one message."""

    async def write(ticket: Ticket) -> Outcome:
        piece = Piece(question.detail)
        so_far = piece.of(ticket.repair_reports[-1])
        return await _write(visit, ticket, piece, words, f"{so_far} ")

    return await with_ticket(visit, question, write)


async def take_words_for_photos(visit: Visit, question: Question, words: str) -> Outcome:
    """Words where pictures were asked for: the form shows what can be done."""
    return await with_ticket(visit, question, lambda t: _show(visit, t))


async def with_ticket(visit: Visit, question: Question, do: Callable[[Ticket], Awaitable[Outcome]]) -> Outcome:
    """`do` with the ticket that the question was about."""
    ticket = await visit.tx.tickets.get(question.subject)
    if ticket is None:
        return visit.refuse(toast.unknown_ticket(question.subject))
    return await do(ticket)


async def ask_missing(visit: Visit, ticket: Ticket) -> Outcome:
    """Asks for the first piece that is missing; where none is, shows the form."""
    for piece in Piece:
        if not piece.of(ticket.repair_reports[-1]):
            return await _ask(visit, ticket, piece)
    return await _show(visit, ticket)


async def _ask(visit: Visit, ticket: Ticket, piece: Piece) -> Outcome:
    asked = repair_form.ask_piece(ticket, piece, visit.setting.office)
    return await visit.ask(Topic.REPAIR_PIECE, asked, ticket.id, piece.value)


async def _ask_photos(visit: Visit, ticket: Ticket, stage: Stage) -> Outcome:
    asked = repair_form.ask_photos(ticket, stage, visit.setting.office)
    return await visit.ask(Topic.REPAIR_PHOTOS, asked, ticket.id, stage.value)


async def _show(visit: Visit, ticket: Ticket) -> Outcome:
    """Pictures that come now show the repaired state: whoever reads the form has done the work."""
    shown = repair_form.form(ticket, visit.setting.office, visit.now)
    return await visit.ask(Topic.REPAIR_PHOTOS, shown, ticket.id, Stage.AFTER.value)


async def _write(visit: Visit, ticket: Ticket, piece: Piece, words: str, so_far: str = "") -> Outcome:
    change = note(ticket, visit.person, piece, so_far + words, visit.now)
    if isinstance(change, Refusal):
        return _refused(visit, ticket, change)
    ticket = await keep(visit.tx, ticket, change, visit.now)
    if len(words) >= LONG:
        asked = repair_form.ask_rest(ticket, piece)
        return await visit.ask(Topic.REPAIR_REST, asked, ticket.id, piece.value)
    place = len(ticket.repair_reports) - 1
    complete = all(getattr(ticket.repair_reports[place], each.value) for each in Piece)
    if complete and piece is Piece.MATERIAL and not photos_of(ticket, place):
        outcome = await _ask_photos(visit, ticket, Stage.BEFORE)
    else:
        outcome = await ask_missing(visit, ticket)
    return replace(outcome, answer=Answer(repair_toast.NOTED))


async def _drop(visit: Visit, ticket: Ticket) -> Outcome:
    change = drop_photo(ticket, visit.person)
    if isinstance(change, Refusal):
        return _refused(visit, ticket, change)
    ticket = await keep(visit.tx, ticket, change, visit.now)
    return replace(await _show(visit, ticket), answer=Answer(repair_toast.PHOTO_DROPPED))


async def _file(visit: Visit, ticket: Ticket) -> Outcome:
    office = visit.setting.office
    change = file(ticket, visit.person, office.directory, office.sop, visit.now)
    if isinstance(change, Refusal):
        return _refused(visit, ticket, change)
    filed = await record(visit.tx, ticket, change, visit.setting, visit.now)
    await visit.tx.conversations.end(visit.incoming.chat_id, visit.incoming.telegram_id)
    closed = ticket.is_open and not filed.is_open
    answer = Answer(repair_toast.FILED_AND_CLOSED if closed else repair_toast.FILED)
    return Outcome((repair_form.handed_in(filed, office, visit.now),), answer)


def _albums(visit: Visit, ticket: Ticket, argument: str) -> Outcome:
    """The pictures of a report, for whoever belongs to the office."""
    albums = repair_report.albums(ticket, int(argument)) if argument.isdecimal() else ()
    return Outcome(albums) if albums else visit.refuse(repair_toast.NO_PICTURES)


def _choice(argument: str) -> tuple[Piece, str] | None:
    piece, _, key = argument.partition(".")
    words = CHOICES[Piece(piece)].get(key) if piece in set(Piece) else None
    return (Piece(piece), words) if words is not None else None


def _refused(visit: Visit, ticket: Ticket, refusal: Refusal) -> Outcome:
    return visit.refuse(repair_toast.not_written(ticket.id, refusal, visit.now, visit.setting.office))

"""The desk that people come to: one update of a channel is one transaction.

Whoever sent it is looked up at that moment; what is decided, what is answered and the update's id are committed
together, so that an update which comes again after a crash changes nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from zlib import crc32

from netwatch.core.directory import Person
from netwatch.core.message import Draft, Kind, Recipient
from netwatch.core.request import (
    AmendReport,
    Answer,
    AwayChoice,
    CalledBack,
    Cancel,
    CancelReport,
    ChangeName,
    ChatMigrated,
    ComeBack,
    DutyChoice,
    Edited,
    EndWork,
    GoAway,
    Help,
    Incoming,
    Invite,
    InviteAs,
    Join,
    JoinReport,
    JudgeRepair,
    LeaveMenu,
    ListPeople,
    ListRepairs,
    ListTickets,
    Mute,
    NewReport,
    NewWork,
    OpenMenu,
    Picture,
    PlanWork,
    Press,
    PressAll,
    RemoveMember,
    Repair,
    Report,
    ShowDuty,
    ShowStatus,
    ShowTicket,
    Standing,
    UndoSwap,
    Unreadable,
    WhoAmI,
    WorkChoice,
    Wrote,
)
from netwatch.desk.answers import ask_no_more, hear
from netwatch.desk.away import choose_away, come_back, go_away
from netwatch.desk.call_backs import called_back
from netwatch.desk.digests import show_digests
from netwatch.desk.duty import choose_duty, show_duty, undo_swap
from netwatch.desk.inquiries import Inquiries
from netwatch.desk.joining import (
    change_name,
    former_member,
    invite,
    invite_as,
    join_office,
    list_people,
    remove_member,
)
from netwatch.desk.judging import judge_repair
from netwatch.desk.mutes import mute
from netwatch.desk.myself import who_am_i
from netwatch.desk.pictures import album_word, take_picture
from netwatch.desk.planning import choose, end_work, new_work, plan_work
from netwatch.desk.presses import press_all, press_button
from netwatch.desk.repairs import list_repairs, write_repair
from netwatch.desk.report_steps import amend_report
from netwatch.desk.reports import cancel_report, join_report, new_report, take_report
from netwatch.desk.setting import Setting
from netwatch.desk.staff import office_now
from netwatch.desk.ticket_menus import leave_menu, open_menu
from netwatch.desk.troubles import note_standing
from netwatch.desk.visit import Outcome, Visit
from netwatch.store.store import Store
from netwatch.store.transaction import Transaction
from netwatch.text import toast
from netwatch.text.help import help_for
from netwatch.text.joining import no_longer
from netwatch.text.unreadable import edited, unreadable
from netwatch.text.unregistered import unregistered
from sop.role import Role

PRESSES = (
    Press, JoinReport, NewReport, CancelReport, AmendReport, CalledBack, NewWork, WorkChoice, EndWork, InviteAs,
    ChangeName, RemoveMember, DutyChoice, UndoSwap, AwayChoice, ComeBack,
)


@dataclass(slots=True)
class Desk:
    """`now` gives aware UTC; `on_commit` is called after each commit that may have left messages."""

    store: Store
    setting: Setting
    now: Callable[[], datetime]
    on_commit: Callable[[], None]

    async def handle(self, incoming: Incoming) -> Answer:
        now = self.now()
        async with self.store.begin() as tx:
            if await tx.updates.seen(incoming.update_id):
                return Answer()
            outcome = await self._act(tx, incoming, now)
            # looked up again: who was a stranger may have joined just now
            setting = await self._setting_now(tx, now)
            person = setting.office.directory.by_telegram_id(incoming.telegram_id)
            await tx.outbox.put(self._drafts(incoming, person, outcome, now), now)
            await show_digests(tx, setting, now)
            await tx.updates.keep(incoming.update_id)
        self.on_commit()
        return outcome.answer

    async def ignore(self, update_id: int) -> None:
        async with self.store.begin() as tx:
            await tx.updates.keep(update_id)

    async def next_update_id(self) -> int | None:
        async with self.store.read() as tx:
            return await tx.updates.next_id()

    async def _setting_now(self, tx: Transaction, now: datetime) -> Setting:
        return replace(self.setting, office=await office_now(tx, self.setting, now))

    async def _act(self, tx: Transaction, incoming: Incoming, now: datetime) -> Outcome:
        request = incoming.request
        if isinstance(request, ChatMigrated):
            await tx.chats.migrate(request.old_chat_id, request.new_chat_id)
            return Outcome()
        if isinstance(request, Standing):
            await note_standing(tx, self.setting, incoming, request.shut, now)
            return Outcome()
        setting = await self._setting_now(tx, now)
        person = setting.office.directory.by_telegram_id(incoming.telegram_id)
        if isinstance(request, Join):
            return await join_office(tx, setting, self.setting.office.directory, incoming, request.code, now)
        if person is None:
            return await self._to_a_stranger(tx, incoming, now)
        visit = Visit(tx, setting, person, incoming, now)
        match request:
            case Press():
                return await press_button(visit, request)
            case PressAll():
                return await press_all(visit, request)
            case OpenMenu():
                return await open_menu(visit, request)
            case LeaveMenu():
                return await leave_menu(visit, request)
            case Report():
                return await take_report(visit, request)
            case JoinReport():
                return await join_report(visit, request)
            case NewReport():
                return await new_report(visit, request)
            case CancelReport():
                return await cancel_report(visit, request)
            case AmendReport():
                return await amend_report(visit, request)
            case CalledBack():
                return await called_back(visit, request)
            case Repair():
                return await write_repair(visit, request)
            case ListRepairs():
                return await list_repairs(visit)
            case JudgeRepair():
                return await judge_repair(visit, request)
            case Picture(caption=caption):
                taken = await take_picture(visit, request) if person.role is Role.TIM_LAPANGAN else None
                heard = taken or await hear(visit, caption)
                return heard or replace(self._not_understood(visit, caption), once=album_word(visit, request))
            case ListTickets():
                return await Inquiries(visit).tickets()
            case ShowTicket(ticket_id):
                return await Inquiries(visit).ticket(ticket_id)
            case ShowStatus(place):
                return await Inquiries(visit).status(place)
            case Mute():
                return await mute(visit, request)
            case PlanWork():
                return await plan_work(visit, request)
            case NewWork():
                return await new_work(visit)
            case WorkChoice():
                return await choose(visit, request)
            case EndWork():
                return await end_work(visit, request)
            case Invite():
                return await invite(visit)
            case InviteAs():
                return await invite_as(visit, request)
            case ChangeName():
                return await change_name(visit, request)
            case ListPeople():
                return await list_people(visit)
            case RemoveMember():
                return await remove_member(visit, request)
            case WhoAmI():
                return await who_am_i(visit)
            case ShowDuty():
                return await show_duty(visit)
            case DutyChoice():
                return await choose_duty(visit, request)
            case UndoSwap():
                return await undo_swap(visit, request)
            case GoAway():
                return await go_away(visit, request)
            case AwayChoice():
                return await choose_away(visit, request)
            case ComeBack():
                return await come_back(visit, request)
            case Help():
                return Outcome((help_for(person.name, person.role),))
            case Edited():
                return Outcome((edited(),))
            case Cancel():
                return await ask_no_more(visit)
            case Wrote(words):
                return await hear(visit, words) or self._not_understood(visit, words)
            case Unreadable(pressed=True):
                return Outcome(answer=Answer(toast.UNKNOWN_BUTTON, alert=True))
            case Unreadable(""):
                return await hear(visit, "") or self._not_understood(visit, "")
            case Unreadable(what):
                return self._not_understood(visit, what)

    def _not_understood(self, visit: Visit, what: str) -> Outcome:
        """In a group, words that answer no question are meant for people, even as a reply to one of our messages."""
        command = what.startswith("/")
        if not (visit.incoming.private or command):
            return Outcome()
        return Outcome((unreadable(what, visit.person.role),))

    async def _to_a_stranger(self, tx: Transaction, incoming: Incoming, now: datetime) -> Outcome:
        request = incoming.request
        pressed = isinstance(request, PRESSES) or (isinstance(request, Unreadable) and request.pressed)
        if pressed or incoming.pressed_message_id is not None:
            left = await former_member(tx, incoming.telegram_id)
            said = toast.UNREGISTERED if left is None else no_longer(left, self.setting.office, now)
            return Outcome(answer=Answer(said, alert=True))
        return Outcome((unregistered(incoming.telegram_id),)) if incoming.private else Outcome()

    def _drafts(self, incoming: Incoming, person: Person | None, outcome: Outcome, now: datetime) -> list[Draft]:
        """A stranger is told the same once a day, however often they write."""
        day = now.astimezone(self.setting.office.zone).date()
        reader = person.name if person is not None and incoming.private else None
        to = Recipient(self.setting.channel, incoming.chat_id, reader, incoming.thread_id)
        said = []
        for number, message in enumerate(outcome.messages):
            if person is None:
                dedup: str | None = f"stranger:{incoming.telegram_id}:{day}:{crc32(message.html.encode()):08x}"
            else:
                dedup = f"{outcome.once}:{number}" if outcome.once is not None else None
            said.append(Draft(to, Kind.REPLY, message, dedup=dedup))
        return [*said, *(Draft(to, Kind.REPLY, message, edits=message_id) for message_id, message in outcome.edits)]

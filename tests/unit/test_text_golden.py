"""Every message as its reader sees it, kept in golden/text.

After a change of wording: `REWRITE_GOLDEN=1 pytest tests/unit/test_text_golden.py` writes the files anew (and fails,
so that it is never left on); then read the difference as the one who gets the message.
"""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from netwatch.core import second_channel
from netwatch.core.audience import Reader
from netwatch.core.change import SYSTEM, Refusal, Why
from netwatch.core.history import Recorded
from netwatch.core.lifecycle import close
from netwatch.core.message import Button, Message, Recipient, Shut
from netwatch.core.news import (
    Accepted,
    Breached,
    Forwarded,
    Held,
    Instructed,
    Merged,
    MovedUp,
    Reassigned,
    Reminded,
    RepairFiled,
    RepairReturned,
    Resumed,
)
from netwatch.core.repair import Piece
from netwatch.core.report_draft import Ask, ReportDraft
from netwatch.core.request import Action
from netwatch.core.state import ConditionState, State
from netwatch.core.status import ConditionStatus, DeviceStatus, Reading
from netwatch.core.storm import Digest
from netwatch.core.ticket import (
    Closure,
    Dismissal,
    Hold,
    Mark,
    Priority,
    RepairReport,
    RepairReportStatus,
    RepairState,
    RootCause,
    Stage,
    Status,
    Ticket,
)
from netwatch.core.trouble import Trouble
from netwatch.text import (
    mute,
    question,
    repair_form,
    repair_photo,
    repair_report,
    repair_toast,
    report_answer,
    report_howto,
    report_offer,
    report_question,
    sms,
    status,
    ticket_menu,
    toast,
)
from netwatch.text.accepted import accepted
from netwatch.text.breached import breached
from netwatch.text.call_back import call_back, turned_over
from netwatch.text.card import card
from netwatch.text.closed import closed
from netwatch.text.digest import digest
from netwatch.text.flapping import flapping_ended, flapping_started
from netwatch.text.forwarded import forwarded
from netwatch.text.held import held, resumed
from netwatch.text.help import help_for
from netwatch.text.html import seen
from netwatch.text.instructed import instructed
from netwatch.text.merged import merged
from netwatch.text.moved_up import moved_up
from netwatch.text.reassigned import reassigned
from netwatch.text.reminder import reminder
from netwatch.text.reopened import reopened
from netwatch.text.ticket_detail import ticket_detail
from netwatch.text.ticket_list import not_found, ticket_list
from netwatch.text.trouble import unreachable
from netwatch.text.unreadable import edited, unreadable
from netwatch.text.unregistered import unregistered
from netwatch.text.worsened import worsened
from sop.role import Role
from tests.unit import text_staff, text_way, text_work
from tests.unit.text_sample import (
    ACCEPTED,
    BY_CITIZEN,
    CLOSED,
    CONNECTED,
    DEVICES,
    DRAFT,
    FILED,
    FLAPPING,
    IMPACTED,
    INSTRUCTED,
    ISOLATED,
    LATE,
    NOW,
    OF_HEAT,
    OF_PORT,
    OF_UPS,
    OFFICE,
    OPENED,
    OUTAGE,
    POWER,
    REOPENED,
    WITH_REPORTS,
    WRITTEN,
    minutes,
    report,
    steps,
)

FOLDER = Path(__file__).parent / "golden" / "text"
KASI, TIM, SPV, TAKER = Role.KASI_INFRASTRUKTUR, Role.TIM_LAPANGAN, Role.SPV_OPINI_PUBLIK, Role.CALL_TAKER

BLOCKED = Trouble("telegram", 2003, "Dedi", Shut.BLOCKED, OPENED)

STATUSES = {device: DeviceStatus(device, State.UP, OPENED) for device in DEVICES} | {
    "rt-kejaksan": DeviceStatus("rt-kejaksan", State.DOWN, OPENED),
    "sw-kejaksan": DeviceStatus("sw-kejaksan", State.UNREACHABLE, OPENED, root="rt-kejaksan"),
    "rt-smp-4": DeviceStatus(
        "rt-smp-4",
        State.DEGRADED,
        OPENED,
        flapping=True,
        last_reboot_at=minutes(-30),
        conditions=(
            ConditionStatus("ping", ConditionState.OK, OPENED),
            ConditionStatus("if:ether1", ConditionState.PROBLEM, OPENED),
            ConditionStatus(
                "temp:CPU", ConditionState.PROBLEM, OPENED, figures={"celsius": 78, "limit": 75}
            ),
        ),
    ),
}
HEALTHY = {device: DeviceStatus(device, State.UP, OPENED) for device in DEVICES}


def recorded(minute: float, event: str, actor: str = SYSTEM, detail: str = "") -> Recorded:
    return Recorded(1, 42, minutes(minute), actor, event, detail, "")


HISTORY = (
    recorded(0, "opened", detail="rt-kejaksan ping: 6 probes missed in 3.1 s; 6 devices behind it"),
    recorded(0.2, "impacted", detail="sw-kejaksan, ap-kejaksan"),
    recorded(1, "priority", detail="normal -> high"),
    recorded(1.5, "moved_up", detail="sw-kejaksan ping -> rt-kejaksan ping: no answer"),
    recorded(2, "report_joined", "Rina", "report 1 by telepon"),
    recorded(5, "breached", detail="step 4, kasi_infrastruktur, due 2026-11-23T07:10:12+00:00"),
    recorded(5.5, "reminded", detail="step 5, due 2026-11-23T07:15:12+00:00"),
    recorded(6, "passed_over", "Agus", "step 5"),
    recorded(6, "instructed", "Dedi", "utara"),
    recorded(6, "accepted", "Agus"),
    recorded(7, "reassigned", "Dedi", "selatan -> utara"),
    recorded(8, "started", "Agus"),
    recorded(9, "held", "Agus", "menunggu suku cadang"),
    recorded(10, "resumed", "Agus"),
    recorded(80, "closed", "Dedi", "not_a_fault: uji coba"),
    recorded(85, "watched_again"),
    recorded(90, "reopened"),
    recorded(1500, "merged", detail="into 41"),
    recorded(1501, "something_new"),
)
CITIZENS = (
    report(draft=7),
    report("Siti Aminah", "+62231123456", "wifi puskesmas tidak bisa", minutes(9), draft=8),
    report(None, "+31201234567", "", minutes(11), draft=9),
    report("Tono", None, "cctv mati", minutes(12), draft=10),
    replace(report("Siti", "+62231123456", "masih mati", minutes(13), draft=11), repeats=True),
)
TO_CALL = replace(CLOSED, citizen_reports=CITIZENS)
CALLED = tuple(replace(each, called_back_at=minutes(95)) for each in CITIZENS)
STEPWISE = ReportDraft(7, 2001, NOW, report(None, None, ""), "kejaksan", stepwise=True)
HELD = replace(
    ACCEPTED, repair_began=Mark("Agus", minutes(30)), hold=Hold("Agus", minutes(35), "menunggu listrik PLN")
)
DISMISSED = replace(
    close(ACCEPTED, OFFICE.sop, minutes(50), "Dedi", "").ticket,
    closure=Closure(Dismissal.CLOSED, "perangkat tidak dipakai lagi", until_up=True),
)
NO_FAULT = replace(
    DISMISSED,
    closure=Closure(Dismissal.NOT_A_FAULT, "uji coba", until_up=False),
    repair_report=RepairReportStatus.NONE,
)
STORM = Digest(7, Recipient("telegram", 2003, "Dedi"), (), OPENED, OPENED)
STORM_TICKETS = (
    BY_CITIZEN,
    LATE,
    replace(POWER, hold=HELD.hold),
    replace(INSTRUCTED, id=45),
    replace(ACCEPTED, id=46),
    replace(CLOSED, id=41),
    replace(CLOSED, id=40),
)


def the(message: Message | None) -> Message:
    assert message is not None
    return message


def with_report(ticket: Ticket, **changes: Any) -> Ticket:
    """The ticket with its repair report changed."""
    return replace(ticket, repair_reports=(replace(ticket.repair_reports[0], **changes),))


WHILE_CLOSED = Refusal(Why.CLOSED, at=minutes(80))


def shown(message: Message | None) -> Message:
    assert message is not None
    return message


MESSAGES: dict[str, Callable[[], Message]] = {
    "card-kasi-opening": lambda: card(OUTAGE, KASI, OFFICE, OPENED),
    "card-kasi-nothing-behind-confirmed": lambda: card(
        replace(OUTAGE, impacted=tuple(replace(each, confirmed=False) for each in IMPACTED)), KASI, OFFICE, OPENED
    ),
    "card-kasi-limit-passed": lambda: card(LATE, KASI, OFFICE, minutes(7)),
    "card-kasi-instructed": lambda: card(INSTRUCTED, KASI, OFFICE, minutes(4)),
    "card-kasi-accepted": lambda: card(ACCEPTED, KASI, OFFICE, NOW),
    "card-kasi-power": lambda: card(POWER, KASI, OFFICE, NOW),
    "card-kasi-monitor-isolated": lambda: card(ISOLATED, KASI, OFFICE, NOW),
    "card-tim-opening": lambda: card(OUTAGE, TIM, OFFICE, OPENED),
    "card-tim-accepted": lambda: card(ACCEPTED, TIM, OFFICE, NOW),
    "card-tim-reopened": lambda: card(REOPENED, TIM, OFFICE, minutes(96)),
    "card-tim-by-citizen-in-repair": lambda: card(
        replace(BY_CITIZEN, steps=steps(7, minutes(9)), team="selatan", accepted_by="Budi"), TIM, OFFICE, minutes(10)
    ),
    "card-spv-opening": lambda: card(OUTAGE, SPV, OFFICE, OPENED),
    "card-spv-by-citizen": lambda: card(BY_CITIZEN, SPV, OFFICE, minutes(2)),
    "card-call-taker": lambda: card(ACCEPTED, TAKER, OFFICE, NOW),
    "card-port": lambda: card(OF_PORT, KASI, OFFICE, OPENED),
    "card-ups": lambda: card(OF_UPS, TIM, OFFICE, OPENED),
    "card-heat": lambda: card(OF_HEAT, KASI, OFFICE, OPENED),
    "worsened": lambda: worsened(
        replace(
            OF_UPS, priority=Priority.CRITICAL,
            symptom="memakai baterai dan baterainya hampir habis, sisa 8%, kira-kira 2 menit lagi",
        ),
        OFFICE,
        minutes(19),
    ),
    "closed-port": lambda: closed(replace(OF_PORT, status=Status.CLOSED, closed_at=minutes(80)), KASI, OFFICE),
    "closed-ups": lambda: closed(replace(OF_UPS, status=Status.CLOSED, closed_at=minutes(25)), KASI, OFFICE),
    "moved-up-from-port": lambda: moved_up(OUTAGE, MovedUp(RootCause("core", "if:ether3")), OFFICE, NOW),
    "card-all-steps-done": lambda: card(replace(OUTAGE, steps=steps(9, minutes(70))), KASI, OFFICE, minutes(71)),
    "card-closed": lambda: card(CLOSED, KASI, OFFICE, minutes(80)),
    "card-closed-by-team": lambda: card(
        replace(
            BY_CITIZEN,
            status=Status.CLOSED,
            closed_at=minutes(1500),
            steps=steps(9, minutes(1500), by="Budi", breached=(7,)),
            accepted_by="Budi",
            team="selatan",
            repair_report=RepairReportStatus.FILED,
        ),
        KASI,
        OFFICE,
        minutes(1500),
    ),
    "card-tim-at-work-and-held": lambda: card(HELD, TIM, OFFICE, minutes(40), team="utara"),
    "card-closed-by-hand": lambda: card(DISMISSED, KASI, OFFICE, minutes(50)),
    "card-closed-not-a-fault": lambda: card(NO_FAULT, KASI, OFFICE, minutes(50)),
    "closed-by-hand": lambda: closed(DISMISSED, KASI, OFFICE),
    "closed-not-a-fault": lambda: closed(NO_FAULT, KASI, OFFICE),
    "call-back-not-a-fault": lambda: call_back(NO_FAULT, CITIZENS[:1], OFFICE, minutes(51))[0],
    "call-back-closed-by-hand": lambda: call_back(DISMISSED, CITIZENS[:1], OFFICE, minutes(51))[0],
    "held-by-the-team": lambda: held(HELD, Held("Agus", TIM), Reader(2003, KASI, "Dedi"), OFFICE, minutes(40)),
    "held-by-kasi": lambda: held(HELD, Held("Dedi", KASI), Reader(-100200, TIM, None, "utara"), OFFICE, minutes(40)),
    "resumed": lambda: resumed(
        replace(HELD, hold=None), Resumed("Dedi", KASI), Reader(-100200, TIM, None, "utara"), OFFICE, minutes(90)
    ),
    "reassigned-to-the-team-that-had-it": lambda: reassigned(
        INSTRUCTED, Reassigned("utara", "selatan", "Dedi"), OFFICE
    ),
    "digest-kasi": lambda: digest(STORM, STORM_TICKETS, KASI, OFFICE, minutes(7)),
    "digest-tim": lambda: digest(STORM, STORM_TICKETS, TIM, OFFICE, minutes(7)),
    "digest-over": lambda: digest(STORM, (CLOSED, replace(CLOSED, id=43)), KASI, OFFICE, minutes(90)),
    "menu-more": lambda: shown(ticket_menu.more(INSTRUCTED, KASI, OFFICE, NOW)),
    "menu-teams": lambda: ticket_menu.choices(INSTRUCTED, Action.REASSIGN, OFFICE),
    "menu-priorities": lambda: ticket_menu.choices(OUTAGE, Action.PRIORITISE, OFFICE),
    "menu-hold": lambda: ticket_menu.choices(ACCEPTED, Action.HOLD, OFFICE),
    "menu-close": lambda: ticket_menu.choices(OUTAGE, Action.CLOSE, OFFICE),
    "menu-not-a-fault": lambda: ticket_menu.choices(OUTAGE, Action.NOT_A_FAULT, OFFICE),
    "menu-left": lambda: ticket_menu.UNCHANGED,
    "card-merged": lambda: card(CLOSED, KASI, OFFICE, minutes(80), merged_into=41),
    "instructed": lambda: instructed(INSTRUCTED, Instructed("utara", "Dedi"), OFFICE, minutes(4)),
    "forwarded": lambda: forwarded(
        replace(BY_CITIZEN, steps=steps(4, minutes(3), done_by={1: "Rina", 2: "Sari", 3: "Sari"})),
        Forwarded("Sari"),
        OFFICE,
        minutes(3),
    ),
    "accepted-steps-passed-over": lambda: accepted(ACCEPTED, Accepted("utara", "Agus", (4, 5)), OFFICE, NOW),
    "accepted-in-turn": lambda: accepted(ACCEPTED, Accepted("utara", "Agus", ()), OFFICE, NOW),
    "breached-goes-on": lambda: breached(
        LATE, Breached(4, minutes(5), 5), Reader(2002, SPV, "Sari"), OFFICE, minutes(6)
    ),
    "breached-just-now": lambda: breached(
        LATE, Breached(4, minutes(5), 5), Reader(2002, SPV, "Sari"), OFFICE, minutes(5)
    ),
    "breached-in-the-teams-hands": lambda: breached(
        replace(OUTAGE, steps=steps(6, minutes(10), passed_over=(4, 5), breached=(4, 5))),
        Breached(5, minutes(10), 6),
        Reader(-100200, TIM, None, "utara"),
        OFFICE,
        minutes(10.5),
    ),
    "breached-repair": lambda: breached(
        replace(ACCEPTED, steps=steps(7, minutes(2), breached=(7,))),
        Breached(7, minutes(1442), None),
        Reader(2003, KASI, "Dedi"),
        OFFICE,
        minutes(1452),
    ),
    "reminder-kasi": lambda: reminder(
        OUTAGE, Reminded(4, minutes(5), minutes(5)), Reader(2003, KASI, "Dedi"), OFFICE, minutes(4)
    ),
    "reminder-spv": lambda: reminder(
        BY_CITIZEN, Reminded(2, minutes(6), minutes(6)), Reader(2002, SPV, "Sari"), OFFICE, minutes(5)
    ),
    "reminder-repair-with-more-to-come": lambda: reminder(
        ACCEPTED, Reminded(7, minutes(1442), minutes(1202)), Reader(2004, TIM, "Agus"), OFFICE, minutes(722)
    ),
    "reminder-repair-in-a-group": lambda: reminder(
        ACCEPTED, Reminded(7, minutes(1442), minutes(1202)), Reader(-100200, TIM, None), OFFICE, minutes(722)
    ),
    "mute-how-to": mute.how_to,
    "mute-muted": lambda: mute.muted(42, minutes(123), OFFICE, NOW),
    "mute-unmuted": lambda: mute.unmuted(42),
    "mute-was-not-muted": lambda: mute.was_not_muted(42),
    "mute-nothing-to-mute": lambda: mute.nothing_to_mute(42),
    "mute-not-in-a-group": mute.not_in_a_group,
    "reopened": lambda: reopened(REOPENED, OFFICE, minutes(95)),
    "moved-up": lambda: moved_up(OUTAGE, MovedUp(RootCause("sw-kejaksan", "ping")), OFFICE, NOW),
    "moved-up-to-power": lambda: moved_up(POWER, MovedUp(RootCause("rt-kejaksan", "ping")), OFFICE, NOW),
    "flapping-started": lambda: flapping_started(FLAPPING, OFFICE, NOW),
    "flapping-ended": lambda: flapping_ended(OUTAGE, OFFICE, NOW),
    "card-kasi-flapping": lambda: card(FLAPPING, KASI, OFFICE, NOW),
    "card-kasi-monitor-again": lambda: card(CONNECTED, KASI, OFFICE, minutes(20)),
    "closed-monitor": lambda: closed(CONNECTED, KASI, OFFICE),
    "closed-power": lambda: closed(replace(POWER, status=Status.CLOSED, closed_at=minutes(80)), KASI, OFFICE),
    "merged": lambda: merged(CLOSED, Merged(41), OFFICE),
    "unreachable-one": lambda: unreachable((BLOCKED,), OFFICE, minutes(3), by_sms=False),
    "unreachable-several": lambda: unreachable(
        (
            replace(BLOCKED, person="Agus", chat_id=2004, why=Shut.NEVER_STARTED),
            replace(BLOCKED, person=None, chat_id=-100200, why=Shut.NOT_IN_GROUP),
            replace(BLOCKED, person=None, chat_id=-100201, why=Shut.MAY_NOT_WRITE),
            replace(BLOCKED, why=Shut.DELETED),
            replace(BLOCKED, channel="sms", why=Shut.NO_SMS),
        ),
        OFFICE,
        minutes(3000),
        by_sms=True,
    ),
    "sms-alarm": lambda: sms.alarm(OUTAGE, KASI, second_channel.Why.WAITED, OFFICE),
    "sms-alarm-refused-by-telegram": lambda: sms.alarm(REOPENED, TIM, second_channel.Why.REFUSED, OFFICE),
    "sms-alarm-without-telegram": lambda: sms.alarm(BY_CITIZEN, TIM, second_channel.Why.NO_ADDRESS, OFFICE),
    "sms-alarm-power": lambda: sms.alarm(POWER, KASI, second_channel.Why.WAITED, OFFICE),
    "sms-alarms": lambda: sms.alarms((POWER, OUTAGE, LATE, BY_CITIZEN), OFFICE, NOW),
    "sms-alarms-many": lambda: sms.alarms((POWER, *(replace(OUTAGE, id=n) for n in range(50, 70))), OFFICE, NOW),
    "sms-ended": lambda: sms.ended(CLOSED, OFFICE),
    "sms-all-ended": lambda: sms.all_ended((CLOSED, replace(CLOSED, id=44)), OFFICE, minutes(81)),
    "closed": lambda: closed(CLOSED, KASI, OFFICE),
    "closed-tim-owes-a-report": lambda: closed(CLOSED, TIM, OFFICE),
    "card-closed-tim-owes-a-report": lambda: card(CLOSED, TIM, OFFICE, minutes(80)),
    "card-closed-report-filed": lambda: card(FILED, KASI, OFFICE, minutes(90)),
    "card-closed-report-accepted": lambda: card(
        with_report(FILED, state=RepairState.ACCEPTED, judged_by="Dedi"), KASI, OFFICE, minutes(90)
    ),
    "repair-ask-cause": lambda: repair_form.ask_piece(with_report(WRITTEN, cause=""), Piece.CAUSE, OFFICE),
    "repair-ask-action-again": lambda: repair_form.ask_piece(WRITTEN, Piece.ACTION, OFFICE),
    "repair-ask-material": lambda: repair_form.ask_piece(with_report(WRITTEN, material=""), Piece.MATERIAL, OFFICE),
    "repair-ask-rest": lambda: repair_form.ask_rest(WRITTEN, Piece.ACTION),
    "repair-ask-photos-before": lambda: repair_form.ask_photos(replace(WRITTEN, photos=()), Stage.BEFORE, OFFICE),
    "repair-ask-photos-after": lambda: repair_form.ask_photos(WRITTEN, Stage.AFTER, OFFICE),
    "repair-photo-taken": lambda: repair_form.photo_taken(
        replace(WRITTEN, photos=WRITTEN.photos[:1]), Stage.BEFORE, album=False
    ),
    "repair-photo-taken-too-early": lambda: repair_form.photo_taken(
        with_report(WRITTEN, action=""), Stage.BEFORE, album=False
    ),
    "repair-album-taken": lambda: repair_form.photo_taken(WRITTEN, Stage.AFTER, album=True),
    "repair-photo-whose": lambda: repair_photo.whose((CLOSED, ACCEPTED), OFFICE),
    "repair-photo-too-large": lambda: repair_photo.too_large(WRITTEN),
    "repair-photo-lost": lambda: repair_photo.lost(42, 3),
    "repair-form-begun": lambda: repair_form.form(
        replace(WRITTEN, repair_reports=(RepairReport(NOW, "Agus"),), photos=()), OFFICE, minutes(75)
    ),
    "repair-form": lambda: repair_form.form(WRITTEN, OFFICE, minutes(75)),
    "repair-form-by-citizen": lambda: repair_form.form(
        replace(BY_CITIZEN, repair_reports=WRITTEN.repair_reports), OFFICE, minutes(75)
    ),
    "repair-form-filed": lambda: repair_form.form(FILED, OFFICE, minutes(90)),
    "repair-form-returned": lambda: repair_form.form(
        with_report(FILED, state=RepairState.RETURNED, judged_by="Dedi", remark="foto sesudah belum jelas"),
        OFFICE,
        minutes(90),
    ),
    "repair-handed-in": lambda: repair_form.handed_in(FILED, OFFICE, minutes(85)),
    "repair-filed": lambda: repair_report.filed(FILED, RepairFiled("Agus"), OFFICE),
    "repair-filed-closes": lambda: repair_report.filed(FILED, RepairFiled("Agus", closes=True), OFFICE),
    "repair-filed-again-without-photos": lambda: repair_report.filed(
        replace(with_report(FILED, filings=2), photos=()), RepairFiled("Agus"), OFFICE
    ),
    "repair-photos-1": lambda: repair_report.albums(FILED, 0)[0],
    "repair-photos-2": lambda: repair_report.albums(FILED, 0)[1],
    "repair-photos-3": lambda: repair_report.albums(FILED, 0)[2],
    "repair-ask-remark": lambda: repair_report.ask_remark(FILED, 0, 1, OFFICE),
    "repair-returned": lambda: repair_report.returned(
        with_report(FILED, remark="foto sesudah belum jelas"), RepairReturned("Dedi", 0), OFFICE
    ),
    "repair-returned-without-remark": lambda: repair_report.returned(FILED, RepairReturned("Dedi", 0), OFFICE),
    "repair-reminder": lambda: repair_report.reminder(CLOSED, OFFICE),
    "repair-owed": lambda: repair_report.owed((CLOSED, ACCEPTED), OFFICE),
    "repair-owed-none": lambda: repair_report.owed((), OFFICE),
    "repair-not-yours": repair_report.not_yours,
    "call-back": lambda: call_back(CLOSED, CITIZENS, OFFICE, minutes(81))[0],
    "call-back-for-a-colleague": lambda: call_back(CLOSED, CITIZENS[:1], OFFICE, minutes(81), reader="Wati")[0],
    "call-back-one-left": lambda: the(
        turned_over(CLOSED, (CALLED[0], CITIZENS[1], *CALLED[2:]), 7, OFFICE, minutes(96))
    ),
    "call-back-done": lambda: the(turned_over(CLOSED, CALLED, 9, OFFICE, minutes(96))),
    "help-kasi": lambda: help_for("Dedi", KASI),
    "help-tim": lambda: help_for("Agus", TIM),
    "help-spv": lambda: help_for("Sari", SPV),
    "help-call-taker": lambda: help_for("Rina", TAKER),
    "help-admin": lambda: help_for("Nia", Role.ADMIN),
    "unregistered": lambda: unregistered(2999),
    "unreadable-edited": edited,
    "unreadable-command": lambda: unreadable("/grafik kejaksan", KASI),
    "unreadable-text-of-call-taker": lambda: unreadable("kejaksan internet mati", TAKER),
    "unreadable-sticker": lambda: unreadable("", TIM),
    "list": lambda: ticket_list((BY_CITIZEN, OUTAGE, LATE, POWER), OFFICE, minutes(7)),
    "list-and-citizens-to-call": lambda: ticket_list((BY_CITIZEN,), OFFICE, minutes(90), to_call=[TO_CALL] * 6),
    "list-empty-but-citizens-to-call": lambda: ticket_list((), OFFICE, minutes(90), to_call=[TO_CALL]),
    "list-empty": lambda: ticket_list((), OFFICE, NOW),
    "ticket-not-found": lambda: not_found(99),
    "detail-kasi": lambda: ticket_detail(WITH_REPORTS, HISTORY, KASI, OFFICE, NOW, private=True),
    "detail-call-taker": lambda: ticket_detail(WITH_REPORTS, HISTORY[:3], TAKER, OFFICE, NOW, private=True),
    "detail-spv-in-a-group": lambda: ticket_detail(WITH_REPORTS, HISTORY[:3], SPV, OFFICE, NOW, private=False),
    "status-city": lambda: status.of_city(STATUSES, (OUTAGE, BY_CITIZEN), OFFICE, NOW, blind=False),
    "status-city-healthy": lambda: status.of_city(HEALTHY, (), OFFICE, NOW, blind=False),
    "status-city-blind": lambda: status.of_city({}, (), OFFICE, NOW, blind=True),
    "status-site": lambda: status.of_site("kejaksan", STATUSES, (OUTAGE, BY_CITIZEN), OFFICE, NOW, blind=False),
    "status-device-down": lambda: status.of_device(
        DEVICES["rt-kejaksan"],
        STATUSES["rt-kejaksan"],
        Reading("rt-kejaksan", NOW, 12.34, 1.0),
        (OUTAGE,),
        OFFICE,
        NOW,
        blind=False,
    ),
    "status-device-degraded": lambda: status.of_device(
        DEVICES["rt-smp-4"],
        STATUSES["rt-smp-4"],
        Reading("rt-smp-4", NOW, 12.34, 0.021),
        (),
        OFFICE,
        NOW,
        blind=False,
    ),
    "status-device-never-probed": lambda: status.of_device(
        DEVICES["core"], None, None, (), OFFICE, NOW, blind=True
    ),
    "status-place-not-found": lambda: status.place_not_found("kjksn", ("Kantor Kecamatan Kejaksan", "SMP Negeri 4")),
    "status-place-not-found-without-suggestion": lambda: status.place_not_found("bulan", ()),
    "question-in-a-group": lambda: question.asked_of("Rina <3", 2001, Message("Di mana gangguannya?")),
    "question-in-a-group-with-buttons": lambda: question.asked_of(
        "Rina", 2001, Message("Lewat apa?", ((Button("Telepon", "x"),),))
    ),
    "question-needs-words": question.needs_words,
    "question-no-longer-asked": question.no_longer_asked,
    "question-nothing-asked": question.nothing_asked,
    "report-how-to": report_howto.how_to,
    "report-not-yours": report_howto.not_yours,
    "report-in-a-group": report_howto.in_private,
    "report-offer-join": lambda: report_offer.offer_join(DRAFT, (ACCEPTED,), "pkm-kejaksan", OFFICE, NOW),
    "report-offer-join-several": lambda: report_offer.offer_join(DRAFT, (OUTAGE, POWER), "kejaksan", OFFICE, NOW),
    "report-offer-new": lambda: report_offer.offer_new(DRAFT, "kejaksan", OFFICE, healthy=True),
    "report-offer-new-unhealthy": lambda: report_offer.offer_new(DRAFT, "kejaksan", OFFICE, healthy=False),
    "report-choose-place": lambda: report_offer.choose_place(DRAFT, ("kejaksan", "pkm-kejaksan"), OFFICE),
    "report-place-unknown": lambda: report_offer.place_unknown(DRAFT, "internet mati sejak pagi", ()),
    "report-place-unknown-suggestions": lambda: report_offer.place_unknown(
        DRAFT, "kjks mati", ("Kantor Kecamatan Kejaksan", "Puskesmas Kejaksan")
    ),
    "report-joined": lambda: report_answer.joined(ACCEPTED, report(), OFFICE, NOW, site="pkm-kejaksan"),
    "report-joined-early-without-phone": lambda: report_answer.joined(
        replace(OUTAGE, citizen_reports=(report(phone=None),)), report(phone=None), OFFICE, NOW
    ),
    "report-joined-repair-late": lambda: report_answer.joined(
        replace(ACCEPTED, steps=steps(7, minutes(2), breached=(7,))), report(), OFFICE, minutes(1500)
    ),
    "report-already-counted": lambda: report_answer.already_counted(
        INSTRUCTED, OFFICE, NOW, at=minutes(2)
    ),
    "report-created": lambda: report_answer.created(BY_CITIZEN, report(), OFFICE, minutes(1)),
    "report-ask-complaint": lambda: report_question.ask(STEPWISE, Ask.COMPLAINT, OFFICE),
    "report-ask-reporter": lambda: report_question.ask(STEPWISE, Ask.REPORTER, OFFICE),
    "report-ask-channel": lambda: report_question.ask(STEPWISE, Ask.CHANNEL, OFFICE),
    "report-ask-channel-again": lambda: report_question.channel_again(7),
    "report-joined-and-asked": lambda: report_question.below(
        report_answer.joined(
            replace(OUTAGE, citizen_reports=(report(phone=None),)), report(phone=None), OFFICE, NOW
        ),
        report_question.ask(replace(STEPWISE, ticket_id=42), Ask.REPORTER, OFFICE),
    ),
    "report-complete": lambda: report_question.complete(
        replace(STEPWISE, ticket_id=42, report=replace(report(), channel="wa"))
    ),
    "report-complete-without-number": lambda: report_question.complete(
        replace(STEPWISE, ticket_id=42, report=report(phone=None))
    ),
    "report-number-doubtful": lambda: report_question.number_doubtful("Budi 08123"),
    "report-no-name": lambda: report_question.no_name("harjamukti internet mati"),
    "report-rest-taken": report_question.rest_taken,
    "report-say-it-now": lambda: report_question.say_it_now(CLOSED, STEPWISE.id, OFFICE, minutes(82)),
    "report-settled": report_answer.settled,
    "report-cancelled": report_answer.cancelled,
    "report-ticket-closed-meanwhile": lambda: report_answer.ticket_closed(CLOSED, OFFICE, minutes(82)),
    **text_work.MESSAGES,
    **text_staff.MESSAGES,
    **text_way.MESSAGES,
}

TOLD = {Action.INSTRUCT: "utara", Action.REASSIGN: "utara", Action.PRIORITISE: "high"}
TOASTS: dict[str, Callable[[], str]] = {
    **{
        f"toast-done-{action}": lambda action=action: toast.done(
            42, action, TOLD.get(action), OFFICE
        )
        for action in Action
    },
    **{
        f"toast-refused-{why.name.lower().replace('_', '-')}": lambda why=why: toast.refused(
            42, Action.ACCEPT, Refusal(why), OFFICE, NOW
        )
        for why in Why
    },
    "toast-closed-at": lambda: toast.refused(42, Action.ACCEPT, WHILE_CLOSED, OFFICE, minutes(81)),
    "toast-already-accepted": lambda: toast.refused(
        42, Action.ACCEPT, Refusal(Why.ALREADY_DONE, "Agus", minutes(2)), OFFICE, NOW
    ),
    "toast-already-instructed": lambda: toast.refused(
        42, Action.INSTRUCT, Refusal(Why.ALREADY_DONE, "Dedi", minutes(2)), OFFICE, NOW
    ),
    "toast-all-acknowledged": lambda: toast.done_all(Action.ACKNOWLEDGE, 28),
    "toast-all-instructed": lambda: toast.done_all(Action.INSTRUCT, 28),
    "toast-all-refused": lambda: toast.refused_all(Action.INSTRUCT, Refusal(Why.ALREADY_DONE)),
    "toast-all-not-yours": lambda: toast.refused_all(Action.INSTRUCT, Refusal(Why.NOT_YOURS)),
    "toast-other-team": lambda: toast.refused(42, Action.ACCEPT, Refusal(Why.OTHER_TEAM, "utara"), OFFICE, NOW),
    "toast-not-yours-of-two-parts": lambda: toast.refused(42, Action.HOLD, Refusal(Why.NOT_YOURS), OFFICE, NOW),
    "toast-already-held": lambda: toast.refused(
        42, Action.HOLD, Refusal(Why.ALREADY_DONE, "Dedi", minutes(2)), OFFICE, NOW
    ),
    "toast-limit-passed": lambda: toast.refused(
        42, Action.ACKNOWLEDGE, Refusal(Why.ALREADY_DONE, SYSTEM, minutes(5)), OFFICE, minutes(6)
    ),
    "toast-muted": lambda: toast.of(mute.muted(999_999_999, minutes(1443), OFFICE, NOW)),
    **{
        f"repair-toast-not-written-{why.name.lower().replace('_', '-')}": lambda why=why: repair_toast.not_written(
            42, Refusal(why, "Dedi", minutes(2)), NOW, OFFICE
        )
        for why in Why
    },
    **{
        f"repair-toast-not-judged-{why.name.lower().replace('_', '-')}": lambda why=why: repair_toast.not_judged(
            42, Refusal(why, "Dedi", minutes(2)), NOW, OFFICE
        )
        for why in Why
    },
    "repair-toast-noted": lambda: repair_toast.NOTED,
    "repair-toast-photo-dropped": lambda: repair_toast.PHOTO_DROPPED,
    "repair-toast-filed": lambda: repair_toast.FILED,
    "repair-toast-filed-and-closed": lambda: repair_toast.FILED_AND_CLOSED,
    "repair-toast-accepted": lambda: repair_toast.ACCEPTED,
    "repair-toast-no-pictures": lambda: repair_toast.NO_PICTURES,
    "repair-toast-in-private": lambda: repair_toast.IN_PRIVATE,
    "repair-toast-returned": lambda: repair_toast.returned(42),
    "toast-called-back": lambda: toast.CALLED_BACK,
    "toast-already-called": lambda: toast.already_called(
        Refusal(Why.ALREADY_DONE, "Rina", minutes(95)), OFFICE, minutes(96)
    ),
    "toast-unknown-ticket": lambda: toast.unknown_ticket(99),
    "toast-unknown-button": lambda: toast.UNKNOWN_BUTTON,
    "toast-unregistered": lambda: toast.UNREGISTERED,
    "toast-report-joined": lambda: toast.REPORT_JOINED,
    "toast-report-created": lambda: toast.REPORT_CREATED,
    "toast-report-cancelled": lambda: toast.REPORT_CANCELLED,
    "toast-report-not-yours": lambda: toast.REPORT_NOT_YOURS,
    "toast-report-settled": lambda: toast.REPORT_SETTLED,
    **text_work.TOASTS,
    **text_staff.TOASTS,
}


def as_seen(message: Message) -> str:
    """The text without its markup, then the buttons with what they send."""
    buttons = [" ".join(f"[{button.label}] {button.data}" for button in row) for row in message.buttons]
    below = ["---", *buttons] if buttons else []
    marks = [f"({mark})" for mark in ("silent", "force_reply") if getattr(message, mark)]
    marks += [f"({'document' if each.is_document else 'photo'} {each.file_id})" for each in message.media]
    return "\n".join([*marks, seen(message.html), *below, ""])


def compare(name: str, text: str) -> None:
    path = FOLDER / f"{name}.txt"
    if os.environ.get("REWRITE_GOLDEN"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        pytest.fail(f"{path.name} was written anew, run again without REWRITE_GOLDEN")
    assert path.exists(), f"{path} is missing: see the module's docstring"
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", MESSAGES)
def test_message_reads_as_kept(name: str) -> None:
    compare(name, as_seen(MESSAGES[name]()))


def test_toasts_read_as_kept_and_fit_into_200_characters() -> None:
    toasts = {name: say() for name, say in TOASTS.items()}
    assert [name for name, text in toasts.items() if not 0 < len(text) <= 200] == []
    compare("toasts", "".join(f"{name}: {text}\n" for name, text in toasts.items()))


def test_every_kept_file_belongs_to_a_message() -> None:
    assert {path.stem for path in FOLDER.glob("*.txt")} == {*MESSAGES, "toasts"}

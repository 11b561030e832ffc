from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netwatch.core.callback_data import LIMIT, Choice, decode, encode
from netwatch.core.request import (
    Action,
    AmendReport,
    AwayChoice,
    CalledBack,
    CancelReport,
    ChangeName,
    ComeBack,
    DutyChoice,
    EndWork,
    InviteAs,
    JoinReport,
    JudgeRepair,
    LeaveMenu,
    Mute,
    NewReport,
    NewWork,
    OpenMenu,
    Press,
    PressAll,
    RemoveMember,
    Repair,
    RepairStep,
    ReportStep,
    UndoSwap,
    Unreadable,
    Verdict,
    WorkChoice,
    WorkStep,
)
from sop.role import Role


def at(minutes: int) -> datetime:
    return datetime.fromtimestamp(minutes * 60, UTC)


WRITTEN = [
    pytest.param("t:42:ack", Press(42, Action.ACKNOWLEDGE), id="Kasi's Terima"),
    pytest.param("t:42:instruct:utara", Press(42, Action.INSTRUCT, "utara"), id="an instruction names the team"),
    pytest.param("t:7:accept", Press(7, Action.ACCEPT), id="the team's Terima"),
    pytest.param("t:42:instruct", Press(42, Action.INSTRUCT), id="which team is not said yet"),
    pytest.param("o:42:reassign:utara", Press(42, Action.REASSIGN, "utara", in_menu=True), id="a team in a menu"),
    pytest.param("o:42:hold:part", Press(42, Action.HOLD, "part", in_menu=True), id="a reason in a menu"),
    pytest.param("o:42:prio:high", Press(42, Action.PRIORITISE, "high", in_menu=True), id="a priority in a menu"),
    pytest.param("g:7:ack", PressAll(7, Action.ACKNOWLEDGE), id="all of a digest"),
    pytest.param("t:42:more", OpenMenu(42), id="the menu"),
    pytest.param("o:42:more", OpenMenu(42, in_menu=True), id="back to the menu"),
    pytest.param("o:42:leave", LeaveMenu(42), id="leave the menu"),
    pytest.param("t:7:mute:24h", Mute(7, "24h"), id="no more reminders"),
    pytest.param("f:7:write", Repair(7), id="the team's report"),
    pytest.param("f:7:choose:cause.fiber", Repair(7, RepairStep.CHOOSE, "cause.fiber"), id="a usual cause"),
    pytest.param("j:7:accept:0.1", JudgeRepair(7, Verdict.ACCEPT, 0, 1), id="the Kasi's Terima laporan"),
    pytest.param("j:7:back:12.3", JudgeRepair(7, Verdict.RETURN_AS_IT_IS, 12, 3), id="a later report, filed again"),
    pytest.param("r:7:join:42", JoinReport(7, 42), id="a report joins a ticket"),
    pytest.param("r:7:new:kejaksan", NewReport(7, "kejaksan"), id="a report gets a ticket at a place"),
    pytest.param(
        "r:7:apart:kejaksan", NewReport(7, "kejaksan", apart=True), id="it is something else than what is open there"
    ),
    pytest.param("r:7:new:a:b", NewReport(7, "a:b"), id="a colon in the place is the place's"),
    pytest.param("r:7:via:wa", AmendReport(7, ReportStep.VIA, "wa"), id="a citizen came by WhatsApp"),
    pytest.param("r:7:skip:reporter", AmendReport(7, ReportStep.SKIP, "reporter"), id="a question is skipped"),
    pytest.param("b:7:called", CalledBack(7), id="a citizen was phoned"),
    pytest.param("r:7:cancel", CancelReport(7), id="a report is cancelled"),
    pytest.param("m:7:site:kejaksan", WorkChoice(7, WorkStep.SITE, "kejaksan"), id="planned work is at a site"),
    pytest.param("m:7:device:rt-1", WorkChoice(7, WorkStep.DEVICE, "rt-1"), id="planned work is on a device"),
    pytest.param("m:7:lasts:120", WorkChoice(7, WorkStep.LASTS, "120"), id="planned work lasts two hours"),
    pytest.param("m:7:noreason", WorkChoice(7, WorkStep.NO_REASON), id="planned work needs no reason"),
    pytest.param("m:7:confirm", WorkChoice(7, WorkStep.CONFIRM), id="planned work is confirmed"),
    pytest.param("i:as:call_taker", InviteAs(Role.CALL_TAKER), id="an invitation to a role"),
    pytest.param("i:as:tim_lapangan:utara", InviteAs(Role.TIM_LAPANGAN, "utara"), id="an invitation to a team"),
    pytest.param("p:7:name", ChangeName(7), id="a new member is called otherwise"),
    pytest.param("p:7:ask", RemoveMember(7), id="somebody may be removed"),
    pytest.param("p:7:remove", RemoveMember(7, sure=True), id="somebody is removed"),
    pytest.param("d:new:day", DutyChoice(), id="a turn is to be given to somebody"),
    pytest.param("d:20261125:who", DutyChoice(date(2026, 11, 25)), id="on a day"),
    pytest.param("d:20261125:2001", DutyChoice(date(2026, 11, 25), 2001), id="whose turn"),
    pytest.param("d:20261125:2001:2011", DutyChoice(date(2026, 11, 25), 2001, 2011), id="who takes it"),
    pytest.param("d:undo:3", UndoSwap(3), id="everybody keeps their turn after all"),
    pytest.param("a:29731620:29733060:2003", AwayChoice(at(29731620), at(29733060), 2003), id="an absence"),
    pytest.param(
        "a:29731620:29733060:2003:0", AwayChoice(at(29731620), at(29733060), 2003, 0), id="an absence without a deputy"
    ),
    pytest.param("a:29731620:29733060:2003:2004", AwayChoice(at(29731620), at(29733060), 2003, 2004), id="a deputy"),
    pytest.param("a:back:5", ComeBack(5), id="somebody is back"),
    pytest.param("w:new:work", NewWork(), id="planned work is to be described"),
    pytest.param("w:12:end", EndWork("12"), id="planned work ends"),
    pytest.param("w:i0a1b2c3d:end", EndWork("i0a1b2c3d"), id="what the inventory planned ends"),
    pytest.param(
        f"m:999999999:device:{'d' * 32}", WorkChoice(999_999_999, WorkStep.DEVICE, "d" * 32), id="the longest device"
    ),
    pytest.param(
        f"r:999999999:new:{'s' * 32}", NewReport(999_999_999, "s" * 32), id="the longest ids of all still fit"
    ),
]

FORGED = [
    pytest.param("", id="nothing"),
    pytest.param("t", id="only a kind"),
    pytest.param("t:42", id="no action"),
    pytest.param("x:42:ack", id="an unknown kind"),
    pytest.param("t:42:delete", id="an unknown action"),
    pytest.param("t:42:ACK", id="an action in capitals"),
    pytest.param("t:0:ack", id="ticket zero"),
    pytest.param("t:-1:ack", id="a negative ticket"),
    pytest.param("t:042:ack", id="a ticket spelled in another way"),
    pytest.param("t:٤٢:ack", id="digits that are not ASCII"),
    pytest.param("t:9999999999:ack", id="a ticket beyond the database's integers"),
    pytest.param("t: 42:ack", id="a blank"),
    pytest.param("t:42:ack:utara", id="an argument where none belongs"),
    pytest.param("t:42:mute", id="mute for no time"),
    pytest.param("t:42:instruct:", id="an instruction to nobody"),
    pytest.param("t:42:prio:urgent", id="a priority that there is not"),
    pytest.param("t:42:hold:fixed", id="another button's reason"),
    pytest.param("o:42:hold:because", id="a reason that there is not"),
    pytest.param("g:7:close", id="closing all of a digest"),
    pytest.param("g:7:ack:x", id="something to all of a digest"),
    pytest.param("t:42:leave", id="leaving a menu that is none"),
    pytest.param("o:42:mute:2h", id="a mute in a menu"),
    pytest.param("o:42:more:x", id="a menu of something"),
    pytest.param("t:42:instruct:tim utara", id="a team with a blank"),
    pytest.param("t:42:instruct:\u200butara", id="an invisible character"),
    pytest.param("r:7:join:", id="a join to nothing"),
    pytest.param("r:7:join:42:1", id="a join to two"),
    pytest.param("r:7:join:utara", id="a join to a word"),
    pytest.param("r:7:new", id="a new ticket nowhere"),
    pytest.param("r:7:via", id="a citizen came by nothing"),
    pytest.param("b:7:called:twice", id="phoned with an argument"),
    pytest.param("b:7:mailed", id="an unknown way to reach a citizen"),
    pytest.param("r:7:cancel:now", id="a cancellation with an argument"),
    pytest.param("f:42:write:cause", id="a report's button with an argument too many"),
    pytest.param("f:42:ask", id="a question for no piece"),
    pytest.param("f:42:burn", id="an unknown thing to do to a report"),
    pytest.param("j:42:accept", id="a verdict on no report"),
    pytest.param("j:42:accept:0", id="a verdict on a report that was never filed"),
    pytest.param("j:42:accept:0.0", id="a verdict on the filing before the first"),
    pytest.param("j:42:accept:-1.1", id="a verdict on a report before the first"),
    pytest.param("j:42:praise:0.1", id="an unknown verdict"),
    pytest.param("t:42:ack\n", id="a line break behind it"),
    pytest.param("i:as:boss", id="an unknown role"),
    pytest.param("i:as:tim_lapangan", id="a team without a name"),
    pytest.param("i:as:call_taker:utara", id="a team for somebody who has none"),
    pytest.param("i:as:tim_lapangan:tim utara", id="a team's id with a blank"),
    pytest.param("p:0:remove", id="member zero"),
    pytest.param("p:7:delete", id="an unknown act"),
    pytest.param("d:20261131:who", id="a day that the calendar does not have"),
    pytest.param("d:20261125", id="a day and nothing else"),
    pytest.param("d:20261125:0", id="nobody's turn"),
    pytest.param("d:20261125:1:2:3", id="too many people"),
    pytest.param("d:undo:0", id="swap zero"),
    pytest.param("a:29733060:29731620:2003", id="an absence that ends before it begins"),
    pytest.param("a:29731620:29733060", id="nobody's absence"),
    pytest.param("a:29731620:29733060:2003:x", id="a deputy without a number"),
    pytest.param("a:1:2:2003", id="an absence in 1970"),
    pytest.param("m:7:site", id="work nowhere"),
    pytest.param("m:7:confirm:yes", id="a confirmation with an argument"),
    pytest.param("m:7:lasts:0", id="work that takes no time"),
    pytest.param("m:7:lasts:2j", id="a length that is no number"),
    pytest.param("m:7:forever", id="an unknown step of planned work"),
    pytest.param("m:0:confirm", id="draft zero"),
    pytest.param("w:0:end", id="window zero"),
    pytest.param("w:i0a1b2c3:end", id="an entry's key that is too short"),
    pytest.param("w:12:end:now", id="an end with an argument"),
    pytest.param("w:new:end", id="the end of what is new"),
    pytest.param("r:7:new:" + "s" * 60, id="more than Telegram carries"),
]


@pytest.mark.parametrize(("data", "choice"), WRITTEN)
def test_a_button_says_what_it_asks_for_and_is_read_back(data: str, choice: Choice) -> None:
    assert encode(choice) == data
    assert decode(data) == choice
    assert len(data.encode()) <= LIMIT


@pytest.mark.parametrize("data", FORGED)
def test_what_netwatch_never_wrote_is_unreadable(data: str) -> None:
    assert decode(data) == Unreadable(data, pressed=True)


@pytest.mark.parametrize(
    "choice",
    [
        pytest.param(NewReport(7, "s" * 60), id="a place too long for a button"),
        pytest.param(NewReport(7, "kejäksan"), id="a place that is not ASCII"),
        pytest.param(Press(0, Action.ACCEPT), id="a ticket that has no id yet"),
        pytest.param(Press(10**9, Action.ACCEPT), id="a ticket beyond the database's integers"),
        pytest.param(Press(1, Action.ACCEPT, "utara"), id="an argument where none belongs"),
    ],
)
def test_a_button_that_would_not_come_back_as_it_went_is_refused(choice: Choice) -> None:
    with pytest.raises(ValueError, match="64 bytes of ASCII"):
        encode(choice)


@given(st.text())
def test_any_text_is_read_without_raising_and_writes_itself_back(data: str) -> None:
    choice = decode(data)
    if not isinstance(choice, Unreadable):
        assert encode(choice) == data

"""What a button carries, and back: `t:42:ack`, `t:42:instruct:utara`, `t:42:mute:24h`, `t:42:more`, in a menu
`o:42:hold:part` and `o:42:leave`, `r:7:join:42`, `r:7:new:kejaksan`, `r:7:apart:kejaksan`, `r:7:cancel`,
`m:7:site:kejaksan`, `m:7:confirm`, `w:12:end`, `w:new:work`, `f:42:write`, `f:42:choose:cause.fiber`,
`j:42:accept:0.1`, of a digest `g:7:ack`, `r:7:via:wa`, `r:7:skip:reporter`, `b:7:called`.

Anybody can send any data, so reading trusts nothing: what does not fit exactly is `Unreadable`.
"""

import re

from netwatch.core.callback_staff import KINDS, StaffChoice, read_staff, staff_data
from netwatch.core.press.table import BUTTONS, Takes
from netwatch.core.request import (
    REASONS,
    WORK_ARGUMENTS,
    Action,
    AmendReport,
    CalledBack,
    CancelReport,
    EndWork,
    JoinReport,
    JudgeRepair,
    LeaveMenu,
    Mute,
    NewReport,
    NewWork,
    OpenMenu,
    Press,
    PressAll,
    Repair,
    RepairStep,
    ReportStep,
    Unreadable,
    Verdict,
    WorkChoice,
    WorkStep,
)
from netwatch.core.ticket import Priority

LIMIT = 64
"""Bytes, Telegram's limit."""

_ID = re.compile(r"[1-9][0-9]{0,8}")
"""Up to nine digits fit every database's integer."""
_WORD = re.compile(r"[!-~]+")
_PLACE_AND_FILING = re.compile(r"(0|[1-9][0-9]{0,3})\.([1-9][0-9]{0,3})")

FOR_ALL = (Action.ACKNOWLEDGE, Action.INSTRUCT)
"""What can be done to all tickets of a digest at once."""

_WINDOW = re.compile(r"[1-9][0-9]{0,17}|i[0-9a-f]{8}")
_OF_SOMETHING = (RepairStep.ASK, RepairStep.CHOOSE, RepairStep.PHOTOS, RepairStep.VIEW)

Choice = (
    Press | PressAll | OpenMenu | LeaveMenu | Mute | JoinReport | NewReport | CancelReport | AmendReport | CalledBack
    | NewWork | WorkChoice | EndWork | Repair | JudgeRepair | StaffChoice
)


def encode(choice: Choice) -> str:
    """The data of the button that asks for `choice`.

    Raises ValueError where it would not come back as it went: ids outside 1 to 999,999,999, names that are
    not printable ASCII or too long, an argument that the button does not take.
    """
    match choice:
        case Press(ticket_id, action, None, in_menu):
            data = f"{_kind(in_menu)}:{ticket_id}:{action}"
        case Press(ticket_id, action, argument, in_menu):
            data = f"{_kind(in_menu)}:{ticket_id}:{action}:{argument}"
        case PressAll(digest_id, action):
            data = f"g:{digest_id}:{action}"
        case OpenMenu(ticket_id, in_menu):
            data = f"{_kind(in_menu)}:{ticket_id}:more"
        case LeaveMenu(ticket_id):
            data = f"o:{ticket_id}:leave"
        case Mute(ticket_id, span):
            data = f"t:{ticket_id}:mute:{span}"
        case JoinReport(draft_id, ticket_id):
            data = f"r:{draft_id}:join:{ticket_id}"
        case NewReport(draft_id, site, apart):
            data = f"r:{draft_id}:{'apart' if apart else 'new'}:{site}"
        case CancelReport(draft_id):
            data = f"r:{draft_id}:cancel"
        case WorkChoice(draft_id, step, None):
            data = f"m:{draft_id}:{step}"
        case WorkChoice(draft_id, step, argument):
            data = f"m:{draft_id}:{step}:{argument}"
        case NewWork():
            data = "w:new:work"
        case EndWork(key):
            data = f"w:{key}:end"
        case AmendReport(draft_id, step, argument):
            data = f"r:{draft_id}:{step}:{argument}"
        case CalledBack(draft_id):
            data = f"b:{draft_id}:called"
        case Repair(ticket_id, step, None):
            data = f"f:{ticket_id}:{step}"
        case Repair(ticket_id, step, argument):
            data = f"f:{ticket_id}:{step}:{argument}"
        case JudgeRepair(ticket_id, verdict, place, filing):
            data = f"j:{ticket_id}:{verdict}:{place}.{filing}"
        case _:
            data = staff_data(choice)
    if decode(data) != choice:
        raise ValueError(
            f"button {data!r}: Telegram carries at most {LIMIT} bytes of ASCII; shorten the id or spell it in ASCII"
        )
    return data


def decode(data: str) -> Choice | Unreadable:
    """What a pressed button asks for."""
    fields = data.split(":", 3)
    if len(data) > LIMIT or len(fields) < 3:
        return Unreadable(data, pressed=True)
    if fields[0] in KINDS:
        return read_staff(data) or Unreadable(data, pressed=True)
    if fields[0] == "w":
        return _about_a_window(fields[1:]) or Unreadable(data, pressed=True)
    if not _ID.fullmatch(fields[1]):
        return Unreadable(data, pressed=True)
    argument = fields[3] if len(fields) == 4 else None
    if argument is not None and not _WORD.fullmatch(argument):
        return Unreadable(data, pressed=True)
    match fields[0]:
        case "t" | "o" as kind:
            return _of_ticket(kind, int(fields[1]), fields[2], argument) or Unreadable(data, pressed=True)
        case "g" if argument is None and fields[2] in FOR_ALL:
            return PressAll(int(fields[1]), Action(fields[2]))
        case "r":
            return _report_choice(int(fields[1]), fields[2], argument) or Unreadable(data, pressed=True)
        case "m":
            return _work_choice(int(fields[1]), fields[2], argument) or Unreadable(data, pressed=True)
        case "b" if fields[2:] == ["called"]:
            return CalledBack(int(fields[1]))
        case "f":
            return _repair(int(fields[1]), fields[2], argument) or Unreadable(data, pressed=True)
        case "j":
            return _judge(int(fields[1]), fields[2], argument) or Unreadable(data, pressed=True)
        case _:
            return Unreadable(data, pressed=True)


def _kind(in_menu: bool) -> str:
    return "o" if in_menu else "t"


def _of_ticket(
    kind: str, ticket_id: int, name: str, argument: str | None
) -> Press | OpenMenu | LeaveMenu | Mute | None:
    in_menu = kind == "o"
    match name, argument:
        case "mute", str() if not in_menu:
            return Mute(ticket_id, argument)
        case "more", None:
            return OpenMenu(ticket_id, in_menu)
        case "leave", None if in_menu:
            return LeaveMenu(ticket_id)
        case _ if name in set(Action) and (argument is None or _is_taken(Action(name), argument)):
            return Press(ticket_id, Action(name), argument, in_menu)
        case _:
            return None


def _is_taken(action: Action, argument: str) -> bool:
    match BUTTONS[action].takes:
        case Takes.TEAM:
            return True
        case Takes.PRIORITY:
            return argument in set(Priority)
        case Takes.REASON:
            return argument in REASONS[action]
        case Takes.NOTHING:
            return False


def _report_choice(
    draft_id: int, name: str, argument: str | None
) -> JoinReport | NewReport | CancelReport | AmendReport | None:
    match name, argument:
        case "join", str() if _ID.fullmatch(argument):
            return JoinReport(draft_id, int(argument))
        case "new" | "apart", str():
            return NewReport(draft_id, argument, apart=name == "apart")
        case "cancel", None:
            return CancelReport(draft_id)
        case "via" | "skip", str():
            return AmendReport(draft_id, ReportStep(name), argument)
        case _:
            return None


def _work_choice(draft_id: int, name: str, argument: str | None) -> WorkChoice | None:
    if name not in set(WorkStep):
        return None
    step = WorkStep(name)
    if (step in WORK_ARGUMENTS) != (argument is not None):
        return None
    if step is WorkStep.LASTS and not re.fullmatch(r"[1-9][0-9]{0,4}", argument or ""):
        return None
    return WorkChoice(draft_id, step, argument)


def _about_a_window(fields: list[str]) -> NewWork | EndWork | None:
    match fields:
        case ["new", "work"]:
            return NewWork()
        case [key, "end"] if _WINDOW.fullmatch(key):
            return EndWork(key)
        case _:
            return None


def _repair(ticket_id: int, name: str, argument: str | None) -> Repair | None:
    if name not in set(RepairStep):
        return None
    step = RepairStep(name)
    if (step in _OF_SOMETHING) != (argument is not None):
        return None
    return Repair(ticket_id, step, argument)


def _judge(ticket_id: int, name: str, argument: str | None) -> JudgeRepair | None:
    which = _PLACE_AND_FILING.fullmatch(argument or "")
    if name not in set(Verdict) or which is None:
        return None
    return JudgeRepair(ticket_id, Verdict(name), int(which[1]), int(which[2]))

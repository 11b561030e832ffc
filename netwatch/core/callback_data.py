"""What a button carries, and back: `t:42:ack`, `t:42:instruct:utara`, `t:42:mute:24h`, `r:7:join:42`,
`r:7:new:kejaksan`, `r:7:apart:kejaksan`, `r:7:cancel`, `m:7:site:kejaksan`, `m:7:confirm`,
`w:12:end`, `w:new:work`.

Anybody can send any data, so reading trusts nothing: what does not fit exactly is `Unreadable`.
"""

import re

from netwatch.core.request import (
    WORK_ARGUMENTS,
    Action,
    CancelReport,
    EndWork,
    JoinReport,
    Mute,
    NewReport,
    NewWork,
    Press,
    Unreadable,
    WorkChoice,
    WorkStep,
)

LIMIT = 64
"""Bytes, Telegram's limit."""

_ID = re.compile(r"[1-9][0-9]{0,8}")
"""Up to nine digits fit every database's integer."""
_WORD = re.compile(r"[!-~]+")

MUTE = "mute"
_WINDOW = re.compile(r"[1-9][0-9]{0,17}|i[0-9a-f]{8}")

Choice = Press | Mute | JoinReport | NewReport | CancelReport | NewWork | WorkChoice | EndWork


def encode(choice: Choice) -> str:
    """The data of the button that asks for `choice`.

    Raises ValueError where it would not come back as it went: ids outside 1 to 999,999,999, names that are
    not printable ASCII or too long, an instruction without a team.
    """
    match choice:
        case Press(ticket_id, action, None):
            data = f"t:{ticket_id}:{action}"
        case Press(ticket_id, action, argument):
            data = f"t:{ticket_id}:{action}:{argument}"
        case Mute(ticket_id, span):
            data = f"t:{ticket_id}:{MUTE}:{span}"
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
    if fields[0] == "w":
        return _about_a_window(fields[1:]) or Unreadable(data, pressed=True)
    if not _ID.fullmatch(fields[1]):
        return Unreadable(data, pressed=True)
    argument = fields[3] if len(fields) == 4 else None
    if argument is not None and not _WORD.fullmatch(argument):
        return Unreadable(data, pressed=True)
    match fields[0]:
        case "t":
            return _press(int(fields[1]), fields[2], argument) or Unreadable(data, pressed=True)
        case "r":
            return _report_choice(int(fields[1]), fields[2], argument) or Unreadable(data, pressed=True)
        case "m":
            return _work_choice(int(fields[1]), fields[2], argument) or Unreadable(data, pressed=True)
        case _:
            return Unreadable(data, pressed=True)


def _press(ticket_id: int, name: str, argument: str | None) -> Press | Mute | None:
    if name == MUTE and argument is not None:
        return Mute(ticket_id, argument)
    if name not in set(Action):
        return None
    action = Action(name)
    if (action is Action.INSTRUCT) != (argument is not None):
        return None
    return Press(ticket_id, action, argument)


def _report_choice(draft_id: int, name: str, argument: str | None) -> JoinReport | NewReport | CancelReport | None:
    match name, argument:
        case "join", str() if _ID.fullmatch(argument):
            return JoinReport(draft_id, int(argument))
        case "new" | "apart", str():
            return NewReport(draft_id, argument, apart=name == "apart")
        case "cancel", None:
            return CancelReport(draft_id)
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

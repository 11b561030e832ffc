"""What the buttons about people, duty and absence carry, and back: `i:as:tim_lapangan:utara`, `p:7:remove`,
`d:new:day`, `d:20261125:2001:2011`, `d:undo:3`, `a:29731620:29733060:2003:2004`, `a:back:5`.
Times in minutes since 1970.
"""

import re
from datetime import UTC, date, datetime

from netwatch.core.request import AwayChoice, ChangeName, ComeBack, DutyChoice, InviteAs, RemoveMember, UndoSwap
from sop.role import Role

StaffChoice = InviteAs | ChangeName | RemoveMember | DutyChoice | UndoSwap | AwayChoice | ComeBack
KINDS = frozenset("ipda")

_ID = re.compile(r"[1-9][0-9]{0,15}")
_ROW = re.compile(r"[1-9][0-9]{0,8}")
_DAY = re.compile(r"20[0-9]{6}")
_MINUTES = re.compile(r"[1-9][0-9]{6,8}")
_WORD = re.compile(r"[!-~]+")


def staff_data(choice: StaffChoice) -> str:
    match choice:
        case InviteAs(role, None):
            return f"i:as:{role}"
        case InviteAs(role, team):
            return f"i:as:{role}:{team}"
        case ChangeName(member_id):
            return f"p:{member_id}:name"
        case RemoveMember(member_id, sure):
            return f"p:{member_id}:{'remove' if sure else 'ask'}"
        case DutyChoice(day, absent, instead):
            if day is None:
                return "d:new:day"
            chosen = [str(each) for each in (absent, instead) if each is not None]
            return ":".join(["d", f"{day:%Y%m%d}", *(chosen or ["who"])])
        case UndoSwap(swap_id):
            return f"d:undo:{swap_id}"
        case AwayChoice(start, end, person, deputy):
            acts = "" if deputy is None else f":{deputy}"
            return f"a:{_minutes(start)}:{_minutes(end)}:{person}{acts}"
        case ComeBack(absence_id):
            return f"a:back:{absence_id}"


def read_staff(data: str) -> StaffChoice | None:
    match data.split(":"):
        case ["i", "as", role, *team] if role in set(Role) and len(team) <= 1:
            return _invite(Role(role), team[0] if team else None)
        case ["p", member, "name"] if _ROW.fullmatch(member):
            return ChangeName(int(member))
        case ["p", member, "ask" | "remove" as act] if _ROW.fullmatch(member):
            return RemoveMember(int(member), act == "remove")
        case ["d", "new", "day"]:
            return DutyChoice()
        case ["d", "undo", swap] if _ROW.fullmatch(swap):
            return UndoSwap(int(swap))
        case ["d", day, *chosen] if _DAY.fullmatch(day):
            return _duty(day, chosen)
        case ["a", "back", absence] if _ROW.fullmatch(absence):
            return ComeBack(int(absence))
        case ["a", start, end, *ids] if _MINUTES.fullmatch(start) and _MINUTES.fullmatch(end):
            return _away(int(start), int(end), ids)
        case _:
            return None


def _invite(role: Role, team: str | None) -> InviteAs | None:
    if (role is Role.TIM_LAPANGAN) != (team is not None) or (team is not None and not _WORD.fullmatch(team)):
        return None
    return InviteAs(role, team)


def _duty(day: str, chosen: list[str]) -> DutyChoice | None:
    try:
        on = date(int(day[:4]), int(day[4:6]), int(day[6:]))
    except ValueError:
        return None
    if chosen == ["who"]:
        return DutyChoice(on)
    if not 1 <= len(chosen) <= 2 or not all(_ID.fullmatch(each) for each in chosen):
        return None
    return DutyChoice(on, *(int(each) for each in chosen))


def _away(start: int, end: int, ids: list[str]) -> AwayChoice | None:
    if not 1 <= len(ids) <= 2 or not _ID.fullmatch(ids[0]) or start >= end:
        return None
    if len(ids) == 2 and not (ids[1] == "0" or _ID.fullmatch(ids[1])):
        return None
    begins, ends = datetime.fromtimestamp(start * 60, UTC), datetime.fromtimestamp(end * 60, UTC)
    return AwayChoice(begins, ends, int(ids[0]), int(ids[1]) if len(ids) == 2 else None)


def _minutes(at: datetime) -> int:
    return int(at.timestamp() // 60)

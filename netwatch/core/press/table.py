"""The buttons: whose each is, what it needs to be told, and what it does."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum

from netwatch.core.change import Change, Refusal
from netwatch.core.press.dismiss import close_by_hand, not_a_fault
from netwatch.core.press.hold import hold, resume
from netwatch.core.press.pressing import Pressing
from netwatch.core.press.priority import prioritise
from netwatch.core.press.repair import start
from netwatch.core.press.report import acknowledge, forward, receive
from netwatch.core.press.team import accept, instruct, reassign
from netwatch.core.request import Action
from sop.role import Role


class Takes(Enum):
    """What a button's argument is."""

    NOTHING = "nothing"
    TEAM = "a team's id"
    PRIORITY = "a priority"
    REASON = "the words of a reason"


@dataclass(frozen=True, slots=True)
class Button:
    """`step`: the key of the SOP's step that it does, where it does one."""

    roles: tuple[Role, ...]
    act: Callable[[Pressing], Change | Refusal]
    step: str | None = None
    takes: Takes = Takes.NOTHING


_SPV, _KASI, _TIM = Role.SPV_OPINI_PUBLIK, Role.KASI_INFRASTRUKTUR, Role.TIM_LAPANGAN

BUTTONS: Mapping[Action, Button] = {
    Action.RECEIVE: Button((_SPV,), receive, "receive"),
    Action.FORWARD: Button((_SPV,), forward, "forward"),
    Action.ACKNOWLEDGE: Button((_KASI,), acknowledge, "kasi_receive"),
    Action.INSTRUCT: Button((_KASI,), instruct, "kasi_instruct", Takes.TEAM),
    Action.REASSIGN: Button((_KASI,), reassign, takes=Takes.TEAM),
    Action.PRIORITISE: Button((_KASI,), prioritise, takes=Takes.PRIORITY),
    Action.ACCEPT: Button((_TIM,), accept, "team_receive"),
    Action.START: Button((_TIM,), start),
    Action.HOLD: Button((_TIM, _KASI), hold, takes=Takes.REASON),
    Action.RESUME: Button((_TIM, _KASI), resume),
    Action.CLOSE: Button((_KASI,), close_by_hand, takes=Takes.REASON),
    Action.NOT_A_FAULT: Button((_KASI,), not_a_fault, takes=Takes.REASON),
}

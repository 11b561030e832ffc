"""What a person asks of netwatch, as data, whatever channel it came through."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from netwatch.core.message import Shut
from sop.role import Role


class Action(StrEnum):
    """What a button on a ticket's card does."""

    RECEIVE = "receive"  # SPV: Terima, of a report that no probe made
    FORWARD = "forward"  # SPV: Teruskan
    ACKNOWLEDGE = "ack"  # Kasi: Terima
    INSTRUCT = "instruct"  # Kasi: Instruksikan <team>; argument: team id
    REASSIGN = "reassign"  # Kasi: Alihkan to another team; argument: team id
    PRIORITISE = "prio"  # Kasi: argument: the priority
    ACCEPT = "accept"  # Tim: Terima
    START = "start"  # Tim: Mulai perbaikan
    HOLD = "hold"  # Kasi and Tim: Tunda; argument: the reason
    RESUME = "resume"  # Kasi and Tim: Lanjutkan
    CLOSE = "close"  # Kasi: Tutup by hand; argument: the reason
    NOT_A_FAULT = "nofault"  # Kasi: Bukan gangguan; argument: the reason


class Reason(StrEnum):
    """The usual reasons, each a button; others are written."""

    PART = "part"
    POWER = "power"
    ACCESS = "access"
    WEATHER = "weather"
    PROVIDER = "provider"
    FIXED = "fixed"
    PLANNED = "planned"
    RETIRED = "retired"
    ELSEWHERE = "elsewhere"
    SWITCHED_OFF = "off"
    TEST = "test"
    FALSE_ALARM = "false"


REASONS: Mapping[Action, tuple[Reason, ...]] = {
    Action.HOLD: (Reason.PART, Reason.POWER, Reason.ACCESS, Reason.WEATHER, Reason.PROVIDER),
    Action.CLOSE: (Reason.FIXED, Reason.PLANNED, Reason.RETIRED, Reason.ELSEWHERE),
    Action.NOT_A_FAULT: (Reason.SWITCHED_OFF, Reason.PLANNED, Reason.TEST, Reason.FALSE_ALARM),
}
"""The buttons that need a reason, and the usual ones of each."""


@dataclass(frozen=True, slots=True)
class Press:
    """A button that does something to a ticket. `argument`: a team's id, a priority, a `Reason`; without one where
    the button needs it, what there is to choose from is shown.

    `in_menu`: the button stands below a menu, which takes up what came of it.
    """

    ticket_id: int
    action: Action
    argument: str | None = None
    in_menu: bool = False


@dataclass(frozen=True, slots=True)
class PressAll:
    """A button of a digest: the same for all its tickets, an instruction to the team of each one's site."""

    digest_id: int
    action: Action


@dataclass(frozen=True, slots=True)
class OpenMenu:
    """Lainnya: what else can be done to the ticket."""

    ticket_id: int
    in_menu: bool = False


@dataclass(frozen=True, slots=True)
class LeaveMenu:
    """Batal, below a menu."""

    ticket_id: int


@dataclass(frozen=True, slots=True)
class Mute:
    """`/senyap 42 2h`: no reminders of that ticket for whoever says so; None where they do not say of which.

    `span` in their words, see `mute_span`.
    """

    ticket_id: int | None
    span: str


@dataclass(frozen=True, slots=True)
class Report:
    """`/lapor …`: a citizen's report in the call taker's words; empty text asks for the how-to."""

    text: str


@dataclass(frozen=True, slots=True)
class JoinReport:
    """The call taker chose the open ticket that the report belongs to."""

    draft_id: int
    ticket_id: int


@dataclass(frozen=True, slots=True)
class NewReport:
    """The call taker chose to open a ticket of its own at a place (a site id).

    `apart`: they have seen what is open there, and it is something else.
    """

    draft_id: int
    site: str
    apart: bool = False


@dataclass(frozen=True, slots=True)
class CancelReport:
    draft_id: int


class RepairStep(StrEnum):
    """What the team's buttons do to a repair report."""

    WRITE = "write"  # shows it as far as it is written, and asks for what is missing
    ASK = "ask"  # asks for a piece; argument: the piece (cause, action, material)
    CHOOSE = "choose"  # one of the usual answers; argument: piece.key
    PHOTOS = "photos"  # asks for pictures; argument: before or after
    SHOW = "show"  # shows it, asks for nothing
    VIEW = "view"  # sends its pictures, to whoever asks; argument: the report's place in the ticket
    DROP_PHOTO = "drop"  # takes the last picture back
    FILE = "file"  # hands it to the Kepala Seksi


@dataclass(frozen=True, slots=True)
class Repair:
    """A button of a ticket's repair report, or `/perbaikan 42`."""

    ticket_id: int
    step: RepairStep = RepairStep.WRITE
    argument: str | None = None


@dataclass(frozen=True, slots=True)
class ListRepairs:
    """`/perbaikan`: the reports that the visitor's team has to write."""


class Verdict(StrEnum):
    """What the Kepala Seksi's buttons do to a repair report."""

    ACCEPT = "accept"
    RETURN = "return"  # asks what is to be mended
    RETURN_AS_IT_IS = "back"  # without a remark


@dataclass(frozen=True, slots=True)
class JudgeRepair:
    """`place` of the report in the ticket and the `filing` that was read, the first being 0 and 1."""

    ticket_id: int
    verdict: Verdict
    place: int
    filing: int


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo, or a document that is one. `file_id` and `unique_id` are the channel's; `size` in bytes.

    `album`: the channel's id of the album it came in; `caption` the words below it, '' for none.
    """

    file_id: str = field(repr=False)
    unique_id: str = field(repr=False)
    size: int | None = None
    is_document: bool = False
    album: str | None = None
    caption: str = field(default="", repr=False)


class ReportStep(StrEnum):
    """What the buttons below a question about a report do."""

    VIA = "via"  # argument: telepon, wa or sms
    SKIP = "skip"  # argument: what was asked for


@dataclass(frozen=True, slots=True)
class AmendReport:
    draft_id: int
    step: ReportStep
    argument: str


@dataclass(frozen=True, slots=True)
class CalledBack:
    """The call taker has phoned the citizen whose report came from that draft."""

    draft_id: int


@dataclass(frozen=True, slots=True)
class ListTickets:
    """`/tiket`"""


@dataclass(frozen=True, slots=True)
class ShowTicket:
    """`/tiket 42`"""

    ticket_id: int


@dataclass(frozen=True, slots=True)
class ShowStatus:
    """`/status kejaksan`; empty: the whole city."""

    place: str


@dataclass(frozen=True, slots=True)
class PlanWork:
    """`/pemeliharaan …`: planned work in its author's words; empty text asks for the list."""

    text: str


@dataclass(frozen=True, slots=True)
class NewWork:
    """Planned work is to be described step by step."""


class WorkStep(StrEnum):
    """What a button says of planned work that is being described."""

    SITE = "site"  # argument: site id
    DEVICE = "device"  # argument: device id
    LASTS = "lasts"  # argument: minutes
    NO_REASON = "noreason"
    CONFIRM = "confirm"
    CANCEL = "cancel"


WORK_ARGUMENTS = frozenset({WorkStep.SITE, WorkStep.DEVICE, WorkStep.LASTS})


@dataclass(frozen=True, slots=True)
class WorkChoice:
    draft_id: int
    step: WorkStep
    argument: str | None = None


@dataclass(frozen=True, slots=True)
class EndWork:
    """A window is to end now, or not to begin; `key` as in `Window`."""

    key: str


@dataclass(frozen=True, slots=True)
class Join:
    """`/start CODE`: somebody follows the link of an invitation."""

    code: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Invite:
    """`/undang`"""


@dataclass(frozen=True, slots=True)
class InviteAs:
    """An invitation to a role is to be made; `team` with `tim_lapangan` only."""

    role: Role
    team: str | None = None


@dataclass(frozen=True, slots=True)
class ChangeName:
    """Somebody who has just joined is called otherwise than in Telegram."""

    member_id: int


@dataclass(frozen=True, slots=True)
class ListPeople:
    """`/orang`"""


@dataclass(frozen=True, slots=True)
class RemoveMember:
    """`sure`: they have been asked."""

    member_id: int
    sure: bool = False


@dataclass(frozen=True, slots=True)
class WhoAmI:
    """`/saya`"""


@dataclass(frozen=True, slots=True)
class ShowDuty:
    """`/jaga`"""


@dataclass(frozen=True, slots=True)
class DutyChoice:
    """Somebody is to take another's turn: on which day, whose, and who; telegram ids, None where still to be chosen."""

    day: date | None = None
    absent: int | None = None
    instead: int | None = None


@dataclass(frozen=True, slots=True)
class UndoSwap:
    swap_id: int


@dataclass(frozen=True, slots=True)
class GoAway:
    """`/absen …`: from when to when, and who acts for them; empty text asks."""

    text: str


@dataclass(frozen=True, slots=True)
class AwayChoice:
    """`person` is away from `start` to `end`; telegram ids. `deputy` None: still to be chosen, 0: nobody."""

    start: datetime
    end: datetime
    person: int
    deputy: int | None = None


@dataclass(frozen=True, slots=True)
class ComeBack:
    absence_id: int


@dataclass(frozen=True, slots=True)
class Help:
    """`/bantuan` and `/start`."""


@dataclass(frozen=True, slots=True)
class Wrote:
    """Words that are no command: the answer to what was asked, where something was. May name citizens."""

    words: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Cancel:
    """`/batal`: whatever is being asked is not wanted any more."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A command or button that netwatch does not know; `what` is shown back, cut short; empty for what has no words
    (a sticker, a voice message)."""

    what: str
    pressed: bool = False


@dataclass(frozen=True, slots=True)
class Edited:
    """Somebody has corrected what they wrote. It was read when it came, and is not carried out twice."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether we may write in the chat has changed: blocked or started again, put out of a group or back in.

    `shut` None: we may.
    """

    shut: Shut | None


@dataclass(frozen=True, slots=True)
class ChatMigrated:
    """A group became a supergroup."""

    old_chat_id: int
    new_chat_id: int


Request = (
    Press | PressAll | OpenMenu | LeaveMenu | Mute
    | Report | JoinReport | NewReport | CancelReport | AmendReport | CalledBack
    | PlanWork | NewWork | WorkChoice | EndWork | Repair | ListRepairs | JudgeRepair | Picture
    | Join | Invite | InviteAs | ChangeName | ListPeople | RemoveMember | WhoAmI
    | ShowDuty | DutyChoice | UndoSwap | GoAway | AwayChoice | ComeBack
    | ListTickets | ShowTicket | ShowStatus | Help | Wrote | Cancel | Edited | Unreadable | Standing | ChatMigrated
)


@dataclass(frozen=True, slots=True)
class Incoming:
    """One update. `update_id` is the channel's own, rising; `private` is False in groups.

    `pressed_message_id`: the message whose button was pressed; None where somebody wrote. `thread_id`: the topic
    of the group that it came from. `bot`: our own name there, without @.
    """

    update_id: int
    telegram_id: int
    chat_id: int
    sender_name: str
    private: bool
    request: Request
    pressed_message_id: int | None = None
    thread_id: int | None = None
    bot: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a press is answered with at once, shown over the chat (at most 200 characters); None: nothing.

    Everything longer goes through the outbox. `start`: the presser is taken to the private chat with us, where the
    app's Start button sends this word back (letters, digits, `_` and `-`, at most 64).
    """

    toast: str | None = None
    alert: bool = False
    start: str | None = None


class Desk(Protocol):
    """What a channel needs of the desk."""

    async def handle(self, incoming: Incoming) -> Answer:
        """Acts in one transaction, which also keeps the update's id; an update seen before changes nothing.

        Raises Unavailable when the database cannot serve now: then nothing was done, the same call may succeed
        later. Whatever else it raises is the fault of this one update.
        """
        ...

    async def ignore(self, update_id: int) -> None:
        """Nothing to do with this update; only its id is kept."""
        ...

    async def next_update_id(self) -> int | None:
        """The id to ask for next; None when no update was ever kept."""
        ...

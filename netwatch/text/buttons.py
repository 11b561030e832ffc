"""The buttons of a card: only those that would work if they were pressed now."""

from datetime import datetime

from netwatch.core.callback_data import encode
from netwatch.core.change import Change
from netwatch.core.directory import Person, Team
from netwatch.core.message import Button
from netwatch.core.press.press import press
from netwatch.core.press.table import BUTTONS, Takes
from netwatch.core.request import Action, OpenMenu, Press, Repair
from netwatch.core.ticket import Priority, RepairReportStatus, Ticket
from netwatch.text.html import plain
from netwatch.text.office import Office
from sop.role import Role

LABEL = {
    Action.RECEIVE: "✅ Terima",
    Action.FORWARD: "📨 Teruskan ke Kasi Infrastruktur",
    Action.ACKNOWLEDGE: "✅ Terima",
    Action.INSTRUCT: "📋 Tim lain…",
    Action.REASSIGN: "↪️ Alihkan ke tim lain…",
    Action.PRIORITISE: "🔺 Ubah prioritas…",
    Action.ACCEPT: "✅ Terima",
    Action.START: "🔧 Mulai perbaikan",
    Action.HOLD: "⏸ Tunda…",
    Action.RESUME: "▶️ Lanjutkan",
    Action.CLOSE: "☑️ Tutup tiket…",
    Action.NOT_A_FAULT: "☑️ Bukan gangguan…",
}
MORE = "⚙️ Lainnya…"
REPAIR = "📝 Laporan perbaikan"
MOST_TEAMS = 4
IN_THE_MENU = {
    Role.KASI_INFRASTRUKTUR: (
        Action.REASSIGN, Action.PRIORITISE, Action.HOLD, Action.RESUME, Action.CLOSE, Action.NOT_A_FAULT,
    )
}
"""What stands one press away from the card: needed seldom, and not to be pressed by a slip of the thumb."""


def buttons(
    ticket: Ticket, viewer: Role, office: Office, now: datetime, team: str | None = None
) -> tuple[tuple[Button, ...], ...]:
    """One button a row, wide enough for a thumb. `team`: the reader's, None where they are in none."""
    rows: list[Button] = []
    away = IN_THE_MENU.get(viewer, ())
    for action in BUTTONS:
        if action in away or not possible(ticket, action, viewer, office, now, team):
            continue
        if action is Action.INSTRUCT:
            rows += _teams(ticket, office)
        else:
            rows.append(Button(LABEL[action], encode(Press(ticket.id, action))))
    if any(possible(ticket, action, viewer, office, now, team) for action in away):
        rows.append(Button(MORE, encode(OpenMenu(ticket.id))))
    return (*((row,) for row in rows), *repair_buttons(ticket, viewer, team))


def repair_buttons(ticket: Ticket, viewer: Role, team: str | None = None) -> tuple[tuple[Button, ...], ...]:
    """The team's way to its repair report, while there is one to be written."""
    owed = RepairReportStatus.NONE if ticket.is_open else RepairReportStatus.OUTSTANDING
    another = ticket.team is not None and team is not None and team != ticket.team
    writes = viewer is Role.TIM_LAPANGAN and not another and ticket.accepted_by is not None
    return ((repair_button(ticket),),) if writes and ticket.repair_report is owed else ()


def repair_button(ticket: Ticket) -> Button:
    return Button(REPAIR, encode(Repair(ticket.id)))


def possible(
    ticket: Ticket, action: Action, viewer: Role, office: Office, now: datetime, team: str | None = None
) -> bool:
    """Whether the button would do something; not late steps from which others have gone on."""
    person = Person("", viewer, team=team)
    step = next((s for s in ticket.steps if office.step_key(s.no) == BUTTONS[action].step), None)
    if step is not None and step.skipped and any(
        s.no > step.no and s.done_at is not None and not s.skipped for s in ticket.steps
    ):
        return False
    argument = any_argument(ticket, action, office)
    return isinstance(press(ticket, action, argument, person, office.directory, office.sop, now), Change)


def any_argument(ticket: Ticket, action: Action, office: Office) -> str | None:
    """Something that the button could be told, to see whether it would do anything at all."""
    match BUTTONS[action].takes:
        case Takes.TEAM:
            return next((team.id for team in teams_for(ticket, action, office)), None)
        case Takes.PRIORITY:
            return next(priority for priority in Priority if priority is not ticket.priority)
        case Takes.REASON | Takes.NOTHING:
            return None


def teams_for(ticket: Ticket, action: Action, office: Office) -> list[Team]:
    """The teams to choose from, the site's own first; without the one that has it, where it is to be another."""
    own = office.directory.teams_for(ticket.site)
    others = tuple(team for team in office.directory.teams if team not in own)
    return [team for team in (*own, *others) if action is not Action.REASSIGN or team.id != ticket.team]


def _teams(ticket: Ticket, office: Office) -> list[Button]:
    teams = teams_for(ticket, Action.INSTRUCT, office)
    rows = [
        Button(f"Instruksikan {plain(team.name, 30)}", encode(Press(ticket.id, Action.INSTRUCT, team.id)))
        for team in teams[:MOST_TEAMS]
    ]
    if len(teams) > MOST_TEAMS:
        rows.append(Button(LABEL[Action.INSTRUCT], encode(Press(ticket.id, Action.INSTRUCT))))
    return rows

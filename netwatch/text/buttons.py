"""The buttons of a card: only those that would work if they were pressed now."""

from datetime import datetime

from netwatch.core.callback_data import encode
from netwatch.core.message import Button
from netwatch.core.press import BUTTONS
from netwatch.core.request import Action, Press
from netwatch.core.ticket import Source, Ticket
from netwatch.text.html import plain
from netwatch.text.office import Office
from sop.machine import NotPossible, complete
from sop.role import Role

LABEL = {
    Action.RECEIVE: "✅ Terima",
    Action.FORWARD: "📨 Teruskan ke Kasi Infrastruktur",
    Action.ACKNOWLEDGE: "✅ Terima",
    Action.ACCEPT: "✅ Terima",
    Action.REPAIRED: "🔧 Selesai diperbaiki",
}
MOST_TEAMS = 4


def buttons(ticket: Ticket, viewer: Role, office: Office, now: datetime) -> tuple[tuple[Button, ...], ...]:
    """One button a row, wide enough for a thumb."""
    rows: list[Button] = []
    for action, button in BUTTONS.items():
        if button.role is not viewer or not _possible(ticket, action, button.step, office, now):
            continue
        if action is Action.INSTRUCT:
            rows += _teams(ticket, office)
        else:
            rows.append(Button(LABEL[action], encode(Press(ticket.id, action))))
    return tuple((row,) for row in rows)


def _possible(ticket: Ticket, action: Action, key: str, office: Office, now: datetime) -> bool:
    """In its turn; or late, as long as nobody has gone on from there."""
    if not ticket.is_open:
        return False
    if action is Action.REPAIRED and ticket.source is not Source.CITIZEN:
        return False
    if action is Action.INSTRUCT and ticket.accepted_by is not None:
        return False
    step = next((step for step in ticket.steps if office.step_key(step.no) == key), None)
    if step is None:
        return False
    if not isinstance(complete(office.sop, ticket.steps, key, now, ""), NotPossible):
        return True
    gone_on = any(s.no > step.no and s.done_at is not None and not s.skipped for s in ticket.steps)
    return step.done_at is not None and step.skipped and not gone_on


def _teams(ticket: Ticket, office: Office) -> list[Button]:
    """The site's own teams first, then the others."""
    own = office.directory.teams_for(ticket.site)
    others = tuple(team for team in office.directory.teams if team not in own)
    return [
        Button(f"Instruksikan {plain(team.name, 30)}", encode(Press(ticket.id, Action.INSTRUCT, team.id)))
        for team in (*own, *others)[:MOST_TEAMS]
    ]

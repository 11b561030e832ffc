"""Menus of a ticket: what else can be done to it, and what a button has to be told first."""

from datetime import datetime

from netwatch.core.callback_data import encode
from netwatch.core.message import Button, Message
from netwatch.core.press.table import BUTTONS, Takes
from netwatch.core.request import REASONS, Action, LeaveMenu, Press
from netwatch.core.ticket import Priority, Ticket
from netwatch.text.buttons import IN_THE_MENU, LABEL, possible, teams_for
from netwatch.text.headline import GLANCE, subject
from netwatch.text.html import bold, capitalised, plain
from netwatch.text.office import Office
from netwatch.text.priority import MARK, PRIORITY
from netwatch.text.reason import REASON
from sop.role import Role

MOST_CHOICES = 20
UNCHANGED = Message("Tidak ada yang diubah.")

_QUESTION = {
    Action.INSTRUCT: "Instruksikan tim mana?",
    Action.REASSIGN: "Alihkan ke tim mana?",
    Action.PRIORITISE: "Seberapa mendesak?",
    Action.HOLD: "Mengapa ditunda?",
    Action.CLOSE: "Mengapa tiket ditutup?",
    Action.NOT_A_FAULT: "Mengapa bukan gangguan?",
}


def more(ticket: Ticket, viewer: Role, office: Office, now: datetime) -> Message | None:
    """What the reader can do besides the card's buttons; None where that is nothing."""
    actions = [a for a in IN_THE_MENU.get(viewer, ()) if possible(ticket, a, viewer, office, now)]
    if not actions:
        return None
    rows = [Button(LABEL[action], encode(Press(ticket.id, action, in_menu=True))) for action in actions]
    return _menu(ticket, "Apa yang akan dilakukan?", rows, office)


def choices(ticket: Ticket, action: Action, office: Office) -> Message:
    """What there is to choose from for a button that needs to be told something."""
    match BUTTONS[action].takes:
        case Takes.TEAM:
            told = [(team.id, plain(team.name, 40) or team.id) for team in teams_for(ticket, action, office)]
        case Takes.PRIORITY:
            told = [(each.value, f"{MARK[each]} {capitalised(PRIORITY[each])}") for each in Priority]
        case Takes.REASON:
            told = [(reason.value, capitalised(REASON[reason])) for reason in REASONS[action]]
        case Takes.NOTHING:
            told = []
    rows = [
        Button(label, encode(Press(ticket.id, action, argument, in_menu=True)))
        for argument, label in told[:MOST_CHOICES]
    ]
    hint = "\nPilih alasannya, atau tulis sendiri di sini." if BUTTONS[action].takes is Takes.REASON else ""
    return _menu(ticket, f"{_QUESTION[action]}{hint}", rows, office)


def _menu(ticket: Ticket, question: str, rows: list[Button], office: Office) -> Message:
    prefix = f"Tiket #{ticket.id}: "
    head = bold(f"{prefix}{subject(ticket, office, GLANCE - len(prefix))}")
    leave = Button("Batal", encode(LeaveMenu(ticket.id)))
    return Message(f"{head}\n{question}", tuple((row,) for row in (*rows, leave)))

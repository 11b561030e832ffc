"""The ticket's card: everything that is known, edited in place in each chat."""

from datetime import datetime

from netwatch.core.briefing import UNBRIEFED, Briefing, is_theirs
from netwatch.core.message import Message
from netwatch.core.ticket import Dismissal, Source, Ticket
from netwatch.text import facts
from netwatch.text.buttons import buttons, repair_buttons
from netwatch.text.headline import GLANCE, opening, subject_healthy, subject_well_again
from netwatch.text.html import bold
from netwatch.text.listing import fitting, paragraphs
from netwatch.text.office import Office
from netwatch.text.on_the_way import on_the_way
from netwatch.text.say import to_say
from netwatch.text.time import duration
from sop.role import Role

CLOSED_AS = {
    None: "✅ SELESAI: ",
    Dismissal.CLOSED: "☑️ DITUTUP: ",
    Dismissal.NOT_A_FAULT: "☑️ BUKAN GANGGUAN: ",
}


def card(
    ticket: Ticket,
    viewer: Role,
    office: Office,
    now: datetime,
    *,
    merged_into: int | None = None,
    team: str | None = None,
    briefing: Briefing = UNBRIEFED,
) -> Message:
    """The card for a reader's part, `TIM_LAPANGAN` for a team's group. Its buttons are those that would work now.

    `team`: the reader's, None where they are in none; `briefing` is for the team that has the ticket. `merged_into`:
    the ticket was closed because its cause is that ticket's.
    """
    if not ticket.is_open:
        owed = repair_buttons(ticket, viewer, team) if merged_into is None else ()
        return Message(closed_text(ticket, office, merged_into), owed)
    leaves = viewer is Role.TIM_LAPANGAN and is_theirs(ticket, team)
    way = on_the_way(ticket, office, briefing) if leaves else []
    below = [line for lines in way if lines for line in ("", *lines)]
    html = fitting(_open_text(ticket, viewer, office, now), below)
    return Message(html, buttons(ticket, viewer, office, now, team))


def _open_text(ticket: Ticket, viewer: Role, office: Office, now: datetime) -> str:
    parts = [
        [bold(opening(ticket, office)), facts.identity(ticket)],
        [
            facts.since(ticket, now, office),
            *facts.cause(ticket, office),
            *facts.impact(ticket, office),
            *facts.reports(ticket),
            *facts.repetition(ticket),
        ],
        [*facts.progress(ticket, now, office), *facts.team(ticket, office), *facts.work(ticket, now, office)],
        _for_the_reader(ticket, viewer, office, now),
    ]
    return paragraphs(parts)


def _for_the_reader(ticket: Ticket, viewer: Role, office: Office, now: datetime) -> list[str]:
    if ticket.source is Source.MONITOR:
        return [
            "Selama terputus, keadaan perangkat tidak terlihat: tidak ada perangkat yang dinyatakan mati dan tidak ada "
            "tiket baru. Mohon periksa server pemantau dan sambungannya."
        ]
    if viewer is Role.CALL_TAKER:
        return to_say(ticket, office, now)
    if viewer is Role.SPV_OPINI_PUBLIK and ticket.source is Source.PROBE:
        return ["Terdeteksi otomatis dan sudah diteruskan; tidak ada yang perlu Anda lakukan."]
    return []


def closed_text(ticket: Ticket, office: Office, merged_into: int | None = None) -> str:
    if merged_into is None:
        title, how = closing(ticket, office), [facts.how_closed(ticket), *facts.dismissal(ticket)]
    else:
        title, how = merging(ticket, merged_into, office), [f"Penyebabnya sama dengan tiket #{merged_into}"]
    return paragraphs(
        [
            [bold(title), facts.identity(ticket)],
            facts.ending(ticket, office, how),
            [
                *facts.cause(ticket, office),
                *facts.impact(ticket, office),
                *facts.reports(ticket),
                *facts.repetition(ticket),
                *facts.team(ticket, office),
            ],
        ]
    )


def closing(ticket: Ticket, office: Office) -> str:
    """HTML: `✅ SELESAI: Router Kejaksan — Kec. Kejaksan, 1 jam 20 menit`."""
    prefix = CLOSED_AS[ticket.closure.kind if ticket.closure is not None else None]
    lasted = f", {duration(ticket.closed_at - ticket.opened_at)}" if ticket.closed_at else ""
    return f"{prefix}{subject_well_again(ticket, office, GLANCE - len(prefix))}{lasted}"


def merging(ticket: Ticket, into: int, office: Office) -> str:
    """HTML: `➡️ DIGABUNG ke #41: Switch Kejaksan — Kec. Kejaksan`."""
    prefix = f"➡️ DIGABUNG ke #{into}: "
    return f"{prefix}{subject_healthy(ticket, office, GLANCE - len(prefix))}"

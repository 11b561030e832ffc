"""Every message that tells a team what it needs on its way, for the tests that read all messages."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime

from netwatch.core.briefing import Briefing
from netwatch.core.message import Message
from netwatch.core.news import Instructed, Reassigned
from netwatch.core.port_seen import PortSeen, PortState
from netwatch.core.site_history import PastRepair
from netwatch.core.ticket import RepairState, Ticket
from netwatch.inventory.model import Contact, Inventory, Point, Site
from netwatch.text.card import card
from netwatch.text.instructed import instructed
from netwatch.text.office import Office
from netwatch.text.ticket_detail import ticket_detail
from sop.role import Role
from tests.unit.text_sample import (
    ACCEPTED,
    BY_CITIZEN,
    DEVICES,
    INSTRUCTED,
    NOW,
    OFFICE,
    SITES,
    WITH_REPORTS,
    minutes,
    steps,
)

KEJAKSAN = replace(
    SITES["kejaksan"],
    address="Jl. Siliwangi No. 84, samping lapangan",
    point=Point(-6.7075, 108.5585),
    contact=Contact("Ibu Ratna, bagian umum", "+628110000021"),
)
KNOWN = replace(OFFICE, inventory=Inventory({**SITES, "kejaksan": KEJAKSAN}, DEVICES))
PAST = (
    PastRepair(
        31, 0, "rt-kejaksan", minutes(-20_000), minutes(-20_100), "Kabel fiber putus",
        "Fiber disambung ulang di tiang 14", RepairState.ACCEPTED,
    ),
    PastRepair(
        17, 0, "sw-kejaksan", minutes(-90_000), minutes(-90_010), "Listrik padam", "Listrik dipulihkan",
        RepairState.FILED,
    ),
    PastRepair(
        9, 0, None, minutes(-400_000), minutes(-400_010), "Adaptor/UPS rusak", "Adaptor diganti", RepairState.ACCEPTED
    ),
)
BRIEFING = Briefing("RB4011iGS+5HacQ2HnD-IN", "E4A20B11C7D3", PAST)
SENT_OUT = replace(
    INSTRUCTED,
    citizen_reports=WITH_REPORTS.citizen_reports,
    probable_cause="listrik padam: Switch Kejaksan memakai baterai sejak 14.04 WIB",
    ports=(PortSeen("core", "ether3", PortState.DOWN, minutes(-0.1)), PortSeen("core", "ether4", PortState.OTHER)),
)
BY_CITIZEN_SENT_OUT = replace(BY_CITIZEN, steps=steps(6, minutes(9)), team="selatan")

MESSAGES: dict[str, Callable[[], Message]] = {
    "way-instructed": lambda: instructed(SENT_OUT, Instructed("utara", "Dedi"), KNOWN, minutes(4), BRIEFING),
    "way-instructed-by-citizen": lambda: instructed(
        BY_CITIZEN_SENT_OUT, Instructed("selatan", "Dedi"), OFFICE, minutes(9)
    ),
    "way-card-of-the-team": lambda: card(
        replace(ACCEPTED, ports=(PortSeen("core", "ether3", PortState.UP, minutes(-900)),)), Role.TIM_LAPANGAN, KNOWN,
        NOW, team="utara", briefing=BRIEFING,
    ),
}


def every_way_message(ticket: Ticket, office: Office, text: str, now: datetime) -> Iterator[Message]:
    """All that a team is told on its way, in these words."""
    site = Site("here", text, address=text, point=Point(-89.9999999, -179.9999999), contact=Contact(text, text))
    office = replace(office, inventory=replace(office.inventory, sites={**office.inventory.sites, "here": site}))
    past = tuple(
        PastRepair(n, 0, text, now, None, text * 40, text * 40, RepairState.FILED) for n in range(3)
    )
    briefing = Briefing(text, text, past)
    ticket = replace(ticket, ports=(PortSeen(text, text, PortState.DOWN, now), PortSeen(text, text, PortState.OTHER)))
    news = Instructed("t0", text)
    yield instructed(ticket, news, office, now, briefing)
    yield instructed(ticket, Reassigned("t0", "gone", text), office, now, briefing)
    yield card(ticket, Role.TIM_LAPANGAN, office, now, team="t0", briefing=briefing)
    yield ticket_detail(
        ticket, (), Role.TIM_LAPANGAN, office, now, private=True, team="t0", briefing=briefing
    )

"""The city, its watcher and the story as the page gets them."""

from typing import Any
from zoneinfo import ZoneInfo

from netwatch.demo.stage import StageView, TicketView

ZONE = ZoneInfo("Asia/Jakarta")
BROKEN = ("down", "degraded")


def stage_json(view: StageView) -> dict[str, Any]:
    return {
        "now": view.now.astimezone(ZONE).isoformat(timespec="milliseconds"),
        "pace": view.pace,
        "is_watching": view.is_watching,
        "isolated": any(_is_monitors_own(ticket, view) for ticket in view.tickets if ticket.is_open),
        "playing": view.playing,
        "chapter": view.chapter,
        "sites": {site.id: {"power": site.has_power} for site in view.sites},
        "devices": {
            device.id: {"on": device.is_on, "answers": device.answers, "state": device.state, "ticket": device.ticket}
            for device in view.devices
        },
        "cut": [[link.child, link.parent] for link in view.links if link.is_cut],
        "tickets": [_ticket(ticket, view) for ticket in view.tickets if ticket.is_open],
    }


def _ticket(ticket: TicketView, view: StageView) -> dict[str, Any]:
    return {
        "id": ticket.id,
        "title": ticket.title,
        "step": ticket.step,
        "opened_at": ticket.opened_at.astimezone(ZONE).isoformat(timespec="seconds"),
        "roots": roots_of(ticket.id, view),
    }


def _is_monitors_own(ticket: TicketView, view: StageView) -> bool:
    """The incident of a monitor that is cut off: it has no steps and no device."""
    return ticket.step is None and all(device.ticket != ticket.id for device in view.devices)


def roots_of(ticket: int, view: StageView) -> list[str]:
    """The devices that have failed themselves; when they are back and the ticket is still open, those of it that hang
    on no other of it."""
    its = [device for device in view.devices if device.ticket == ticket]
    failed = [device.id for device in its if device.state in BROKEN]
    among = {device.id for device in its}
    return failed or [device.id for device in its if not among.intersection(device.parents)]

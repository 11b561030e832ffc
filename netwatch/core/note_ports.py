"""Keeps in a ticket what the ports say that lead to its device, whether a cause follows from that or not."""

from dataclasses import replace
from typing import Final

from netwatch.core.change import Change
from netwatch.core.port_seen import PortSeen, PortState
from netwatch.core.probable_cause import SETTLED
from netwatch.core.scene import Port, Scene
from netwatch.core.ticket import Ticket

MOST: Final = 2
"""Of bundled ports as many as somebody can look at."""


def note_ports(ticket: Ticket, scene: Scene | None) -> Change:
    """Only while the device is silent: what silenced it shows no more once it answers. A look from before the silence
    says nothing of it."""
    if scene is None or not scene.is_silent or scene.condition != "ping":
        return Change(ticket)
    known = {(port.parent, port.name): port for port in ticket.ports}
    told = tuple(_seen(port, known.get((port.parent, port.name))) for port in scene.ports if _is_told(port, scene))
    return Change(replace(ticket, ports=told[:MOST])) if told else Change(ticket)


def _is_told(port: Port, scene: Scene) -> bool:
    after = scene.fell_at + SETTLED if port.state is PortState.UP else scene.fell_at
    return port.read_at >= after


def _seen(port: Port, before: PortSeen | None) -> PortSeen:
    """The beginning of a state is reckoned anew at every look, and wavers: what was said first stands."""
    since = before.since if before is not None and before.state is port.state else port.since
    return PortSeen(port.parent, port.name, port.state, since)

"""What a ticket keeps of the ports that lead to its device."""

from dataclasses import replace
from datetime import timedelta

import pytest

from netwatch.core.note_ports import note_ports
from netwatch.core.port_seen import PortSeen, PortState
from netwatch.core.scene import Port, Scene
from tests.unit.text_sample import NOW, OPENED, OUTAGE

UP, DOWN, OTHER = PortState.UP, PortState.DOWN, PortState.OTHER
SILENT = Scene("rt-kejaksan", "ping", is_silent=True, fell_at=OPENED)


def port(state: PortState, read_after: float = 60.0, name: str = "ether3", since: float | None = None) -> Port:
    """Read so many seconds after the fall; `since` so many after it."""
    began = None if since is None else OPENED + timedelta(seconds=since)
    return Port("core", name, state, began, OPENED + timedelta(seconds=read_after))


@pytest.mark.parametrize(
    ("ports", "kept"),
    [
        pytest.param([], [], id="nothing is known of any"),
        pytest.param([port(DOWN, since=1.0)], [("ether3", DOWN)], id="down"),
        pytest.param([port(UP)], [("ether3", UP)], id="up long enough after the fall to be true"),
        pytest.param([port(UP, 5.0)], [], id="up as the agent remembers it"),
        pytest.param([port(DOWN, -30.0)], [], id="down before the device fell"),
        pytest.param([port(OTHER)], [("ether3", OTHER)], id="switched off by somebody, though no cause follows"),
        pytest.param(
            [port(DOWN, name=name) for name in ("a", "b", "c")], [("a", DOWN), ("b", DOWN)],
            id="of bundled ones as many as somebody can look at",
        ),
    ],
)
def test_what_the_ports_say(ports: list[Port], kept: list[tuple[str, PortState]]) -> None:
    noted = note_ports(OUTAGE, replace(SILENT, ports=tuple(ports)))
    assert [(each.name, each.state) for each in noted.ticket.ports] == kept
    assert noted.entries == ()


@pytest.mark.parametrize(
    "scene",
    [
        pytest.param(None, id="nobody looked"),
        pytest.param(replace(SILENT, is_silent=False, ports=(port(UP),)), id="the device answers again"),
        pytest.param(replace(SILENT, ports=()), id="the parent has fallen silent as well"),
        pytest.param(replace(SILENT, condition="snmp", ports=(port(UP),)), id="it is about something else"),
    ],
)
def test_what_was_seen_stays(scene: Scene | None) -> None:
    told = replace(OUTAGE, ports=(PortSeen("core", "ether3", DOWN, NOW),))
    assert note_ports(told, scene).ticket == told


def test_the_beginning_of_a_state_does_not_waver_and_a_new_state_has_its_own() -> None:
    first = note_ports(OUTAGE, replace(SILENT, ports=(port(DOWN, since=1.0),))).ticket
    again = note_ports(first, replace(SILENT, ports=(port(DOWN, 90.0, since=1.2),))).ticket
    assert again == first
    up = note_ports(again, replace(SILENT, ports=(port(UP, 120.0, since=100.0),))).ticket
    assert up.ports == (PortSeen("core", "ether3", UP, OPENED + timedelta(seconds=100)),)

"""Which evidence leads to which cause, and that without it none is named."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from netwatch.core.port_seen import PortState
from netwatch.core.probable_cause import ProbableCause, Proof, Suspect, probable_cause
from netwatch.core.scene import Port, Scene, Ups
from netwatch.core.state import ConditionState
from netwatch.core.status import ConditionStatus
from netwatch.text.probable_cause import probable_cause as sentence
from tests.unit.text_sample import OFFICE

FELL = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


def after(seconds: float) -> datetime:
    return FELL + timedelta(seconds=seconds)


def ill(key: str, sign: str) -> ConditionStatus:
    return ConditionStatus(key, ConditionState.PROBLEM, FELL, "", sign)


UP = Port("core", "ether3", PortState.UP, after(-9000), after(20))
DOWN = Port("core", "ether3", PortState.DOWN, after(4), after(4))
OTHER_DOWN = replace(DOWN, parent="core-2", name="sfp1")
SILENT = Scene("rt", "ping", True, FELL, answering_parents=frozenset({"core"}))
BACK = replace(SILENT, is_silent=False, back_at=after(600))
ON_BATTERY = Ups("ups-1", after(-60))
TWO_WAYS = replace(SILENT, answering_parents=frozenset({"core", "core-2"}))


@pytest.mark.parametrize(
    ("scene", "suspect", "proof"),
    [
        pytest.param(replace(SILENT, ports=(DOWN,)), Suspect.LINK, Proof.PORT_DOWN, id="its port fell with it: link"),
        pytest.param(
            replace(TWO_WAYS, ports=(DOWN, OTHER_DOWN)), Suspect.LINK, Proof.PORT_DOWN, id="both its ports fell: link"
        ),
        pytest.param(replace(SILENT, ports=(UP,)), Suspect.HUNG, Proof.PORT_UP, id="its port is still up: hung"),
        pytest.param(
            replace(TWO_WAYS, ports=(UP, OTHER_DOWN)), Suspect.HUNG, Proof.PORT_UP, id="one of its ports is up: hung"
        ),
        pytest.param(
            replace(SILENT, ports=(replace(UP, is_busy=True),)), Suspect.CONGESTION, Proof.PORT_BUSY,
            id="its port is up and full: congestion",
        ),
        pytest.param(
            replace(SILENT, condition="loss", is_silent=False, ports=(replace(UP, is_busy=True),)), Suspect.CONGESTION,
            Proof.PORT_BUSY, id="packets are lost behind a full port: congestion",
        ),
        pytest.param(
            Scene("rt", "traffic:ether1", False, FELL), Suspect.CONGESTION, Proof.PORT_BUSY,
            id="a port above its limit: congestion",
        ),
        pytest.param(
            replace(SILENT, ups=(ON_BATTERY,), ports=(DOWN,)), Suspect.POWER, Proof.UPS_ON_BATTERY,
            id="the UPS says so, though the port is down too: power",
        ),
        pytest.param(
            replace(SILENT, ups=(replace(ON_BATTERY, on_battery_since=after(90)),)), Suspect.POWER,
            Proof.UPS_ON_BATTERY, id="the UPS says so a little later: power",
        ),
        pytest.param(
            replace(SILENT, vanished=("rt", "sw"), site_answers=False), Suspect.POWER, Proof.SITE_VANISHED,
            id="the whole site fell at once, each by itself: power",
        ),
        pytest.param(
            Scene(None, "power", True, FELL, vanished=("rt", "sw"), site_answers=False), Suspect.POWER,
            Proof.SITE_VANISHED, id="an incident of the site: power",
        ),
        pytest.param(
            replace(BACK, rebooted_at=after(480)), Suspect.POWER, Proof.RESTARTED, id="it is back and was off: power"
        ),
        pytest.param(
            Scene("rt", "if:ether1", False, FELL, leads_to=("sw",)), Suspect.LINK, Proof.WAY_LOST,
            id="a port is down and what it leads to answers: link",
        ),
        pytest.param(
            Scene("rt", "traffic:ether1", False, FELL, status=ill("traffic:ether1", "damaged in")), Suspect.LINK,
            Proof.PACKETS_DAMAGED, id="packets come damaged: link",
        ),
        pytest.param(
            Scene("ups-1", "ups", False, FELL, status=ill("ups", "on battery")), Suspect.POWER, Proof.UPS_ON_BATTERY,
            id="the UPS's own ticket: power",
        ),
        pytest.param(
            Scene("rt", "temp:cpu", False, FELL, hot=("rt", "sw")), Suspect.COOLING, Proof.SITE_HOT,
            id="two devices of a site are too hot: cooling",
        ),
        pytest.param(
            Scene("rt", "snmp", False, FELL), Suspect.AGENT_ONLY, Proof.AGENT_SILENT, id="ping answers: agent only"
        ),
    ],
)
def test_evidence_names_a_cause(scene: Scene, suspect: Suspect, proof: Proof):
    cause = probable_cause(scene)
    assert cause is not None
    assert (cause.suspect, cause.proof) == (suspect, proof)
    assert cause.reason


@pytest.mark.parametrize(
    "scene",
    [
        pytest.param(SILENT, id="silence alone"),
        pytest.param(replace(SILENT, ports=(replace(UP, read_at=after(-5)),)), id="a port read before the fall"),
        pytest.param(
            replace(SILENT, ports=(replace(UP, read_at=after(4)),)), id="a port that an agent may say is up from memory"
        ),
        pytest.param(replace(SILENT, ports=(replace(DOWN, since=after(-3600)),)), id="a port down for an hour"),
        pytest.param(replace(SILENT, ports=(replace(DOWN, state=PortState.OTHER),)), id="a port that was disabled"),
        pytest.param(replace(TWO_WAYS, ports=(DOWN,)), id="one of two ways, nothing known of the other"),
        pytest.param(replace(SILENT, ups=(replace(ON_BATTERY, on_battery_since=after(300)),)), id="a later UPS"),
        pytest.param(
            replace(SILENT, ups=(replace(ON_BATTERY, on_battery_since=after(-90_000)),)), id="a UPS ill since yesterday"
        ),
        pytest.param(replace(SILENT, vanished=("rt", "sw")), id="two fell, but the site still answers"),
        pytest.param(replace(SILENT, vanished=("rt",), site_answers=False), id="the only device of its site"),
        pytest.param(BACK, id="back without having restarted"),
        pytest.param(replace(BACK, rebooted_at=after(-30)), id="restarted before it fell"),
        pytest.param(replace(BACK, back_at=after(5000), rebooted_at=after(60)), id="restarted long before"),
        pytest.param(replace(BACK, rebooted_at=after(480), ports=(UP,)), id="restarted, but its port stayed up"),
        pytest.param(replace(SILENT, condition="snmp"), id="agent and ping both silent"),
        pytest.param(replace(SILENT, condition="loss", is_silent=False, ports=(UP,)), id="loss, no full port"),
        pytest.param(Scene("rt", "if:ether1", False, FELL), id="a port that leads nowhere that is known"),
        pytest.param(
            Scene("rt", "traffic:ether1", False, FELL, status=ill("traffic:ether1", "dropped out")),
            id="packets are dropped, whatever for",
        ),
        pytest.param(
            Scene("ups-1", "ups", False, FELL, status=ill("ups", "battery weak")), id="a weak battery on the mains"
        ),
        pytest.param(Scene("rt", "temp:cpu", False, FELL, hot=("rt",)), id="one hot device"),
        pytest.param(replace(SILENT, condition="cpu", is_silent=False), id="a condition that says nothing of causes"),
    ],
)
def test_without_enough_evidence_nothing_is_named(scene: Scene):
    assert probable_cause(scene) is None


def test_each_proof_has_its_sentence():
    cause = ProbableCause(Proof.PORT_DOWN, "x", "rt-kejaksan", "ether3", FELL)
    said = "\n".join(sentence(replace(cause, proof=proof), OFFICE) for proof in Proof) + "\n"
    assert said == (Path(__file__).parent / "golden" / "probable-cause.txt").read_text()


def test_the_reason_tells_how_the_port_is_known():
    port = replace(DOWN, why="LLDP at core ether3 shows the address 10.0.1.2")
    cause = probable_cause(replace(SILENT, ports=(port,)))
    assert cause is not None
    assert cause.reason == (
        "core ether3 (LLDP at core ether3 shows the address 10.0.1.2) went down when rt fell silent"
    )

"""What is remembered of a device's surroundings when a new survey no longer shows it."""

import pytest

from netwatch.core.recall import recall
from probes.snmp.surroundings import Learnt, LocalPort, Neighbour, Protocol, Surroundings

ETHER1, ETHER2 = LocalPort(1, "ether1"), LocalPort(2, "ether2")
RT = Neighbour(ETHER1, Protocol.LLDP, "rt", ("10.0.1.2",), "02:00:00:00:00:01")
RT_MOVED = Neighbour(ETHER2, Protocol.LLDP, "rt", ("10.0.1.2",), "02:00:00:00:00:01")
OTHER = Neighbour(ETHER1, Protocol.LLDP, "new", (), "02:00:00:00:00:09")
MAC = "02:00:00:00:00:01"


def _seen(
    *neighbours: Neighbour,
    ports: tuple[LocalPort, ...] = (ETHER1, ETHER2),
    learnt: tuple[Learnt, ...] = (),
    resolved: tuple[tuple[str, str], ...] = (),
) -> Surroundings:
    return Surroundings("core", 0.0, ports, neighbours, learnt, resolved)


@pytest.mark.parametrize(
    ("before", "now", "known"),
    [
        pytest.param(None, _seen(RT), (RT,), id="the first survey"),
        pytest.param(_seen(RT), _seen(), (RT,), id="a cable was cut: the neighbour is remembered"),
        pytest.param(_seen(RT), _seen(RT_MOVED), (RT_MOVED,), id="it was plugged in elsewhere"),
        pytest.param(_seen(RT), _seen(OTHER), (OTHER,), id="somebody else stands at its port"),
        pytest.param(_seen(RT), _seen(ports=(ETHER2,)), (), id="its port is gone"),
        pytest.param(_seen(RT), _seen(ports=(LocalPort(1, "sfp1"), ETHER2)), (), id="the ports were renumbered"),
        pytest.param(_seen(RT), _seen(ports=()), (RT,), id="an agent that answers nothing contradicts nothing"),
        pytest.param(_seen(RT), _seen(OTHER, RT_MOVED), (OTHER, RT_MOVED), id="both new"),
    ],
)
def test_neighbours(before: Surroundings | None, now: Surroundings, known: tuple[Neighbour, ...]):
    assert recall(before, now).neighbours == known


@pytest.mark.parametrize(
    ("now", "known"),
    [
        pytest.param((), ETHER1, id="forgotten by the bridge: remembered here"),
        pytest.param((Learnt(MAC, ETHER2),), ETHER2, id="learnt elsewhere"),
    ],
)
def test_frames(now: tuple[Learnt, ...], known: LocalPort):
    after = recall(_seen(learnt=(Learnt(MAC, ETHER1),)), _seen(learnt=now))
    assert after.learnt == (Learnt(MAC, known),)


def test_an_address_that_is_resolved_anew_replaces_the_old_one_and_the_others_stay():
    before = _seen(resolved=(("10.0.1.2", "a"), ("10.0.1.3", "b")))
    assert dict(recall(before, _seen(resolved=(("10.0.1.2", "c"),))).resolved) == {"10.0.1.2": "c", "10.0.1.3": "b"}

"""Real neighbours: Debian's lldpd beside net-snmp's agent, on both ends of a cable between two network namespaces."""

import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from probes.snmp.engines import ENGINES
from tests.lab.net import Net
from tests.needs_lab import needs_lab

pytestmark = [
    pytest.mark.lab,
    needs_lab,
    pytest.mark.skipif(shutil.which("lldpd") is None, reason="lldpd is not installed: apt install lldpd"),
]
COMMUNITY = "lab-only"
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def net(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Net]:
    """core, with one router at the other end of its cable."""
    folder = tmp_path_factory.mktemp("lldpd")
    cable = Net()
    try:
        for host in ("core", "rt"):
            cable.add_host(host)
        cable.link("rt", "core", "10.99.7.2/30", "10.99.7.1/30")
        cable.addresses |= {"core": "10.99.7.1", "rt": "10.99.7.2"}
        for host in ("core", "rt"):
            cable.snmpd(host, folder, COMMUNITY)
            cable.lldpd(host, folder)
        cable.until_neighbours("core", COMMUNITY, 1)
        cable.run("core", "ping -c 1 -W 5 10.99.7.2")
        yield cable
    finally:
        cable.close()


def _survey(net: Net, engine: str) -> dict[str, Any]:
    module = f"{sys.executable} -m tests.integration.survey_command"
    return json.loads(net.run("core", f"env PYTHONPATH={ROOT} {module} {engine} 10.99.7.1 {COMMUNITY} 10.99.7.2"))


def _mac(net: Net, host: str, port: str) -> str:
    return net.run(host, f"cat /sys/class/net/{port}/address").strip()


@pytest.mark.parametrize("engine", ENGINES)
def test_the_router_is_found_at_the_port_that_its_cable_ends_in(net: Net, engine: str) -> None:
    told = _survey(net, engine)["survey"]
    port, far = net.port_towards("core", "rt"), net.port_towards("rt", "core")
    (neighbour,) = told["neighbours"]
    assert neighbour["port"]["name"] == port
    assert (neighbour["protocol"], neighbour["name"]) == ("LLDP", "rt")
    assert "10.99.7.2" in neighbour["addresses"]
    assert neighbour["chassis"] == neighbour["port_id"] == _mac(net, "rt", far)
    assert told["resolved"] == [["10.99.7.2", _mac(net, "rt", far)]]
    assert _mac(net, "core", port) in told["macs"]
    assert "10.99.7.1" in told["addresses"]
    assert told["complete"]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_cut_is_seen_at_the_port_and_since_when(net: Net, engine: str) -> None:
    port = net.port_towards("core", "rt")

    def seen() -> dict[str, Any]:
        return next(each for each in _survey(net, engine)["ports"]["ports"] if each["port"]["name"] == port)

    # net-snmp answers from a memory of some seconds, which here may be older than the carrier
    net.wait_until(lambda: seen()["oper"] == 1, f"{port}: not up yet")
    assert (seen()["admin"], seen()["oper"]) == (1, 1)
    net.cut("rt", "core")
    try:
        net.wait_until(lambda: seen()["oper"] in (2, 7), f"{port}: still up")
        assert 0 <= seen()["unchanged_for"] < 60
    finally:
        net.mend("rt", "core")
    net.wait_until(lambda: seen()["oper"] == 1, f"{port}: still down")

"""What both engines find around the recorded devices that have tables of neighbours, bridges and ARP, against a table
that was read over by eye.

`REWRITE_GOLDEN=1 pytest tests/integration/test_snmp_all_surroundings.py` writes the table anew (and fails, so that it
is never left on). Looked for are the first few addresses that the recording has resolved, and MACs that it has learnt.
"""

import asyncio
import os
import socket
import time
from pathlib import Path

import pytest
import yaml

from probes.snmp.arp import ADDRESS_INTERFACE, ADDRESS_MASK, MEDIA_MAC, PHYSICAL_MAC
from probes.snmp.bridge import FDB_PORT, FDB_PORT_BY_VLAN
from probes.snmp.engines import ENGINES
from probes.snmp.oid import (
    DOT1D_BASE_PORT_IF_INDEX,
    IF_ALIAS,
    IF_DESCR,
    IF_NAME,
    IF_PHYS_ADDRESS,
    SYS_UP_TIME,
    Oid,
)
from probes.snmp.surroundings import Neighbour, Surroundings, SurveyResult, Wanted
from probes.snmp.target import SnmpTarget, SnmpV2c
from probes.snmp.vendor_neighbours import CDP_ADDRESS, CDP_DEVICE, CDP_PORT
from tests.integration.snmprec_extract import extract
from tests.integration.snmpsim_process import recordings_path, snmpsim
from tests.ports import free_port

TABLE = Path(__file__).parent / "golden" / "surroundings.yaml"
ADDRESS = "127.0.43.6"
LLDP_LOCAL, LLDP_REMOTE = (1, 0, 8802, 1, 1, 2, 1, 3, 7), (1, 0, 8802, 1, 1, 2, 1, 4)
SUBTREES: tuple[Oid, ...] = (
    SYS_UP_TIME, IF_DESCR, IF_PHYS_ADDRESS, IF_NAME, IF_ALIAS, DOT1D_BASE_PORT_IF_INDEX, LLDP_LOCAL, LLDP_REMOTE,
    CDP_ADDRESS, CDP_DEVICE, CDP_PORT, FDB_PORT, FDB_PORT_BY_VLAN, ADDRESS_INTERFACE, ADDRESS_MASK, MEDIA_MAC,
    PHYSICAL_MAC,
)
RECORDINGS = (
    "cloud/arista-dcs-7150s-52-cl",
    "network/appliance/cisco-controller",
    "network/router/cisco-unmarked-0",
    "network/router/huawei-s5720",
    "network/router/juniper-mx960-12-3r6-6",
    "network/router/juniper-mx960-16-1r6-7-b",
    "network/switch/brocade-icx6430-24",
    "network/switch/cisco-c3560",
    "network/switch/cisco-n5000",
    "network/switch/dcrs-5980-28t-dc",
    "network/switch/dlink-des3200",
    "network/switch/h3c-e528-1",
    "network/switch/hpe-procurve-516733-b21",
    "network/switch/ruijie-s5750-24gt12sfp",
    "network/switch/zte-zxr10-5250",
)
LOOKED_FOR = 6


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, dict[str, object]]]:
    """By the engine's name and the recording's."""
    root, folder = recordings_path(), tmp_path_factory.mktemp("recordings")
    files, wanted = [], []
    for name in RECORDINGS:
        part = extract(root / f"{name}.snmprec.bz2", SUBTREES)
        files.append(folder / f"{name.replace('/', '-')}.snmprec")
        files[-1].write_bytes(part)
        wanted.append(_wanted(part))
    port = free_port(ADDRESS, socket.SOCK_DGRAM)
    with snmpsim(tmp_path_factory.mktemp("snmpsim"), files, ADDRESS, port):
        results = {
            engine: asyncio.run(_survey_all(engine, port, [file.stem for file in files], wanted)) for engine in ENGINES
        }
    return {
        engine: dict(zip(RECORDINGS, map(_told, surveys), strict=True)) for engine, surveys in results.items()
    }


def _wanted(part: bytes) -> Wanted:
    addresses, macs = [], []
    for line in part.splitlines():
        oid = tuple(map(int, line.partition(b"|")[0].split(b".")))
        if oid[: len(MEDIA_MAC)] == MEDIA_MAC:
            addresses.append(".".join(map(str, oid[-4:])))
        if oid[: len(FDB_PORT)] == FDB_PORT or oid[: len(FDB_PORT_BY_VLAN)] == FDB_PORT_BY_VLAN:
            macs.append(bytes(oid[-6:]).hex(":"))
    return Wanted(frozenset(sorted(set(addresses))[:LOOKED_FOR]), frozenset(sorted(set(macs))[:LOOKED_FOR]))


async def _survey_all(name: str, port: int, communities: list[str], wanted: list[Wanted]) -> list[SurveyResult]:
    engine = ENGINES[name](time.monotonic)
    results = [
        await engine.survey(SnmpTarget(community, ADDRESS, port, SnmpV2c(community)), each, timeout=60, retries=1)
        for community, each in zip(communities, wanted, strict=True)
    ]
    await engine.close()
    return results


def _told(result: SurveyResult) -> dict[str, object]:
    assert isinstance(result, Surroundings), result
    assert result.complete
    told: dict[str, object] = {
        "ports": f"{len(result.ports)}, {len(result.macs)} MACs, {len(result.addresses)} addresses",
        "neighbours": list(map(_neighbour, result.neighbours)),
        "learnt": [f"{each.mac} at {each.port.name}" for each in result.learnt],
        "resolved": [f"{address} is {mac}" for address, mac in result.resolved],
    }
    return {key: value for key, value in told.items() if value}


def _neighbour(each: Neighbour) -> str:
    addresses = f" ({', '.join(each.addresses)})" if each.addresses else ""
    return f"{each.protocol} at {each.port.name}: {each.name}{addresses} {each.chassis}, its {each.port_id}"


@pytest.mark.long
@pytest.mark.xdist_group("surroundings")  # what both engines understand is found out once
@pytest.mark.parametrize("engine", ENGINES)
def test_the_surroundings_are_as_the_table_says(
    found: dict[str, dict[str, dict[str, object]]], engine: str
) -> None:
    table = found[engine]
    if os.environ.get("REWRITE_GOLDEN"):
        TABLE.write_text(yaml.safe_dump(table, allow_unicode=True, sort_keys=False, width=110))
        pytest.fail(f"written anew: {TABLE}; read it over and run without REWRITE_GOLDEN")
    expected = yaml.safe_load(TABLE.read_text())
    for recording, told in table.items():
        assert told == expected.get(recording), recording
    assert table.keys() == expected.keys()

"""What both engines understand of every recording in snmpsim-data, against a table that was read over by eye.

Recordings that lack sysUpTime are pieces of a device's answers; they are read a second time with one added.

`REWRITE_GOLDEN=1 pytest tests/integration/test_snmp_all_recordings.py` writes the table anew (and fails, so that it
is never left on); then read the difference, looking for units and scales that cannot be.
"""

import asyncio
import os
import socket
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import yaml

from probes.snmp.cpu_tables import CPU_TABLES
from probes.snmp.engines import ENGINES
from probes.snmp.identity import MODELS, SERIALS
from probes.snmp.oid import (
    ENT_PHYSICAL_CLASS,
    ENT_PHYSICAL_DESCR,
    ENT_PHYSICAL_MODEL_NAME,
    ENT_PHYSICAL_SERIAL_NUM,
    HR_SYSTEM_UPTIME,
    IF_DESCR,
    IF_NAME,
    SNMP_ENGINE_TIME,
    Oid,
)
from probes.snmp.power_strip import STRIPS
from probes.snmp.radio_tables import RADIO_TABLES
from probes.snmp.reading import (
    InterfaceReading,
    PowerStripReading,
    RadioReading,
    SnmpFailure,
    SnmpReading,
    SnmpResult,
    UpsReading,
)
from probes.snmp.target import SnmpTarget, SnmpV2c
from probes.snmp.temperature_tables import DEVICE_TABLES, EXTRA_TABLES
from probes.snmp.ups_objects import UPS_OBJECTS
from tests.integration.snmprec_extract import extract
from tests.integration.snmpsim_process import recordings_path, snmpsim
from tests.ports import free_port

TABLE = Path(__file__).parent / "golden" / "recordings.yaml"
OURS = Path(__file__).parent / "recordings"
"""Made up from the MIBs' documents, of vendors and troubles that no recording shows: MIKROTIK-MIB, UBNT-AirMAX-MIB,
PowerNet-MIB, UPS-MIB (RFC 1628), XPPC-MIB, SYNOLOGY-SYSTEM-MIB, and the ZXAN objects of ZTE's OLTs."""

ADDRESS = "127.0.43.5"
SYSTEM, INTERFACES, IFX = (1, 3, 6, 1, 2, 1, 1), (1, 3, 6, 1, 2, 1, 2), (1, 3, 6, 1, 2, 1, 31)
UPTIME = b"1.3.6.1.2.1.1.3.0|"
WATCHED = 3
"""Interfaces of each recording, the first ones: enough to see names, states, speeds and counters."""


def _asked_for() -> set[Oid]:
    """Every subtree that a poll may touch."""
    found: set[Oid] = {SYSTEM, INTERFACES, IFX, SNMP_ENGINE_TIME, HR_SYSTEM_UPTIME}
    for table in (*(table for table, _ in CPU_TABLES), *DEVICE_TABLES, *EXTRA_TABLES):
        found.update((table.anchor, *table.columns))
    for objects in (*UPS_OBJECTS, *STRIPS):
        found.update(objects.oids())
    for radio in RADIO_TABLES:
        found.update(column for column in (radio.signal, radio.name, radio.noise, radio.quality) if column is not None)
    found.update((*MODELS, *SERIALS))
    found.update((ENT_PHYSICAL_CLASS, ENT_PHYSICAL_DESCR, ENT_PHYSICAL_MODEL_NAME, ENT_PHYSICAL_SERIAL_NUM))
    return found


Table = dict[str, dict[str, object]]


@pytest.fixture(scope="module")
def understood(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Table]:
    """By the engine's name."""
    root = recordings_path()
    recordings = sorted(path for path in root.rglob("*") if path.name.endswith((".snmprec", ".snmprec.bz2")))
    names = ["/".join(path.relative_to(root).parts).partition(".")[0] for path in recordings]
    recordings += (ours := sorted(OURS.glob("*.snmprec")))
    names += [f"ours/{path.stem}" for path in ours]
    folder = tmp_path_factory.mktemp("recordings")
    subtrees = _asked_for()
    with ThreadPoolExecutor(2) as pool:
        parts = list(pool.map(lambda path: extract(path, subtrees), recordings))
    for name, part in list(zip(names, parts, strict=True)):
        if not any(line.startswith(UPTIME) for line in part.splitlines()):
            names.append(f"{name} + sysUpTime")
            parts.append(_with_uptime(part))
    files = [folder / f"{name.replace('/', '-').replace(' + ', '-')}.snmprec" for name in names]
    for file, part in zip(files, parts, strict=True):
        file.write_bytes(part)
    watched = [_first_interfaces(part) for part in parts]
    port = free_port(ADDRESS, socket.SOCK_DGRAM)
    with snmpsim(tmp_path_factory.mktemp("snmpsim"), files, ADDRESS, port):
        found = {
            engine: asyncio.run(_poll_all(engine, port, [file.stem for file in files], watched)) for engine in ENGINES
        }
    return {
        engine: {name: _told(result, part) for name, result, part in zip(names, results, parts, strict=True)}
        for engine, results in found.items()
    }


def _with_uptime(part: bytes) -> bytes:
    lines = [*part.splitlines(keepends=True), UPTIME + b"67|8640000\n"]
    return b"".join(sorted(lines, key=lambda line: tuple(map(int, line.partition(b"|")[0].split(b".")))))


def _first_interfaces(part: bytes) -> tuple[str, ...]:
    """Names as the recording has them, in hexadecimal where the tag says so."""
    for column in (IF_NAME, IF_DESCR):
        start = ".".join(map(str, column)).encode() + b"."
        names = []
        for line in part.splitlines():
            if line.startswith(start):
                _, tag, value = line.split(b"|", 2)
                octets = bytes.fromhex(value.decode()) if tag == b"4x" else value
                names.append(octets.decode(errors="replace").strip("\0 \t\r\n"))
        if any(names):
            return tuple(dict.fromkeys(name for name in names if name))[:WATCHED]
    return ()


async def _poll_all(
    name: str, port: int, communities: list[str], watched: list[tuple[str, ...]]
) -> list[SnmpResult]:
    """Twice each: the second reading is the one that a running monitor works with."""
    engine = ENGINES[name](time.monotonic)
    places = asyncio.Semaphore(8)

    async def poll(community: str, names: tuple[str, ...]) -> SnmpResult:
        target = SnmpTarget(community, ADDRESS, port, SnmpV2c(community), names)
        async with places:
            await engine.poll(target, timeout=60, retries=1)
            return await engine.poll(target, timeout=60, retries=1)

    results = await asyncio.gather(*map(poll, communities, watched))
    await engine.close()
    return results


def _told(result: SnmpResult, part: bytes) -> dict[str, object]:
    if isinstance(result, SnmpFailure):
        return {"failure": f"{result.kind}: {result.detail}"}
    cpu_varies = _has_formula(part, [table.value for table, _ in CPU_TABLES])
    heat_varies = _has_formula(part, [table.value for table in (*DEVICE_TABLES, *EXTRA_TABLES)])
    told: dict[str, object] = {
        "name": result.name,
        "model": result.model,
        "serial": result.serial,
        "clocks": _clocks(result),
        "interfaces": [_interface(each) for each in result.interfaces],
        "cpu": _shown(result.cpu, "%", cpu_varies),
        "temperatures": {
            each.name: _shown(each.celsius, "°C", heat_varies) + (f", limit {each.limit:g}" if each.limit else "")
            for each in result.temperatures
        },
        "ups": _ups(result.ups),
        "power strip": _strip(result.power_strip),
        "radios": [_radio(each) for each in result.radios],
    }
    if result.missing:
        told["missing"] = list(result.missing)
    return {key: value for key, value in told.items() if value not in (None, [], {}, "")}


def _has_formula(part: bytes, columns: Iterable[Oid]) -> bool:
    starts = tuple(".".join(map(str, column)).encode() + b"." for column in columns)
    return any(b":numeric|" in line and line.startswith(starts) for line in part.splitlines())


def _clocks(reading: SnmpReading) -> str:
    has = {"hrSystemUptime": reading.host_uptime, "snmpEngineTime": reading.engine_seconds}
    return ", ".join(["sysUpTime", *(name for name, value in has.items() if value is not None)])


def _interface(each: InterfaceReading) -> str:
    states = "/".join("?" if state is None else state.name.lower() for state in (each.admin, each.oper))
    speed = f", {each.speed / 1e6:g} Mbit/s" if each.speed else ""
    counts = each.in_octets is not None and each.out_octets is not None
    counters = f", {each.counter_bits} bits" if counts else ", no octets"
    errors = "" if each.in_errors is None else ", errors"
    return f"{each.name}: {states}{speed}{counters}{errors}"


def _shown(number: float | None, unit: str, varies: bool) -> str:
    """Recordings with a formula in them say another number every time."""
    if number is None:
        return ""
    return f"varies, {unit}" if varies else f"{number:g} {unit}"


def _ups(ups: UpsReading | None) -> str:
    if ups is None:
        return ""
    power = {True: "on battery", False: "on mains", None: "power unknown"}[ups.on_battery]
    battery = {True: "battery low", False: "battery good", None: "battery unknown"}[ups.battery_low]
    charge = f", {ups.charge} %" if ups.charge is not None else ""
    minutes = f", {ups.minutes:.0f} min" if ups.minutes is not None else ""
    return f"{power}, {battery}{charge}{minutes}"


def _strip(strip: PowerStripReading | None) -> str:
    if strip is None:
        return ""
    load = {True: "overloaded", False: "within its limits", None: "limits unknown"}[strip.overloaded]
    return ", ".join(
        [
            *([f"{strip.watts:g} W"] if strip.watts is not None else []),
            *([f"{strip.amps:g} A"] if strip.amps is not None else []),
            load,
        ]
    )


def _radio(radio: RadioReading) -> str:
    return f"{radio.name}: {radio.signal} dBm, noise {radio.noise} dBm, quality {radio.quality} %"


@pytest.mark.long
@pytest.mark.xdist_group("recordings")  # what both engines understand is found out once
@pytest.mark.parametrize("engine", ENGINES)
def test_every_recording_is_understood_as_the_table_says(understood: dict[str, Table], engine: str) -> None:
    table = understood[engine]
    text = yaml.safe_dump(table, allow_unicode=True, sort_keys=False, width=110)
    if os.environ.get("REWRITE_GOLDEN"):
        TABLE.parent.mkdir(exist_ok=True)
        TABLE.write_text(text)
        pytest.fail(f"written anew: {TABLE}; read it over and run without REWRITE_GOLDEN")
    expected = yaml.safe_load(TABLE.read_text())
    assert len(table) >= 110
    for recording, told in table.items():
        assert told == expected.get(recording), recording
    assert table.keys() == expected.keys()

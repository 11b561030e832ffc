"""Recordings of real devices, answered by snmpsim."""

import socket
from collections.abc import Iterator

import pytest

from probes.snmp.engine import SnmpEngine
from probes.snmp.reading import AdminStatus, FailureKind, InterfaceReading, OperStatus, SnmpFailure, SnmpReading
from probes.snmp.target import SnmpTarget, SnmpV2c
from tests.integration.snmpsim_process import recordings_path, snmpsim
from tests.ports import free_port

ADDRESS = "127.0.43.2"
UP, DOWN = (AdminStatus.UP, OperStatus.UP), (AdminStatus.UP, OperStatus.DOWN)
OFF = (AdminStatus.DOWN, OperStatus.DOWN)


def _of(
    name: str,
    index: int,
    status: tuple[AdminStatus, OperStatus],
    octets: tuple[int, int],
    bits: int,
    speed: int | None,
    alias: str = "",
) -> InterfaceReading:
    return InterfaceReading(name, alias, index, status[0], status[1], octets[0], octets[1], bits, speed)


# path, sysUpTime, sysName, start of sysDescr, snmpEngineTime, hrSystemUptime, interfaces
DEVICES = {
    "a Cisco router with 32-bit counters on its physical ports": (
        "network/router/cisco-unmarked-0.snmprec.bz2",
        (250420447, "DUMSYS-50", "Cisco Internetwork Operating System", 2504220, None),
        (
            _of(
                "Fa0/1", 1, UP, (4276106434, 2505297502), 32, 100_000_000, alias="xianlian-31.25-E126A_g1/2/1"
            ),
            _of("Nu0", 27, UP, (0, 0), 32, None),
            _of("Vl1", 28, UP, (535755000, 699900191), 64, 1_000_000_000),
        ),
    ),
    "a Vyatta router": (
        "network/router/vyatta-unknown.snmprec.bz2",
        (18989541, "DUMSYS-37", "Vyatta unknown-version", 189876, 639624105),
        (
            _of("lo", 1, UP, (75142214946, 75142214946), 64, 10_000_000, alias="lo"),
            _of("vqos15", 24, OFF, (0, 0), 64, None, alias="vqos15"),
        ),
    ),
    "a D-Link switch with blanks in the names": (
        "network/switch/dlink-des3038.snmprec.bz2",
        (233394904, "DUMSYS-49", "D-Link DES-3028 Fast Ethernet Switch", None, None),
        (
            _of("1/1", 1, DOWN, (0, 0), 64, None),
            _of("802.1Q Encapsulation Tag 2004", 3027, UP, (0, 0), 64, None),
        ),
    ),
    "a Brocade fibre switch with 32-bit counters and huge indexes": (
        "network/switch/brocade-ds-5100b.snmprec.bz2",
        (1706568608, "DUMSYS-63", "DS-5100B", 17067736, None),
        (_of("eth0", 805306369, UP, (3386553751, 2476569215), 32, 100_000_000),),
    ),
    "a media converter that ends names with NUL": (
        "network/switch/cts-media-converter.snmprec.bz2",
        (1888856100, "MC K2 - sk&#345;í&#328;", "10/100 Media Converter", None, None),
        (_of("port1", 2, UP, (15370320068718, 258773609949), 64, 100_000_000),),
    ),
    "an Eaton UPS that knows interfaces by ifDescr alone": (
        "UPS/eaton-93e-80.snmprec.bz2",
        (67423732, "DUMSYS-23", "EATON 93E 80", 674241, None),
        (_of("eth0", 2, UP, (458769905, 196010987), 32, 10_000_000),),
    ),
    "a Phoenixtec UPS": (
        "UPS/phoenixtec-power.snmprec.bz2",
        (21658542, "My Kert UPS", "My Kert UPS", 216589, None),
        (_of("eth0", 2, UP, (4347905, 6668400), 64, None), _of("sit0", 3, OFF, (0, 0), 64, None)),
    ),
    "a Ubiquiti radio": (
        "network/wifi/ubiquiti-m5.snmprec.bz2",
        (843153800, "Kotelinaya-to-Pat", "Linux 2.6.32.61 #1", None, None),
        (_of("br0", 8, UP, (3745647794, 0), 32, None),),
    ),
    "a Samsung camera": (
        "camera/samsung-ipolis.snmprec.bz2",
        (17809953, "SNO-7084R", "SAMSUNG iPolis H.264 Premium Level IP Camera", 178105, 17811354),
        (_of("lo", 1, UP, (2474570, 2474570), 64, 10_000_000),),
    ),
    "a Linux server": (
        "os/linux/slackware.snmprec.bz2",
        (233425120, "tt", "Linux cray 2.6.21.5-smp", 2334420, 233512142),
        (_of("eth0", 2, UP, (24167091249, 2448657392), 64, 100_000_000),),
    ),
    "a Windows machine with long names": (
        "os/windows/XP.snmprec.bz2",
        (82795, "CRAY", "Hardware: x86 Family 6", None, 23294484),
        (
            _of(
                "Intel(R) PRO/Wireless 2200BG Network Connection",
                65539,
                UP,
                (911220674, 21194412),
                32,
                54_000_000,
            ),
        ),
    ),
}
WITHOUT_UPTIME = "camera/hikvision.snmprec.bz2"


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    root = recordings_path()
    paths = [root / device[0] for device in DEVICES.values()] + [root / WITHOUT_UPTIME]
    port = free_port(ADDRESS, socket.SOCK_DGRAM)
    with snmpsim(tmp_path_factory.mktemp("snmpsim"), paths, ADDRESS, port):
        yield port


def _community(path: str) -> str:
    return path.rpartition("/")[2].partition(".")[0]


@pytest.mark.parametrize(("path", "system", "interfaces"), DEVICES.values(), ids=DEVICES.keys())
async def test_reads(
    engine: SnmpEngine,
    port: int,
    path: str,
    system: tuple[int, str, str, int | None, int | None],
    interfaces: tuple[InterfaceReading, ...],
) -> None:
    names = tuple(interface.name for interface in interfaces)
    target = SnmpTarget("device", ADDRESS, port, SnmpV2c(_community(path)), (*names, "not there"))
    first = await engine.poll(target, timeout=20, retries=1)
    second = await engine.poll(target, timeout=20, retries=1)
    for result in (first, second):
        assert isinstance(result, SnmpReading), result
        uptime, name, description, engine_seconds, host_uptime = system
        assert (result.uptime, result.name) == (uptime, name)
        assert (result.engine_seconds, result.host_uptime) == (engine_seconds, host_uptime)
        assert result.description is not None
        assert result.description.startswith(description)
        assert tuple(_state_and_octets(each) for each in result.interfaces) == interfaces
        assert result.missing == ("not there",)


def _state_and_octets(each: InterfaceReading) -> InterfaceReading:
    return each._replace(
        in_errors=None, out_errors=None, in_packets=None, out_packets=None, in_discards=None, out_discards=None,
    )


async def test_says_when_a_device_answers_without_sysUpTime(engine: SnmpEngine, port: int) -> None:
    target = SnmpTarget("camera", ADDRESS, port, SnmpV2c(_community(WITHOUT_UPTIME)), ())
    result = await engine.poll(target, timeout=20, retries=1)
    assert isinstance(result, SnmpFailure)
    assert result.kind is FailureKind.NO_SUCH_OBJECT

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from netwatch.config.problem import ConfigError
from netwatch.inventory.loader import load_inventory
from netwatch.inventory.model import Contact, Device, DeviceKind, Importance, Point, Site, SnmpAccess, SshAccess

JAKARTA = ZoneInfo("Asia/Jakarta")
SITE = "sites: [{id: s, name: S}]\ndevices:\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "inventory.yaml"


def problems_of(file: Path, text: str, zone: ZoneInfo = JAKARTA) -> list[str]:
    """The problems without the file's name, which is the same in all."""
    file.write_text(text)
    with pytest.raises(ConfigError) as caught:
        load_inventory(file, zone)
    lines = str(caught.value).splitlines()
    assert all(line.startswith(f"{file}:") for line in lines)
    return [line.removeprefix(f"{file}:") for line in lines]


def device(name: str, address: str, rest: str = "") -> str:
    return f"  - {{id: {name}, name: N, kind: router, address: {address}, site: s{rest}}}\n"


def test_the_documented_entries_are_read_whole(file: Path) -> None:
    file.write_text("""
sites:
  - {id: kejaksan, name: Kantor Kecamatan Kejaksan, aliases: [kec kejaksan], kecamatan: Kejaksan}
devices:
  - {id: core, name: Core, kind: router, address: FD00::0001, site: kejaksan}
  - id: rt-kejaksan
    name: Router Kejaksan
    kind: router
    address: 127.10.0.1
    site: kejaksan
    parents: [core]
    importance: high
    failover: 45s
    snmp: {profile: default, port: 1161, interfaces: [ether1]}
    ssh: {platform: mikrotik_routeros, credential: default, port: 22}
    aliases: [mikrotik kejaksan]
    other_addresses: [10.20.0.1, FD00::0002]
maintenance:
  - {devices: [rt-kejaksan], from: 2026-12-01T22:00, to: 2026-12-02T02:00, reason: ganti UPS}
""")
    inventory = load_inventory(file, JAKARTA)

    assert inventory.sites == {
        "kejaksan": Site("kejaksan", "Kantor Kecamatan Kejaksan", ("kec kejaksan",), "Kejaksan")
    }
    assert inventory.devices["core"].address == "fd00::1"
    assert inventory.devices["rt-kejaksan"] == Device(
        id="rt-kejaksan",
        name="Router Kejaksan",
        kind=DeviceKind.ROUTER,
        address="127.10.0.1",
        site="kejaksan",
        parents=("core",),
        importance=Importance.HIGH,
        snmp=SnmpAccess("default", 1161, ("ether1",)),
        ssh=SshAccess("mikrotik_routeros"),
        aliases=("mikrotik kejaksan",),
        failover=45.0,
        other_addresses=("10.20.0.1", "fd00::2"),
    )
    (planned,) = inventory.maintenance
    assert planned.devices == ("rt-kejaksan",)
    assert planned.start == datetime(2026, 12, 1, 15, 0, tzinfo=UTC)
    assert planned.end == datetime(2026, 12, 1, 19, 0, tzinfo=UTC)
    assert planned.reason == "ganti UPS"


def test_every_problem_is_named_at_its_line_in_one_go(file: Path) -> None:
    text = """\
sites:
  - {id: kejaksan, name: Kejaksan, alias: [x]}
  - {id: kejaksan, name: Lagi}
  - {id: a b, name: 112}
devices:
  - {id: core, name: Core, kind: rooter, address: 10.0.0.1/24, site: kejaksn}
  - {id: core, name: Core, kind: router, address: 10.0.0.1, site: kejaksan, parents: [core, cor]}
  - {id: a, name: A, kind: router, address: 010.0.0.2, site: kejaksan, parents: [b, b]}
  - {id: b, name: B, kind: router, address: 10.0.0.3, site: kejaksan, parents: [a], failover: 10}
  - {id: c, name: C, kind: router, address: 10.0.0.3, site: kejaksan, parents: core, snmp: {port: 0, comunity: x}}
  - {id: d, name: D, kind: ap, other_addresses: [sw.example]}
maintenance:
  - {devices: [rt], from: 2026-12-02T02:00, to: 2026-12-01T22:00}
  - {devices: [], from: 2026-12-02, to: besok}
"""
    assert problems_of(file, text) == [
        "2:36: the key 'alias' is not known; did you mean 'aliases'?",
        "3:10: the site id 'kejaksan' is already given in line 2; give each its own",
        "4:10: 'a b' cannot be an id; write letters a-z, digits, '-', '_', '.', no sign first",
        '4:21: 112 is a number where a text belongs; put it in quotes: "112"',
        "6:34: 'rooter' is not known; write one of router, switch, ap, cctv, server, ups, olt, radio, other; "
        "did you mean 'router'?",
        "6:51: '10.0.0.1/24' is a network; write one address, without the /",
        "6:70: there is no site 'kejaksn'; did you mean 'kejaksan'?",
        "7:10: the device id 'core' is already given in line 6; give each its own",
        "7:87: 'core' is its own parent; write the device it is reached through, or remove it",
        "7:93: there is no device 'cor' to be a parent; did you mean 'core'?",
        "8:45: '010.0.0.2' is not an address; an IPv4 address has four numbers from 0 to 255 without leading zeros",
        "8:81: parents lead in a circle: a → b → a; take one of these parents out",
        "8:85: the parent 'b' is named twice; remove one",
        "9:95: 10 has no unit; write 10s for seconds, 10m for minutes",
        "10:45: the address '10.0.0.3' is already that of 'b' in line 9; give each its own",
        "10:80: 'core' stands where a list belongs; write [a, b], or one '- a' a line",
        "10:99: 0 has to be at least 1",
        "10:102: the key 'comunity' is not known; known here: profile, port, interfaces",
        "11:5: the key 'address' is missing here; add it",
        "11:5: the key 'site' is missing here; add it",
        "11:50: 'sw.example' is a host name; write an IPv4 or IPv6 address here",
        "13:5: this maintenance ends before it begins; write a 'to' later than 'from'",
        "13:16: there is no device 'rt'; write the id of a device above",
        "14:15: a list stands here without an item; write at least one",
        "14:25: '2026-12-02' has no time of day; write for instance 2026-12-01T22:00",
        "14:41: 'besok' is not a time; write for instance 2026-12-01T22:00",
    ]


def test_an_id_that_cannot_be_one_is_not_suggested(file: Path) -> None:
    text = SITE + device("sw a", "10.0.0.1") + device("b", "10.0.0.2", ", parents: [sw-a]")
    wrong_id, parent = problems_of(file, text)
    assert "'sw a' cannot be an id" in wrong_id
    assert parent.endswith("there is no device 'sw-a' to be a parent; add it under devices:")


def test_where_a_site_is_and_whom_to_ask_there(file: Path) -> None:
    file.write_text("""
sites:
  - id: kejaksan
    name: Kejaksan
    address: Jl. Siliwangi No. 84
    latitude: -6.7075
    longitude: 109
    contact: {name: Ibu Ratna, phone: "+62 811-0000-021"}
  - {id: dkis, name: DKIS, contact: {name: Satpam}}
""")
    kejaksan, dkis = load_inventory(file, JAKARTA).sites.values()
    assert kejaksan == Site(
        "kejaksan", "Kejaksan", address="Jl. Siliwangi No. 84", point=Point(-6.7075, 109.0),
        contact=Contact("Ibu Ratna", "+628110000021"),
    )
    assert dkis == Site("dkis", "DKIS", contact=Contact("Satpam"))
    assert "Ratna" not in repr(kejaksan)
    assert "628110000021" not in repr(kejaksan)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param(
            "latitude: 108.557, longitude: -6.7",
            "1:36: 108.557 is not a latitude, for those go from -90 to 90; "
            "write degrees, south of the equator with a minus, such as -6.7063",
            id="the two of them swapped",
        ),
        pytest.param(
            "latitude: -6.7, longitude: 1085.57",
            "1:53: 1085.57 is not a longitude, for those go from -180 to 180; "
            "write degrees, west of Greenwich with a minus, such as 108.557",
            id="a decimal point too far right",
        ),
        pytest.param(
            "latitude: -6.7",
            "1:9: latitude stands here without longitude; write both, or none of them",
            id="half a place",
        ),
        pytest.param(
            "longitude: 108.5",
            "1:9: longitude stands here without latitude; write both, or none of them",
            id="the other half",
        ),
        pytest.param(
            "latitude: '-6,7063', longitude: 108.5",
            "1:36: '-6,7063' is not a number; write one without quotes, such as 0.5",
            id="a comma in place of the point",
        ),
        pytest.param(
            "contact: {phone: '+628110000021'}", "1:35: the key 'name' is missing here; add it", id="nobody's number"
        ),
        pytest.param(
            "contact: {name: Ratna, phone: '0811-0000-021'}",
            "1:56: '0811-xxxx-xxx' is not a phone number; write it with + and country code, in quotes, such as "
            '"+628110000003"',
            id="a number without its country, not shown whole",
        ),
        pytest.param(
            "contact: {name: Ratna, phone: 628110000021}",
            "1:56: this value is a number where a text belongs; put it in quotes",
            id="a number without quotes, not shown",
        ),
        pytest.param(
            "contact: Ratna",
            "1:35: a single value stands where 'key: value' entries belong; write them indented below, or "
            "{key: value}",
            id="a name alone",
        ),
    ],
)
def test_a_wrong_place_or_contact_is_named(file: Path, written: str, expected: str) -> None:
    assert problems_of(file, f"sites: [{{id: s, name: S, {written}}}]\n") == [expected]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        pytest.param(
            "10.0.1", "'10.0.1' is not an address; an IPv4 address", id="three numbers are 10.0.0.1 to libc"
        ),
        pytest.param(
            "'1234'", "'1234' is not an address; an IPv4 address", id="one number is 0.0.4.210 to libc"
        ),
        pytest.param("1234", "1234 is a number, not an address", id="a bare number"),
        pytest.param("'0x7f.1'", "'0x7f.1' is not an address; an IPv4 address", id="numbers to the base 16"),
        pytest.param(
            "10.0.0.256", "'10.0.0.256' is not an address; an IPv4 address", id="a number too large"
        ),
        pytest.param("10.0.0.1:161", "'10.0.0.1:161' holds a port", id="a port behind IPv4"),
        pytest.param("'[::1]:161'", "'[::1]:161' holds a port", id="a port behind IPv6"),
        pytest.param("router.lan:22", "'router.lan:22' holds a port", id="a port behind a name"),
        pytest.param("'fd00::/64'", "'fd00::/64' is a network", id="a network of IPv6"),
        pytest.param("'http://10.0.0.1/'", "'http://10.0.0.1/' is a URL", id="a URL"),
        pytest.param("0.0.0.0", "'0.0.0.0' is not the address of one device", id="no address at all"),
        pytest.param("224.0.0.1", "'224.0.0.1' is not the address of one device", id="a group's address"),
        pytest.param("-x.lan", "'-x.lan' is not an address", id="a hyphen in front"),
        pytest.param("a..lan", "'a..lan' is not an address", id="an empty label"),
        pytest.param("rüter.lan", "'rüter.lan' has letters that host names do not have", id="an umlaut"),
        pytest.param("'10.0.0.1 '", "'10.0.0.1 ' is not an address", id="a space"),
        pytest.param("''", "the address is empty", id="nothing"),
        pytest.param(
            "fe80::1", "'fe80::1' is another device behind each interface; write behind which", id="a zone left out"
        ),
        pytest.param(
            "fe80::1%0",
            "'fe80::1%0' is on no interface that there can be; write its name after the %",
            id="a zone that is none",
        ),
        pytest.param(
            "fe80::1%2147483648",
            "'fe80::1%2147483648' is on no interface that there can be; write its name after the %",
            id="a zone that is the number of no interface",
        ),
        pytest.param(
            "fe80::1%an-interface-name",
            "'fe80::1%an-interface-name' is on no interface that there can be; write its name after the %",
            id="a zone with a name too long for an interface",
        ),
    ],
)
def test_a_bad_address_is_refused(file: Path, address: str, expected: str) -> None:
    (found,) = problems_of(file, SITE + device("a", address))

    assert found.startswith(f"3:45: {expected}")


@pytest.mark.parametrize(
    "address", ["10.0.0.1", "fe80::1%eth0", "router.lan", "router", "r1.lan.", "4g-modem.lan", "a_b"]
)
def test_a_good_address_is_taken(file: Path, address: str) -> None:
    file.write_text(SITE + device("a", address))

    assert load_inventory(file, JAKARTA).devices["a"].address == address.removesuffix(".")


def test_a_zone_is_kept_where_the_kernel_heeds_it(file: Path) -> None:
    file.write_text(SITE + device("a", "fe80::1%eth0") + device("b", "fd00::1%eth0"))

    devices = load_inventory(file, JAKARTA).devices
    assert [device.address for device in devices.values()] == ["fe80::1%eth0", "fd00::1"]


@pytest.mark.parametrize("other", ["FD00:0:0::1", "fd00::1%eth0"])
def test_one_address_in_two_spellings_is_one_address(file: Path, other: str) -> None:
    assert problems_of(file, SITE + device("a", "fd00::1") + device("b", f"'{other}'")) == [
        f"4:45: the address '{other}' is already that of 'a' in line 3; give each its own"
    ]


def test_a_circle_is_named_whole_and_once_from_its_first_device(file: Path) -> None:
    text = SITE + "".join(
        [
            device("leaf", "10.0.0.1", ", parents: [z]"),
            device("x", "10.0.0.2", ", parents: [y]"),
            device("y", "10.0.0.3", ", parents: [root, z]"),
            device("z", "10.0.0.4", ", parents: [x]"),
            device("root", "10.0.0.5"),
        ]
    )
    assert problems_of(file, text) == [
        "4:73: parents lead in a circle: x → y → z → x; take one of these parents out"
    ]


def test_two_circles_through_one_device_are_both_named(file: Path) -> None:
    text = SITE + "".join(
        [
            device("a", "10.0.0.1", ", parents: [b, c]"),
            device("b", "10.0.0.2", ", parents: [a]"),
            device("c", "10.0.0.3", ", parents: [a]"),
        ]
    )
    assert problems_of(file, text) == [
        "3:73: parents lead in a circle: a → b → a; take one of these parents out",
        "3:73: parents lead in a circle: a → c → a; take one of these parents out",
    ]


def test_a_very_long_circle_is_named_in_one_readable_line(file: Path) -> None:
    count = 5000
    text = SITE + "".join(
        device(f"d{n}", f"10.0.{n // 256}.{n % 256}", f", parents: [d{(n + 1) % count}]")
        for n in range(1, count)
    )
    (found,) = problems_of(file, text + device("d0", "fd00::1", ", parents: [d1]"))

    assert "d1 → d2 → d3" in found
    assert found.endswith("… 4980 more … → d1; take one of these parents out")


@pytest.mark.parametrize(
    ("time", "expected"),
    [
        pytest.param(
            "2026-03-29T02:30", "does not exist in Europe/Berlin", id="an hour that the clocks skip"
        ),
        pytest.param(
            "2026-10-25T02:30",
            "comes twice in Europe/Berlin; write the one meant with its offset, 2026-10-25T02:30:00+02:00",
            id="an hour that comes twice",
        ),
    ],
)
def test_a_local_time_that_is_none_or_two_is_refused(file: Path, time: str, expected: str) -> None:
    text = (
        SITE
        + device("a", "10.0.0.1")
        + f"maintenance: [{{devices: [a], from: {time}, to: 2027-01-01T00:00}}]\n"
    )

    (found,) = problems_of(file, text, ZoneInfo("Europe/Berlin"))

    assert found.startswith("4:36: ")
    assert expected in found


def test_a_time_with_its_offset_is_taken_as_it_stands(file: Path) -> None:
    times = "from: 2026-10-25T02:30+02:00, to: 2026-10-25T02:30+01:00"
    file.write_text(SITE + device("a", "10.0.0.1") + f"maintenance: [{{devices: [a], {times}}}]\n")

    (planned,) = load_inventory(file, ZoneInfo("Europe/Berlin")).maintenance

    assert (planned.end - planned.start).total_seconds() == 3600


def test_an_id_fits_into_a_button(file: Path) -> None:
    assert problems_of(file, SITE + device("a" * 33, "10.0.0.1")) == [
        f"3:10: the id '{'a' * 33}' has 33 characters; write at most 32"
    ]


@pytest.mark.parametrize("text", ["{}", "sites: []\ndevices: []\nmaintenance: []\n"])
def test_an_inventory_of_nothing_is_one(file: Path, text: str) -> None:
    file.write_text(text)

    assert dict(load_inventory(file, JAKARTA).devices) == {}

"""The inventory that ships: a whole city that loads, and that people's words find their way in."""

from collections import Counter
from ipaddress import ip_address, ip_network
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from netwatch.config.load import load_settings
from netwatch.inventory.cross_check import cross_check
from netwatch.inventory.find import PlaceFinder, find_places
from netwatch.inventory.loader import load_inventory
from netwatch.inventory.model import DeviceKind, Inventory
from netwatch.inventory.topology import dependents, descendants, roots

SHIPPED = Path(__file__).parents[2] / "inventory.yaml"


@pytest.fixture(scope="module")
def city() -> Inventory:
    return load_inventory(SHIPPED, ZoneInfo("Asia/Jakarta"))


@pytest.fixture(scope="module")
def finder(city: Inventory) -> PlaceFinder:
    return PlaceFinder(city)


def test_it_fits_the_default_settings(city: Inventory) -> None:
    assert cross_check(load_settings(None, {}), city, None, SHIPPED) == ()


def test_it_has_every_kind_and_every_kecamatan(city: Inventory) -> None:
    assert {device.kind for device in city.devices.values()} == set(DeviceKind)
    kecamatan = Counter(site.kecamatan for site in city.sites.values())
    assert set(kecamatan) == {"Kejaksan", "Kesambi", "Pekalipan", "Lemahwungkuk", "Harjamukti"}
    assert min(kecamatan.values()) >= 5
    assert 55 <= len(city.devices) <= 65


def test_it_reaches_nobodys_network(city: Inventory) -> None:
    loopback = ip_network("127.0.0.0/8")
    assert all(ip_address(device.address) in loopback for device in city.devices.values())


def test_what_hangs_on_one_device_and_what_has_another_way(city: Inventory) -> None:
    assert roots(city) == ("core", "core-2")
    assert "rt-kejaksan" in dependents(city, "core")
    assert "sw-server" not in dependents(city, "core")
    assert "sw-server" in descendants(city, "core")
    assert set(dependents(city, "rt-kejaksan")) == {
        "sw-kejaksan", "ap-kejaksan", "rt-pkm-kejaksan", "ap-alun-kejaksan", "cctv-alun-kejaksan"
    }  # fmt: skip
    assert dependents(city, "ap-kejaksan") == ()
    # Lemahwungkuk has two ways, and both come from the same switch
    assert "rt-lemahwungkuk" in dependents(city, "sw-dist-utara")
    assert "rt-lemahwungkuk" not in dependents(city, "rt-pekalipan")


@pytest.mark.parametrize(
    ("text", "kind", "place"),
    [
        ("kejaksan internet mati sejak pagi", "site", "kejaksan"),
        ("kec kjaksan", "site", "kejaksan"),
        ("KEC. KEJAKSAN", "site", "kejaksan"),
        ("puskesmas kejaksan", "site", "pkm-kejaksan"),
        ("pkm larangan tidak bisa daftar", "site", "pkm-larangan"),
        ("keluarahan drajat", "site", "kel-drajat"),
        ("kel. argasunya putus dari kemarin", "site", "kel-argasunya"),
        ("lemah wungkuk", "site", "lemahwungkuk"),
        ("perempatan gunung sari", "site", "simpang-gunungsari"),
        ("alun-alun", "site", "alun-kejaksan"),
        ("alun-alun kasepuhan", "site", "alun-kasepuhan"),
        ("smp 4", "site", "smp-4"),
        ("smp4 internet lambat", "site", "smp-4"),
        ("SMPN 04 Cirebon", "site", "smp-4"),
        ("smp 1 mati sejak jam 4", "site", "smp-1"),
        ("sd pulasaren", "site", "sd-pulasaren"),
        ("balai kota", "site", "balaikota"),
        ("terminal bus", "site", "terminal"),
        ("wifi alun2", "device", "ap-alun-kejaksan"),
        ("wi-fi balaikota lemot", "device", "ap-balaikota"),
        ("mikrotik kejaksan", "device", "rt-kejaksan"),
        ("rt-kejaksan", "device", "rt-kejaksan"),
        ("cctv krucuk gelap", "device", "cctv-krucuk"),
        ("server absensi error", "device", "srv-absensi"),
        ("router utama", "device", "core"),
    ],
)
def test_the_place_that_is_meant_comes_first(finder: PlaceFinder, text: str, kind: str, place: str) -> None:
    best = finder.find(text)[0]

    assert (best.kind, best.id) == (kind, place)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "?!",
        "internet mati",
        "selamat pagi, mau lapor",
        "smp 9",
        "jam 4 sore mati",
        "4",
        "wifi mati",
        "router mati total",
        "kecamatan mana ya",
        "rt 03 rw 05 mati lampu",
        "saya dari pekalongan",
        "hp saya 081234567890 tidak bisa telepon",
        "kabel putus di jalan",
    ],
)
def test_a_text_that_names_no_place_finds_none(finder: PlaceFinder, text: str) -> None:
    assert finder.find(text) == []


def test_two_places_in_one_text_are_both_found(finder: PlaceFinder) -> None:
    assert {match.id for match in finder.find("kesambi dan harjamukti mati")} >= {"kesambi", "harjamukti"}


def test_the_answer_is_short_without_repetition_and_always_the_same(city: Inventory) -> None:
    once, again = find_places(city, "kejaksan wifi router"), find_places(city, "kejaksan wifi router")

    assert once == again
    assert 1 < len(once) <= 5
    assert len({(match.kind, match.id) for match in once}) == len(once)
    assert [match.score for match in once] == sorted((match.score for match in once), reverse=True)

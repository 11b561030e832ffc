"""The files that the demo starts netwatch with: they load, they poll what has an agent, and each place has its team."""

from zoneinfo import ZoneInfo

import pytest

from netwatch.demo.botapi.telegram import DEMO_TOKEN
from netwatch.demo.office import COLLEAGUES, shipped_inventory, write_files
from netwatch.demo.ports import POLLED, ports_of
from netwatch.demo.story import SCRIPT, Cut, Power, Says, Sees, SendsPhoto, Switch, Taps
from netwatch.files import Files, read_files
from netwatch.from_settings import directory_of, snmp_targets
from netwatch.inventory.loader import load_inventory
from netwatch.inventory.model import Inventory


@pytest.fixture(scope="module")
def city() -> Inventory:
    return load_inventory(shipped_inventory(), ZoneInfo("Asia/Jakarta"))


@pytest.fixture(scope="module")
def files(city: Inventory, tmp_path_factory: pytest.TempPathFactory) -> Files:
    folder = tmp_path_factory.mktemp("demo")
    url = "http://127.0.0.1:8081"
    settings = write_files(folder, city, shipped_inventory(), DEMO_TOKEN, f"{url}/bot", f"{url}/file/bot")
    return read_files(settings, {})


def test_netwatch_reads_the_city_as_it_ships(city: Inventory, files: Files) -> None:
    assert files.inventory.sites == city.sites
    assert list(files.inventory.devices) == list(city.devices)


def test_what_has_an_agent_is_polled_and_its_ways_up_are_watched(city: Inventory, files: Files) -> None:
    targets = snmp_targets(files.inventory, files.settings)
    assert targets.keys() == {device.id for device in city.devices.values() if device.kind in POLLED}
    assert targets["sw-dist-utara"].interfaces == ("port1", "port2")
    assert targets["core"].interfaces == ()


def test_every_place_has_a_team(city: Inventory, files: Files) -> None:
    directory = directory_of(files.settings)
    teams = {site: [team.id for team in directory.teams_for(site)] for site in city.sites}
    assert teams["kejaksan"] == teams["kel-kesenden"] == ["utara"]
    assert teams["balaikota"] == teams["harjamukti"] == ["selatan"]
    assert all(len(each) == 1 for each in teams.values())


def test_a_port_leads_to_its_parents_first_and_bears_the_other_s_name(city: Inventory) -> None:
    ports = ports_of(city)["rt-kejaksan"]
    assert [(port.name, port.alias) for port in ports] == [
        ("ether1", "Router Utama Balaikota"), ("ether2", "Switch Kejaksan"), ("ether3", "Router Puskesmas Kejaksan"),
    ]
    assert all((port.child == "rt-kejaksan") != (port.parent == "rt-kejaksan") for port in ports)


@pytest.mark.parametrize("chapter", list(SCRIPT))
def test_the_story_is_about_this_city_and_these_people(city: Inventory, chapter: str) -> None:
    people = {each.key for each in COLLEAGUES}
    for step in SCRIPT[chapter]:
        match step:
            case Cut(child, parent):
                assert parent in city.devices[child].parents
            case Switch(device, _):
                assert device in city.devices
            case Power(site, _):
                assert site in city.sites
            case Says(who, _) | Taps(who, _, _) | Sees(who, _, _) | SendsPhoto(who):
                assert who in people

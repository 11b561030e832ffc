"""The demo's city: what answers when a cable is cut, a device off, or a site without power."""

import pytest

from netwatch.demo.city import BATTERY_LASTS, BATTERY_LOW, City
from netwatch.inventory.model import Device, DeviceKind, Inventory, Site

START = 1_000_000.0


def device(name: str, *parents: str, kind: DeviceKind = DeviceKind.ROUTER, site: str = "office") -> Device:
    return Device(name, name, kind, f"127.10.0.{len(name)}", site, parents)


@pytest.fixture
def city() -> City:
    """Two cores, a switch below both, a router with a UPS below that in another place, a radio below the router."""
    devices = [
        device("core"),
        device("core-2"),
        device("switch", "core", "core-2", kind=DeviceKind.SWITCH),
        device("router", "switch", site="hill"),
        device("ups", "router", kind=DeviceKind.UPS, site="hill"),
        device("radio", "router", kind=DeviceKind.RADIO, site="valley"),
    ]
    sites = {name: Site(name, name) for name in ("office", "hill", "valley")}
    return City(Inventory(sites, {each.id: each for each in devices}), START)


def silent(city: City) -> set[str]:
    return {name for name in city.inventory.devices if not city.answers(name)}


def test_everything_answers_at_first(city: City) -> None:
    assert silent(city) == set()
    assert city.is_whole()


def test_behind_a_cut_cable_nothing_answers_and_everything_runs(city: City) -> None:
    city.cut("router", "switch", START)
    assert silent(city) == {"router", "ups", "radio"}
    assert all(city.runs(name) for name in city.inventory.devices)
    assert not city.carries("router", "switch")


def test_with_a_second_way_one_cut_silences_nobody(city: City) -> None:
    city.cut("switch", "core", START)
    assert silent(city) == set()
    city.switch("core-2", False, START)
    assert silent(city) == {"core-2", "switch", "router", "ups", "radio"}


def test_what_is_mended_answers_again(city: City) -> None:
    city.cut("router", "switch", START)
    city.mend("router", "switch", START + 5)
    assert silent(city) == set()
    assert city.carried_since("router", "switch") == START + 5


def test_a_site_without_a_ups_falls_with_its_mains(city: City) -> None:
    city.power("valley", False, START)
    assert silent(city) == {"radio"}
    assert not city.carries("radio", "router")


def test_a_ups_carries_its_site_until_its_battery_is_empty(city: City) -> None:
    city.power("hill", False, START)
    assert silent(city) == set()
    assert city.battery("ups", START + BATTERY_LASTS - BATTERY_LOW - 1).is_low is False
    assert city.battery("ups", START + BATTERY_LASTS - BATTERY_LOW + 1).is_low is True
    before = city.changes
    city.settle(START + BATTERY_LASTS - 1)
    assert city.changes == before
    city.settle(START + BATTERY_LASTS + 1)
    assert city.changes == before + 1
    assert silent(city) == {"router", "ups", "radio"}


def test_a_ups_that_is_switched_off_carries_nothing(city: City) -> None:
    city.switch("ups", False, START)
    city.power("hill", False, START)
    assert silent(city) == {"router", "ups", "radio"}


def test_what_was_off_counts_its_uptime_from_the_start(city: City) -> None:
    assert city.uptime("router", START) > 86_000
    city.switch("router", False, START)
    assert city.uptime("router", START + 1) == 0.0
    city.switch("router", True, START + 2)
    assert city.uptime("router", START + 7) == 5.0


def test_what_was_off_answers_when_it_has_started_the_ups_last(city: City) -> None:
    city.power("hill", False, START)
    city.settle(START + BATTERY_LASTS + 1)
    city.power("hill", True, START + 60)
    assert silent(city) == {"router", "ups", "radio"}
    assert city.carries("router", "switch"), "its port has a link at once"
    city.settle(START + 64)
    assert silent(city) == {"ups"}
    city.settle(START + 73)
    assert silent(city) == set()


def test_mending_everything_leaves_nothing_broken(city: City) -> None:
    city.cut("router", "switch", START)
    city.switch("core", False, START)
    city.power("valley", False, START)
    city.mend_all(START + 1)
    assert city.is_whole()
    city.settle(START + 30)
    assert silent(city) == set()


def test_the_air_takes_longer_than_the_fibre(city: City) -> None:
    assert 0.0 < city.round_trip("router", 0.5) < 0.004
    assert 0.007 < city.round_trip("radio", 0.0) < city.round_trip("radio", 1.0) < 0.02


@pytest.mark.parametrize(
    "order",
    [
        pytest.param(lambda city: city.cut("router", "core", START), id="a cable that is not there"),
        pytest.param(lambda city: city.cut("nobody", "core", START), id="a cable of a device that is not there"),
        pytest.param(lambda city: city.switch("nobody", False, START), id="a device that is not there"),
        pytest.param(lambda city: city.power("nowhere", False, START), id="a site that is not there"),
    ],
)
def test_an_order_for_what_the_city_does_not_have_is_refused(city: City, order) -> None:
    with pytest.raises(KeyError):
        order(city)
    assert city.is_whole()

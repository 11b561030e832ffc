"""Who testifies for the monitor's own uplink, and when that is to be asked anew, among a namespace's real routes."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from netwatch import witness_watch
from netwatch.config.settings import Settings
from netwatch.core.city import City
from netwatch.core.policy import Policy
from netwatch.files import Files
from netwatch.inventory.model import Inventory
from netwatch.supervise import keep_running
from netwatch.watch.prober import Prober
from netwatch.witness_watch import PAUSE, WitnessWatch
from netwatch.witnesses import find_witnesses
from probes.icmp.route_news import RouteNews
from sop.document import load_shipped
from tests.integration.icmp_bench import Namespace, namespaces
from tests.sim.world import inventory_of


@pytest.fixture
def space() -> Iterator[Namespace]:
    with namespaces("one", "two") as made:
        one, two = made.values()
        one.ip("link", "add", "v0", "type", "veth", "peer", "name", "v0", "netns", two.name)
        one.ip("addr", "add", "10.9.0.1/24", "dev", "v0")
        for each in (one, two):
            each.ip("link", "set", "v0", "up")
        with one.inside():
            yield one


def city(**addresses: str) -> Inventory:
    inventory = inventory_of(dict.fromkeys(addresses, ()))
    devices = {name: replace(inventory.devices[name], address=address) for name, address in addresses.items()}
    return replace(inventory, devices=devices)


@pytest.mark.parametrize(
    ("inventory", "sentinels", "found"),
    [
        pytest.param(city(a="10.77.0.1", b="10.78.0.1"), (), {"gateway 10.9.0.254": "10.9.0.254"}, id="the gateway"),
        pytest.param(city(a="10.77.0.1", gw="10.9.0.254"), (), {"gw": "10.9.0.254"}, id="a gateway that is a device"),
        pytest.param(city(a="10.9.0.7", b="127.0.0.1"), (), {}, id="none on the way to who is on the same wire"),
        pytest.param(
            city(a="10.9.0.7"), ("10.9.0.7", "10.1.1.1"), {"a": "10.9.0.7", "sentinel 10.1.1.1": "10.1.1.1"},
            id="the sentinels",
        ),
    ],
)
def test_witnesses_are(space: Namespace, inventory: Inventory, sentinels: tuple[str, ...], found: dict[str, str]):
    space.ip("route", "add", "default", "via", "10.9.0.254")
    assert find_witnesses(inventory, sentinels) == found


def test_the_kernel_tells_once_that_a_way_has_changed(space: Namespace):
    inventory = city(a="10.77.0.1")
    news = RouteNews()
    assert not news.heard()
    assert find_witnesses(inventory, ()) == {}
    space.ip("route", "add", "10.77.0.0/16", "via", "10.9.0.254")
    assert [news.heard(), news.heard()] == [True, False]
    assert find_witnesses(inventory, ()) == {"gateway 10.9.0.254": "10.9.0.254"}
    space.ip("route", "replace", "10.77.0.0/16", "via", "10.9.0.253")
    assert [news.heard(), news.heard()] == [True, False]
    assert find_witnesses(inventory, ()) == {"gateway 10.9.0.253": "10.9.0.253"}
    space.ip("link", "set", "v0", "down")
    assert news.heard()
    news.close()
    assert news.heard(), "who cannot listen has to look"


class Watched:
    """A city whose witnesses are kept, from before the first look on; `files` are in force."""

    def __init__(self) -> None:
        self.files = Files(Settings(), city(a="10.77.0.1"), load_shipped())
        clock = asyncio.get_running_loop().time
        self.prober = Prober(self.files.inventory, self._city(), clock, lambda devices: None)
        self.watch = WitnessWatch(self.prober, lambda: self.files)

    @property
    def witnesses(self) -> tuple[str, ...]:
        return self.prober.city.way_out.witnesses

    def reload(self) -> None:
        """By whoever has found no witness, a while ago."""
        self.files = replace(self.files)
        self.prober.adopt(self.files.inventory, self._city())

    @asynccontextmanager
    async def kept(self) -> AsyncIterator[None]:
        running = asyncio.create_task(self.watch.run())
        yield
        running.cancel()
        self.watch.close()

    def _city(self) -> City:
        return City(self.files.inventory, Policy())


@pytest.mark.looptime
async def test_who_leads_to_the_devices_now_testifies_and_where_nobody_does_who_did_before(space: Namespace):
    watched = Watched()
    seen = []
    async with watched.kept():
        for way in ("add via 10.9.0.254", "replace via 10.9.0.253", "del", "add via 10.9.0.252"):
            action, *via = way.split()
            space.ip("route", action, "10.77.0.0/16", *via)
            await asyncio.sleep(2 * PAUSE)
            seen.append(watched.witnesses)
    assert seen == [(f"gateway 10.9.0.{last}",) for last in (254, 253, 253, 252)]
    assert len(watched.prober.schedule) == 2, "the device and one witness"


@pytest.mark.looptime
async def test_a_way_that_came_before_anybody_listened_is_found(space: Namespace):
    space.ip("route", "add", "10.77.0.0/16", "via", "10.9.0.254")
    watched = Watched()
    async with watched.kept():
        await asyncio.sleep(2 * PAUSE)
    assert watched.witnesses == ("gateway 10.9.0.254",)


@pytest.mark.looptime
async def test_a_reload_that_sought_the_witnesses_before_a_change_of_ways_is_set_right(space: Namespace):
    watched = Watched()
    async with watched.kept():
        space.ip("route", "add", "10.77.0.0/16", "via", "10.9.0.254")
        await asyncio.sleep(2 * PAUSE)
        watched.reload()
        assert watched.witnesses == ()
        await asyncio.sleep(2 * PAUSE)
    assert watched.witnesses == ("gateway 10.9.0.254",)


@pytest.mark.looptime
@pytest.mark.parametrize("way", ["a reload overtakes it", "it fails"])
async def test_a_look_that_came_to_nothing_is_taken_again(
    space: Namespace, monkeypatch: pytest.MonkeyPatch, way: str
):
    watched = Watched()
    ends = iter([way])

    def seeks(*asked) -> dict[str, str]:
        found = find_witnesses(*asked)
        if (end := next(ends, None)) == "it fails":
            raise OSError("too many open files")
        if end is not None:
            watched.reload()
        return found

    monkeypatch.setattr(witness_watch, "find_witnesses", seeks)
    space.ip("route", "add", "10.77.0.0/16", "via", "10.9.0.254")
    looping = asyncio.create_task(keep_running("witnesses", watched.watch.run))
    await asyncio.sleep(4 * PAUSE)
    looping.cancel()
    watched.watch.close()
    assert watched.witnesses == ("gateway 10.9.0.254",)


@pytest.mark.parametrize(
    "compatible", [pytest.param("1", id="told as routes, too"), pytest.param("0", id="told as a next hop alone")]
)
def test_the_kernel_tells_that_a_next_hop_has_changed_which_many_routes_share(space: Namespace, compatible: str):
    inventory = city(a="10.77.0.1")
    space.sysctl("net.ipv4.nexthop_compat_mode", compatible)
    space.ip("nexthop", "add", "id", "1", "via", "10.9.0.254", "dev", "v0")
    space.ip("route", "add", "10.77.0.0/16", "nhid", "1")
    news = RouteNews()
    assert find_witnesses(inventory, ()) == {"gateway 10.9.0.254": "10.9.0.254"}
    assert not news.heard()
    space.ip("nexthop", "replace", "id", "1", "via", "10.9.0.253", "dev", "v0")
    assert [news.heard(), news.heard()] == [True, False]
    assert find_witnesses(inventory, ()) == {"gateway 10.9.0.253": "10.9.0.253"}
    news.close()

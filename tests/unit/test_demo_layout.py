"""The map of the demo: what a reader needs of it, whatever the city."""

import itertools
import math

import pytest

from netwatch.demo.stage import DeviceView, SiteView
from netwatch.demo.web.hanging import centre_of
from netwatch.demo.web.layout import lay_out
from netwatch.demo.web.plan import Box, Plan
from tests.demo_page.fake_stage import city, whole_city

SHAPES = {"a wide pane": 1.2, "a very wide pane": 2.0, "a square": 1.0, "one column": None}
RADIUS = 11.0


def sites(count: int, district: str = "Utara") -> list[SiteView]:
    return [SiteView(f"s{n}", f"Kelurahan Nomor {n}", district, True) for n in range(count)]


def device(name: str, site: str, *parents: str) -> DeviceView:
    return DeviceView(name, name.title(), "router", site, parents, True, True, "up", None)


CITIES = {
    "the shipped city": whole_city(city()),
    "a city of one device": (sites(1), [device("core", "s0")]),
    "sites without devices": (sites(5), []),
    "thirty devices at one site": (
        sites(2), [device("core", "s0"), *(device(f"d{n}", "s1", "core") for n in range(30))]
    ),
    "a city where nothing hangs on anything": (sites(9), [device(f"d{n}", f"s{n}") for n in range(9)]),
    "a chain through forty sites": (
        sites(40), [device("d0", "s0"), *(device(f"d{n}", f"s{n}", f"d{n - 1}") for n in range(1, 40))]
    ),
    "twelve districts": (
        [SiteView(f"s{n}", f"Pos {n}", f"Kecamatan {n % 12}", True) for n in range(60)],
        [device("core", "s0"), *(device(f"d{n}", f"s{n}", "core") for n in range(1, 60))],
    ),
    "names longer than any line": (
        [SiteView("s0", "Sekolahmenengahpertamanegerisatuataplemahwungkuk " * 3, "", True)], [device("core", "s0")]
    ),
}


def around(x: float, y: float, radius: float) -> Box:
    return Box(x - radius, y - radius, 2 * radius, 2 * radius)


def meeting(boxes: dict[str, Box]) -> list[tuple[str, str]]:
    return [(a, b) for (a, first), (b, second) in itertools.combinations(boxes.items(), 2) if first.meets(second)]


def plans() -> list[object]:
    return [
        pytest.param(*CITIES[name], aspect, id=f"{name} in {shape}")
        for name in CITIES for shape, aspect in SHAPES.items()
    ]


@pytest.mark.parametrize(("sites", "devices", "aspect"), plans())
def test_nothing_on_the_map_lies_over_another(sites, devices, aspect):
    plan = lay_out(sites, devices, aspect)
    labels = {f"name of {place.site}": place.label for place in plan.places}
    titles = {f"title {each.name}": each.title for each in plan.districts if each.name}
    signs = {spot.device: around(spot.x, spot.y, RADIUS) for spot in plan.spots}
    assert meeting({**labels, **titles, **signs}) == []
    assert meeting({each.name: each.box for each in plan.districts}) == []


@pytest.mark.parametrize(("sites", "devices", "aspect"), plans())
def test_everything_is_on_the_map_and_in_its_own_district(sites, devices, aspect):
    plan = lay_out(sites, devices, aspect)
    assert {place.site for place in plan.places} == {site.id for site in sites}
    assert {spot.device for spot in plan.spots} == {each.id for each in devices}
    assert {(c.child, c.parent) for c in plan.cables} == {(d.id, p) for d in devices for p in d.parents}
    whole = Box(0, 0, plan.width, plan.height)
    assert [each.name for each in plan.districts if not whole.holds(each.box)] == []
    at = {place.site: place.box for place in plan.places}
    assert [place.site for place in plan.places if not place.box.holds(place.label)] == []
    assert [each.id for each in devices if not at[each.site].holds(around(*spot_of(plan, each.id), RADIUS))] == []
    assert all(any(district.box.holds(box) for district in plan.districts) for box in at.values())


def spot_of(plan: Plan, name: str) -> tuple[float, float]:
    return next((spot.x, spot.y) for spot in plan.spots if spot.device == name)


@pytest.mark.parametrize("aspect", SHAPES.values(), ids=SHAPES)
def test_each_cable_of_the_shipped_city_can_be_taken_hold_of(aspect):
    plan = lay_out(*whole_city(city()), aspect)
    knives = [cable.knife for cable in plan.cables]
    signs = [(spot.x, spot.y) for spot in plan.spots]
    close = [cable for cable in plan.cables if min(math.dist(cable.knife, sign) for sign in signs) < RADIUS + 3]
    assert [(cable.child, cable.parent) for cable in close] == []
    assert [pair for pair in itertools.combinations(knives, 2) if math.dist(*pair) < 8] == []


def test_the_centre_is_what_other_districts_hang_on():
    assert centre_of(*whole_city(city())) == ("balaikota", "dkis")


def test_a_parent_that_is_not_in_the_city_is_none():
    plan = lay_out(sites(1), [device("core", "s0", "gone")], 1.2)
    assert plan.cables == ()


def test_a_wider_pane_gets_a_wider_map():
    shipped = whole_city(city())
    wide, square = (lay_out(*shipped, aspect) for aspect in (2.4, 0.7))
    assert wide.width / wide.height > square.width / square.height


def test_the_same_city_is_drawn_the_same():
    assert lay_out(*whole_city(city()), 1.2) == lay_out(*whole_city(city()), 1.2)

"""How people of Cirebon say where they are, and which place of the shipped inventory they mean."""

from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from netwatch.inventory.find import PlaceFinder
from netwatch.inventory.loader import load_inventory
from netwatch.inventory.place_words import place_words

SHIPPED = Path(__file__).parents[2] / "inventory.yaml"


@pytest.fixture(scope="module")
def finder() -> PlaceFinder:
    return PlaceFinder(load_inventory(SHIPPED, ZoneInfo("Asia/Jakarta")))


def best(finder: PlaceFinder, text: str) -> list[str]:
    """The ids of those that fit as well as each other; a call taker with several is asked which one."""
    found = finder.find(text)
    return [match.id for match in found if match.score == found[0].score]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        pytest.param("kec kjaksan", ["kejaksan"], id="an abbreviation and a letter left out"),
        pytest.param("kec. kejaksn internet mati", ["kejaksan"], id="a full stop behind the abbreviation"),
        pytest.param("keluarahan drajad", ["kel-drajat"], id="slips in the kind and in the name"),
        pytest.param("drjat", ["kel-drajat", "rt-drajat"], id="a short name with a slip, and its kind left out"),
        pytest.param("argasuniya", ["kel-argasunya", "rd-argasunya", "rt-argasunya"], id="a letter too many"),
        pytest.param("arga sunya", ["kel-argasunya", "rd-argasunya", "rt-argasunya"], id="one word written as two"),
        pytest.param("jaga satru puskesmas", ["pkm-jagasatru"], id="the kind after the name"),
        pytest.param("kecamatan kejaksaan", ["kejaksan"], id="the subdistrict spelled like the prosecutors"),
        pytest.param("wifi alun2", ["ap-alun-kejaksan"], id="a word doubled by a 2"),
        pytest.param("hotspot alun alun kejaksan", ["ap-alun-kejaksan"], id="another word for wifi"),
        pytest.param("kamera alun2", ["cctv-alun-kejaksan"], id="another word for cctv"),
        pytest.param("kraton kasepuhan", ["alun-kasepuhan"], id="an alias with a slip"),
        pytest.param("bale kota", ["balaikota"], id="the town hall as it is said"),
        pytest.param("kantor wali kota", ["balaikota"], id="whose office it is"),
        pytest.param("web pemkot tidak bisa dibuka", ["srv-portal"], id="a short word for the website"),
        pytest.param("absen online error", ["srv-absensi"], id="a short word for the attendance"),
        pytest.param("lampu merah pemuda", ["simpang-pemuda"], id="a crossing by its traffic light"),
        pytest.param("lampu mati di kesambi", ["kesambi"], id="a lamp that is no traffic light"),
        pytest.param("gunung sari", ["pkm-gunungsari", "simpang-gunungsari"], id="two places of one name"),
        pytest.param("simpang gunung sari", ["simpang-gunungsari"], id="the kind chooses between them"),
    ],
)
def test_a_place_is_found_however_it_is_written(finder: PlaceFinder, text: str, places: list[str]) -> None:
    assert best(finder, text) == places


@pytest.mark.parametrize(
    ("text", "places"),
    [
        pytest.param("smp 4", ["smp-4"], id="kind and number"),
        pytest.param("smpn4 lambat", ["smp-4"], id="written as one word"),
        pytest.param("SMP N 04", ["smp-4"], id="the N for negeri and a zero before the number"),
        pytest.param("SMP Negri no. 4", ["smp-4"], id="negeri with a slip, and no. before the number"),
        pytest.param("smp empat", ["smp-4"], id="spelled out"),
        pytest.param("smp negeri empat kesambi", ["smp-4"], id="spelled out, with the kecamatan beside it"),
        pytest.param("smp nomor empat", ["smp-4"], id="spelled out after nomor"),
        pytest.param("sd pulasaren satu", ["sd-pulasaren"], id="spelled out after the school's own name"),
        pytest.param("sdn 1 pulasaren", ["sd-pulasaren"], id="the number before the school's own name"),
        pytest.param("sd pulasaren", ["sd-pulasaren"], id="the only school of that name, without its number"),
        pytest.param("smp 4 jam 8 mati", ["smp-4"], id="an hour after it"),
        pytest.param("smp satu mati dua hari", ["smp-1"], id="a number of days after it"),
        pytest.param("smp 4 tiga kelas mati", ["smp-4"], id="a number of classes right behind it"),
        pytest.param("sd pulasaren 2 jam mati", ["sd-pulasaren"], id="a number of hours where its own might stand"),
        pytest.param("kel pulasaren 2 hari mati", ["kel-pulasaren"], id="a number of days behind a place without one"),
    ],
)
def test_a_school_is_found_by_its_number(finder: PlaceFinder, text: str, places: list[str]) -> None:
    assert best(finder, text) == places


@pytest.mark.parametrize(
    ("text", "place"),
    [
        pytest.param("smp 4 kesambi", "smp-4", id="behind the place"),
        pytest.param("kec lemahwungkuk kel panjunan", "kel-panjunan", id="before it, both with their kinds"),
        pytest.param("panjunan, kec. lemahwungkuk mati", "kel-panjunan", id="with its kind, the place without"),
        pytest.param("panjunan lemah wungkuk", "kel-panjunan", id="in two words, both without their kinds"),
        pytest.param("kecapi harjamukti", "kel-kecapi", id="two names that say no kind at all"),
        pytest.param("terminal harjamukti", "terminal", id="as a part of the place's own name"),
        pytest.param("puskesmas jagasatru pekalipan", "pkm-jagasatru", id="behind two words"),
    ],
)
def test_the_kecamatan_beside_a_place_says_where_and_is_not_meant(
    finder: PlaceFinder, text: str, place: str
) -> None:
    found = finder.find(text)
    assert found[0].id == place
    assert {match.id for match in found}.isdisjoint({"kesambi", "lemahwungkuk", "harjamukti", "pekalipan"})


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("smp 9", id="a school that the city does not watch"),
        pytest.param("smp sembilan", id="the same spelled out"),
        pytest.param("smp 14", id="a number that begins like another's"),
        pytest.param("smp 44", id="a number doubled"),
        pytest.param("sma 4", id="the number of a school of another kind"),
        pytest.param("sd pulasaren 2", id="another school of that name"),
        pytest.param("sd pulasaren dua", id="another school of that name, spelled out"),
        pytest.param("sd 2 pulasaren", id="another school of that name, its number before it"),
        pytest.param("dua smp mati", id="two schools, and none named"),
        pytest.param("call center 113", id="another number to call"),
        pytest.param("kejaksaan negeri internet mati", id="the prosecutors, who are not the subdistrict"),
        pytest.param("kejaksaan tinggi", id="the high prosecutors"),
    ],
)
def test_what_is_somewhere_else_is_not_taken_for_a_place_of_ours(finder: PlaceFinder, text: str) -> None:
    assert finder.find(text) == []


def test_a_school_of_that_name_is_hardly_the_office_of_that_name(finder: PlaceFinder) -> None:
    (school,) = finder.find("sd kejaksan mati")
    assert school.id == "kejaksan"
    assert school.score < finder.find("kejaksan mati")[0].score


def test_two_places_of_different_kecamatan_are_both_meant(finder: PlaceFinder) -> None:
    assert best(finder, "kec kesambi dan kec kejaksan") == ["kejaksan", "kesambi"]


@pytest.mark.parametrize(
    ("text", "more"),
    [
        pytest.param("kec kjaksan", False, id="a place with a slip"),
        pytest.param("smp nomor empat", False, id="a number spelled out"),
        pytest.param("lemah wungkuk", False, id="one word written as two"),
        pytest.param("smp 4 lemot", True, id="a complaint behind it"),
        pytest.param("kejaksan 2 jam", True, id="for how long"),
        pytest.param("rumah pak RT", True, id="no place of ours"),
    ],
)
def test_whether_a_text_says_more_than_a_place(finder: PlaceFinder, text: str, more: bool) -> None:
    assert finder.says_more(text) is more


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("", (), id="nothing"),
        pytest.param("4", (), id="a number alone"),
        pytest.param("SMP Negeri 4", ("smp", "smp4"), id="a number clings to the word before it"),
        pytest.param("smp empat", ("smp", "smp4"), id="so does one that is spelled out behind a school"),
        pytest.param("empat smp", ("empat", "smp"), id="but not before it"),
        pytest.param("kejaksan dua", ("kejaksan", "dua"), id="nor behind another place"),
        pytest.param("smp no", ("smp", "no"), id="no number follows"),
        pytest.param("kejaksan 3 unit", ("kejaksan", "unit"), id="what counts is left out"),
        pytest.param("alun2", ("alun",), id="a 2 that doubles"),
        pytest.param("smp 123456789", ("smp", "smp123456"), id="a number cut to six digits"),
        pytest.param("Kéjaksan", ("kejaksan",), id="an accent"),
    ],
)
def test_words_that_compare(text: str, words: tuple[str, ...]) -> None:
    assert place_words(text) == words


def test_a_finder_made_of_an_older_one_finds_what_a_new_one_finds() -> None:
    city = load_inventory(SHIPPED, ZoneInfo("Asia/Jakarta"))
    devices = list(reversed(city.devices.values()))[2:]
    devices[0] = replace(devices[0], name="Router Menara Barat")
    devices[5] = replace(devices[5], aliases=("gardu timur",))
    sites = {site.id: replace(site, kecamatan="Menara") for site in city.sites.values()}
    changed = replace(city, sites=sites, devices={device.id: device for device in devices})

    again, new = PlaceFinder(changed, PlaceFinder(city)), PlaceFinder(changed)

    said = [name for place in (*city.sites.values(), *devices) for name in (place.name, *place.aliases)]
    for text in (*said, "menara barat mati", "gardu timur", "kec menara kejaksan", "tidak ada"):
        assert again.find(text) == new.find(text)
        assert again.says_more(text) == new.says_more(text)
    assert [match.id for match in again.find("router menara barat")][:1] == [devices[0].id]

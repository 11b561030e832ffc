"""Who plays which part when people are away or off duty."""

from dataclasses import replace

import pytest

from netwatch.core.acting import acting, hand_of, parts_of, stand_in
from netwatch.core.directory import Directory, Person, Team
from sop.role import Role

DEDI = Person("Dedi", Role.KASI_INFRASTRUKTUR, 3)
NIA = Person("Nia", Role.ADMIN, 9)
AGUS = Person("Agus", Role.TIM_LAPANGAN, 4, team="utara")
JOKO = Person("Joko", Role.TIM_LAPANGAN, 5, team="utara")
BAYU = Person("Bayu", Role.TIM_LAPANGAN, 6, team="selatan")
OFFICE = Directory((DEDI, NIA, AGUS, JOKO, BAYU), (Team("utara", "Tim Utara"), Team("selatan", "Tim Selatan")))


def office(off=(), **away) -> Directory:
    return replace(OFFICE, off_duty=frozenset(off), away=away)


@pytest.mark.parametrize(
    ("directory", "who", "expected"),
    [
        pytest.param(office(), [DEDI], [("Dedi", True)], id="everybody for themselves"),
        pytest.param(office(Dedi="Bayu"), [DEDI], [("Bayu a.n. Dedi", True)], id="away: the deputy"),
        pytest.param(office(Dedi=None), [DEDI], [("Dedi", True)], id="away without a deputy, the only one: told"),
        pytest.param(office(Dedi="Bayu", Bayu=None), [DEDI], [("Dedi", True)], id="a deputy who is away is none"),
        pytest.param(office(Dedi="Gone"), [DEDI], [("Dedi", True)], id="nor is one who has left"),
        pytest.param(office(Agus=None), [AGUS, JOKO], [("Joko", True)], id="away, and there are others: they"),
        pytest.param(
            office(Agus=None, Joko=None), [AGUS, JOKO], [("Agus", True), ("Joko", True)], id="all away: all"
        ),
        pytest.param(office(off=["Joko"]), [AGUS, JOKO], [("Agus", True), ("Joko", False)], id="off duty: no sound"),
        pytest.param(
            office(off=["Agus", "Joko"]), [AGUS, JOKO], [("Agus", True), ("Joko", True)],
            id="nobody on duty: all with a sound",
        ),
        pytest.param(
            office(off=["Joko"], Agus=None), [AGUS, JOKO], [("Joko", True)],
            id="the one on duty is away: the other with a sound",
        ),
        pytest.param(
            office(off=["Bayu"], Dedi="Bayu"), [DEDI], [("Bayu a.n. Dedi", True)],
            id="a deputy is on duty when the absent is",
        ),
        pytest.param(office(Agus="Joko"), [AGUS, JOKO], [("Joko", True)], id="a deputy with that part has it once"),
    ],
)  # fmt: skip
def test_who_acts_and_who_hears_it(directory, who, expected):
    assert [(each.name, each.loud) for each in acting(who, directory)] == expected


def test_a_deputy_presses_in_the_part_and_in_the_name_of_who_is_away():
    directory = office(Dedi="Bayu")
    assert stand_in(BAYU, (Role.KASI_INFRASTRUKTUR,), directory) == Person("Bayu a.n. Dedi", Role.KASI_INFRASTRUKTUR, 6)
    assert stand_in(BAYU, (Role.TIM_LAPANGAN, Role.KASI_INFRASTRUKTUR), directory) == BAYU
    assert stand_in(AGUS, (Role.KASI_INFRASTRUKTUR,), directory) == AGUS
    assert stand_in(DEDI, (Role.KASI_INFRASTRUKTUR,), directory) == DEDI, "who is away may press all the same"
    assert stand_in(BAYU, (Role.KASI_INFRASTRUKTUR,), OFFICE) == BAYU
    assert parts_of(BAYU, directory) == (BAYU, DEDI)


def test_whose_hand_it_was_is_read_from_the_record():
    assert [hand_of("Bayu a.n. Dedi"), hand_of("Dedi"), hand_of("")] == ["Bayu", "Dedi", ""]

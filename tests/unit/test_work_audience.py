"""Whom planned work concerns."""

from datetime import UTC, datetime, timedelta

import pytest

from netwatch.core.directory import Directory, Person, Team
from netwatch.core.maintenance import Window
from netwatch.core.work_audience import LONGEST_BY_ROLE, concerned
from sop.role import Role
from tests.sim.world import inventory_of

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
CITY = inventory_of({"core": (), "rt-a": ("core",), "rt-b": ("core",)}, sites={"rt-a": "a", "rt-b": "b"})
OFFICE = Directory(
    (
        Person("Rina", Role.CALL_TAKER, 1),
        Person("Sari", Role.SPV_OPINI_PUBLIK, 2),
        Person("Dedi", Role.KASI_INFRASTRUKTUR, 3),
        Person("Agus", Role.TIM_LAPANGAN, 4, team="utara"),
        Person("Bayu", Role.TIM_LAPANGAN, 5, team="selatan"),
        Person("Nia", Role.ADMIN, 6),
        Person("Tono", Role.CALL_TAKER),
    ),
    (Team("utara", "Tim Utara", sites=("a",)), Team("selatan", "Tim Selatan", chat_id=-50, sites=("b",))),
)


@pytest.mark.parametrize(
    ("devices", "sites", "but", "chats"),
    [
        pytest.param((), ("a",), None, [3, 4, 1], id="Kasi, the site's team, the call takers; neither SPV nor admin"),
        pytest.param(("rt-b",), (), None, [3, -50, 1], id="of a device its site's team, in its group"),
        pytest.param(("rt-b",), ("a",), None, [3, 4, -50, 1], id="of several sites all their teams"),
        pytest.param((), ("a",), "Dedi", [4, 1], id="but not who planned it"),
        pytest.param(("gone",), (), None, [3, 1], id="a device that has left the inventory has no team"),
    ],
)
def test_who_is_concerned(devices, sites, but, chats):
    window = Window("1", NOW, NOW + timedelta(hours=1), devices, sites, by="Dedi")
    assert sorted(reader.chat_id for reader in concerned(window, CITY, OFFICE, but)) == sorted(chats)


def test_a_team_plans_a_working_day_and_call_takers_nothing():
    assert LONGEST_BY_ROLE[Role.TIM_LAPANGAN] == timedelta(hours=8)
    assert not LONGEST_BY_ROLE.keys() & {Role.CALL_TAKER, Role.SPV_OPINI_PUBLIK}

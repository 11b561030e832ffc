"""Invitations: who becomes a member by one, under which name, and who does not."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from netwatch.core.directory import Directory, Person, Team
from netwatch.core.member import VALID, Invitation, Member, Unusable, join, unused_name, with_members
from sop.role import Role

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
SETTINGS = Directory((Person("Dedi", Role.KASI_INFRASTRUKTUR, 3),), (Team("utara", "Tim Utara"),))
OFFER = Invitation(1, "secret", Role.TIM_LAPANGAN, "utara", "Dedi", NOW)
BUDI = Member(1, "Budi", Role.CALL_TAKER, None, 70, "Sari", NOW)


def after(hours: float) -> datetime:
    return NOW + timedelta(hours=hours)


def test_who_follows_an_invitation_has_its_part_and_the_invitation_is_used():
    outcome = join(OFFER, 77, "Agus", SETTINGS, [], after(1))
    assert not isinstance(outcome, Unusable)
    used, member = outcome
    assert (used.used_at, used.used_by) == (after(1), "Agus")
    assert member == Member(0, "Agus", Role.TIM_LAPANGAN, "utara", 77, "Dedi", after(1))
    office = with_members(SETTINGS, [member])
    assert office.by_telegram_id(77) == Person("Agus", Role.TIM_LAPANGAN, 77, None, "utara")


@pytest.mark.parametrize(
    ("invitation", "telegram_id", "hours", "why"),
    [
        pytest.param(None, 77, 1, Unusable.UNKNOWN, id="an invented code"),
        pytest.param(replace(OFFER, used_at=NOW), 77, 1, Unusable.USED, id="somebody was first"),
        pytest.param(OFFER, 77, VALID.total_seconds() / 3600, Unusable.EXPIRED, id="three days later"),
        pytest.param(OFFER, 3, 1, Unusable.IN_SETTINGS, id="somebody of the settings"),
        pytest.param(replace(OFFER, team="gone"), 77, 1, Unusable.NO_TEAM, id="a team that is no more"),
    ],
)
def test_who_does_not_become_a_member(invitation, telegram_id, hours, why):
    assert join(invitation, telegram_id, "Agus", SETTINGS, [], after(hours)) is why


@pytest.mark.parametrize(
    ("name", "given"),
    [
        pytest.param("Agus", "Agus", id="a name of one's own"),
        pytest.param("Dedi", "Dedi 2", id="that of somebody in the settings"),
        pytest.param("dedi", "dedi 2", id="in whatever letters"),
        pytest.param("Budi", "Budi 2", id="that of a member"),
        pytest.param("netwatch", "netwatch 2", id="that of netwatch"),
        pytest.param("Agus a.n. Dedi", "Agusa.n.Dedi", id="a signature on behalf of somebody"),
        pytest.param("  A\n gus ", "A gus", id="in one line"),
        pytest.param(" \n", "Anggota", id="none at all"),
        pytest.param("x" * 99, "x" * 60, id="too long"),
    ],
)
def test_nobody_gets_the_name_of_somebody_else(name, given):
    outcome = join(OFFER, 77, name, SETTINGS, [BUDI], after(1))
    assert not isinstance(outcome, Unusable)
    assert outcome[1].name == given


def test_the_name_of_who_has_left_is_not_given_again_but_to_themselves():
    left = replace(BUDI, left_at=NOW)
    for telegram_id, given in ((77, "Budi 2"), (70, "Budi")):
        outcome = join(OFFER, telegram_id, "Budi", SETTINGS, [left], after(1))
        assert not isinstance(outcome, Unusable)
        assert outcome[1].name == given


def test_the_settings_come_first_and_who_has_left_is_gone():
    listed, namesake = replace(BUDI, id=2, name="Dedi", telegram_id=3), replace(BUDI, id=3, name="Dedi")
    members = [replace(BUDI, left_at=NOW), listed, namesake]
    office = with_members(SETTINGS, members)
    assert [(person.name, person.role) for person in office.people] == [
        ("Dedi", Role.KASI_INFRASTRUKTUR), ("Dedi 2", Role.CALL_TAKER),
    ]
    assert with_members(office, members) == office


def test_a_code_does_not_show():
    assert "secret" not in repr(OFFER)
    assert unused_name("A", []) == "A"

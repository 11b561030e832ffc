"""Who gets what a team needs on its way, and that nothing is said where nothing is known."""

from dataclasses import replace

import pytest

from netwatch.core.briefing import Briefing
from netwatch.core.news import Instructed
from netwatch.text.card import card
from netwatch.text.html import LIMIT, length, seen
from netwatch.text.instructed import instructed
from netwatch.text.ticket_detail import ticket_detail
from sop.role import Role
from tests.unit.text_sample import ACCEPTED, NOW, OFFICE, OUTAGE
from tests.unit.text_way import BRIEFING, KNOWN, SENT_OUT

OURS = ("0811-0000-021", "Ibu Ratna", "Jl. Siliwangi", "E4A20B11C7D3", "Riwayat lokasi ini")


def shown(viewer: Role, team: str | None) -> list[str]:
    """What of it a reader finds on the card and in `/tiket 42`."""
    told = card(ACCEPTED, viewer, KNOWN, NOW, team=team, briefing=BRIEFING)
    detail = ticket_detail(ACCEPTED, (), viewer, KNOWN, NOW, private=True, team=team, briefing=BRIEFING)
    found = [[part for part in OURS if part in seen(message.html)] for message in (told, detail)]
    assert found[0] == found[1]
    return found[0]


def test_the_team_that_has_the_ticket_finds_everything_on_its_card():
    assert shown(Role.TIM_LAPANGAN, "utara") == list(OURS)


@pytest.mark.parametrize(
    ("viewer", "team"),
    [
        (Role.TIM_LAPANGAN, "selatan"),
        (Role.TIM_LAPANGAN, None),
        (Role.KASI_INFRASTRUKTUR, None),
        (Role.SPV_OPINI_PUBLIK, None),
        (Role.CALL_TAKER, None),
        (Role.ADMIN, "utara"),
    ],
)
def test_nobody_else_reads_whom_to_phone_on_site(viewer: Role, team: str | None):
    assert shown(viewer, team) == []


def test_before_a_team_has_it_nothing_is_told():
    told = card(OUTAGE, Role.TIM_LAPANGAN, KNOWN, NOW, team="utara", briefing=BRIEFING)
    assert [part for part in OURS if part in seen(told.html)] == []


def test_the_map_opens_at_the_place():
    told = instructed(SENT_OUT, Instructed("utara", "Dedi"), KNOWN, NOW, BRIEFING)
    place = "https://www.google.com/maps/search/?api=1&amp;query=-6.707500%2C108.558500"
    assert f'<a href="{place}">buka peta</a>' in told.html


@pytest.mark.parametrize(
    ("briefing", "line"),
    [
        (Briefing(model="RB4011"), "🔩 Tipe perangkat: RB4011\n"),
        (Briefing(serial="E4A2"), "🔩 Tipe perangkat: nomor seri E4A2\n"),
    ],
)
def test_half_of_what_an_agent_may_tell(briefing: Briefing, line: str):
    told = instructed(SENT_OUT, Instructed("utara", "Dedi"), OFFICE, NOW, briefing)
    assert line in seen(told.html) + "\n"


def test_where_nothing_is_known_no_heading_stands_alone():
    told = seen(instructed(replace(SENT_OUT, ports=()), Instructed("utara", "Dedi"), OFFICE, NOW, Briefing()).html)
    for word in ("Alamat", "Kontak", "Tipe perangkat", "Riwayat", "\n\n"):
        assert word not in told


def test_what_where_and_how_bad_are_still_the_first_sixty_characters():
    told = seen(instructed(SENT_OUT, Instructed("utara", "Dedi"), KNOWN, NOW, BRIEFING).html)
    assert told.startswith("📋 INSTRUKSI: Router Kejaksan mati — Kec. Kejaksan")
    assert length(told) < LIMIT

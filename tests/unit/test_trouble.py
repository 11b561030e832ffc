"""Whom nobody reaches, and which admin is to hear of it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from netwatch.core.directory import Directory, Person, Team
from netwatch.core.message import Shut
from netwatch.core.second_channel import SMS
from netwatch.core.trouble import Trouble, letters_to_admins, of_today
from sop.role import Role

SINCE = datetime(2026, 11, 24, tzinfo=UTC)
DEDI = Person("Dedi", Role.KASI_INFRASTRUKTUR, 2003, "+628110000003")
NIA = Person("Nia", Role.ADMIN, 2009)
OMAR = Person("Omar", Role.ADMIN, 2010)
OFFICE = Directory((DEDI, NIA, OMAR), (Team("utara", "Tim Utara", -200),))

BLOCKED = Trouble("telegram", 2003, "Dedi", Shut.BLOCKED, SINCE)
PUT_OUT = Trouble("telegram", -200, None, Shut.NOT_IN_GROUP, SINCE)
NO_SMS = Trouble(SMS, 628110000003, "Dedi", Shut.NO_SMS, SINCE)
NIAS_OWN = Trouble("telegram", 2009, "Nia", Shut.BLOCKED, SINCE)


def told(*troubles: Trouble, office: Directory = OFFICE) -> dict[str, list[Trouble]]:
    return {letter.to.name: list(letter.troubles) for letter in letters_to_admins(troubles, office)}


@pytest.mark.parametrize(
    ("troubles", "expected"),
    [
        pytest.param([BLOCKED, PUT_OUT], {"Nia": [BLOCKED, PUT_OUT], "Omar": [BLOCKED, PUT_OUT]}, id="all in one"),
        pytest.param([replace(BLOCKED, told=True)], {}, id="once"),
        pytest.param([NIAS_OWN], {"Omar": [NIAS_OWN]}, id="an admin whom nothing reaches is not told of it"),
        pytest.param([NO_SMS], {"Nia": [NO_SMS], "Omar": [NO_SMS]}, id="a number that no SMS reaches"),
        pytest.param([replace(BLOCKED, person="Budi")], {}, id="who has left the office is nobody's trouble"),
        pytest.param([replace(BLOCKED, chat_id=1)], {}, id="nor is the old account of somebody who has a new one"),
        pytest.param([replace(PUT_OUT, chat_id=-9)], {}, id="nor is a group that no team has"),
    ],
)
def test_what_each_admin_is_told(troubles: list[Trouble], expected: dict[str, list[Trouble]]) -> None:
    assert told(*troubles) == expected


def test_without_an_admin_it_waits_until_there_is_one() -> None:
    nobody = replace(OFFICE, people=(DEDI, replace(NIA, telegram_id=None)))
    assert told(BLOCKED, office=nobody) == {}
    assert of_today([BLOCKED], nobody) == [BLOCKED]

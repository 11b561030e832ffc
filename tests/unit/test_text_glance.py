"""What comes unasked is read on a lock screen: its first characters say what kind of news, what, and where."""

import re
from pathlib import Path

import pytest

from netwatch.text.headline import GLANCE
from tests.unit.test_text_golden import FOLDER, MESSAGES

UNASKED = (
    "accepted", "breached", "call-back", "card", "closed", "digest", "flapping", "forwarded", "held", "instructed",
    "merged", "moved-up", "reassigned", "reminder", "reopened", "repair-filed", "repair-reminder", "repair-returned",
    "resumed", "sms", "unreachable", "work-news", "worsened",
)  # fmt: skip
"""The beginnings of the kept files' names."""

NO_PLACE = ("monitor", "sms-a", "digest", "unreachable", "work-news")
"""Those of the monitor itself, of several tickets, and those whose place or person is all that they are about."""

KIND = r"(?:\S{1,3} )?(?:\d+ )?[A-Z][A-Z-]+(?: [A-Z][A-Z-]+)*(?: ke #\d+)?: "
KIND_OF_ALL = re.compile(rf"{KIND}\S.{{2,}}")
WITH_PLACE = re.compile(rf"{KIND}\S.{{3,}}? [—-] \S.{{3,}}")
ALARM = re.compile(r"\S* ?GANGGUAN(?: BERULANG)?: ")
HOW_BAD = re.compile(
    r" (?:mati|putus|putus-sambung|memakai baterai|hampir habis|tinggi|padat|hilang|diduga padam|terputus|tanpa SNMP"
    r"|laporan warga|mendesak)(?: |,|\.|$)"
)


def first_characters(name: str) -> str:
    lines = (Path(FOLDER) / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return next(line for line in lines if not line.startswith("("))[:GLANCE]


@pytest.mark.parametrize("name", sorted(name for name in MESSAGES if name.startswith(UNASKED)))
def test_the_first_characters_say_what_and_where(name: str) -> None:
    shown = first_characters(name)
    assert KIND_OF_ALL.match(shown)
    if not any(mark in name for mark in NO_PLACE):
        assert WITH_PLACE.match(shown)
    if ALARM.match(shown):
        assert HOW_BAD.search(shown), "and how bad"

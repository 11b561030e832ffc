"""Who phones a citizen back when the call taker who took the report is not there any more."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from netwatch.core.call_backs import call_backs, takers_waited_for
from netwatch.core.directory import Directory, Person
from netwatch.core.ticket import CitizenReport, Priority, Source, Status, Ticket
from sop.role import Role

NOW = datetime(2026, 11, 24, tzinfo=UTC)
RINA = Person("Rina", Role.CALL_TAKER, 1)
WATI = Person("Wati", Role.CALL_TAKER, 2)
TUTI = Person("Tuti", Role.CALL_TAKER, 3)
SARI = Person("Sari", Role.SPV_OPINI_PUBLIK, 4)
DEDI = Person("Dedi", Role.KASI_INFRASTRUKTUR, 5)


def reported(taker: str, phone: str | None = "+6281234567890", **other) -> CitizenReport:
    return CitizenReport(NOW, taker, "telepon", "internet mati", "Budi", phone, **other)


def closed(*reports: CitizenReport, number: int = 4) -> Ticket:
    return Ticket(
        number, None, Status.CLOSED, NOW, Source.PROBE, Priority.HIGH, None, "kejaksan", citizen_reports=reports
    )


def office(*people: Person, off: tuple[str, ...] = (), **away: str | None) -> Directory:
    return Directory((*people, SARI, DEDI), (), frozenset(off), away)


@pytest.mark.parametrize(
    ("directory", "callers"),
    [
        pytest.param(office(RINA, WATI, TUTI), ["Rina"], id="she is there: she herself"),
        pytest.param(office(RINA, WATI, off=("Wati",)), ["Rina"], id="she alone is on duty: she herself"),
        pytest.param(office(RINA, WATI, TUTI, off=("Rina", "Tuti")), ["Wati"], id="off duty: the colleague on duty"),
        pytest.param(office(RINA, WATI, TUTI, off=("Rina",)), ["Wati"], id="several colleagues on duty: one of them"),
        pytest.param(office(RINA, WATI, off=("Rina", "Wati")), ["Rina"], id="nobody on duty: she herself"),
        pytest.param(office(RINA, WATI, Rina=None), ["Wati"], id="away without a deputy: a colleague"),
        pytest.param(office(RINA, WATI, TUTI, Rina="Tuti"), ["Tuti"], id="away: her deputy, though others are there"),
        pytest.param(office(RINA, WATI, Rina="Dedi"), ["Dedi"], id="away: her deputy of another part of the office"),
        pytest.param(office(RINA, WATI, Rina="Wati", Wati=None), ["Rina"], id="all away: she herself"),
        pytest.param(office(WATI), ["Wati"], id="she has left: a colleague"),
        pytest.param(office(replace(RINA, role=Role.ADMIN), WATI), ["Wati"], id="of another role now: a colleague"),
        pytest.param(office(replace(RINA, telegram_id=None), WATI), ["Wati"], id="she has no Telegram: a colleague"),
        pytest.param(office(WATI, Wati=None), ["Wati"], id="she has left, the only colleague is away: that one"),
        pytest.param(office(), ["Sari"], id="no call taker at all: the SPV"),
    ],
)
def test_the_citizens_of_rina_are_phoned_by(directory: Directory, callers: list[str]) -> None:
    assert [each.reader.person for each in call_backs(closed(reported("Rina")), directory)] == callers


def test_colleagues_take_turns_from_ticket_to_ticket() -> None:
    directory = office(WATI, TUTI)
    tickets = [closed(reported("Rina"), number=number) for number in (4, 5, 6)]
    told = [each.reader.person for ticket in tickets for each in call_backs(ticket, directory)]
    assert told == ["Wati", "Tuti", "Wati"]


def test_a_colleague_gets_the_citizens_of_each_taker_by_themselves() -> None:
    ticket = closed(reported("Rina"), reported("Wati", "+6281234567891"), reported("Rina", "+6281234567892"))
    lists = call_backs(ticket, office(WATI))
    assert [(each.reader.person, each.taken_by, len(each.reports)) for each in lists] == [
        ("Wati", "Rina", 2), ("Wati", "Wati", 1),
    ]


@pytest.mark.parametrize(
    ("report", "waited_for"),
    [
        pytest.param(reported("Rina"), ("Rina",), id="who left a number"),
        pytest.param(reported("Rina", None), (), id="not who left none"),
        pytest.param(reported("Rina", called_back_at=NOW), (), id="not who was phoned"),
        pytest.param(reported("Rina", repeats=True), (), id="not who is counted already"),
    ],
)
def test_who_is_waited_for(report: CitizenReport, waited_for: tuple[str, ...]) -> None:
    ticket = closed(report)
    assert takers_waited_for(ticket) == waited_for
    assert [each.taken_by for each in call_backs(ticket, office(RINA))] == list(waited_for)

"""Who gets an SMS, and why: what the outbox says, as sentences."""

from dataclasses import replace
from datetime import timedelta

import pytest

from netwatch.core.directory import Directory, Person, Team
from netwatch.core.message import Kind, Recipient
from netwatch.core.second_channel import BURST, SMS, Fate, Letter, Rule, Said, Wanted, Why, letters, missing
from netwatch.core.ticket import Priority
from sop.role import Role
from tests.unit.text_sample import BY_CITIZEN, CLOSED, NOW, OUTAGE, minutes, steps

RULE = Rule("telegram", SMS, timedelta(minutes=2))
GROUP = -100200
DEDI = Person("Dedi", Role.KASI_INFRASTRUKTUR, 2003, "+628110000003")
AGUS = Person("Agus", Role.TIM_LAPANGAN, 2004, "+628110000004", "utara")
JOKO = Person("Joko", Role.TIM_LAPANGAN, 2005, "+628110000005", "utara")
BAYU = Person("Bayu", Role.TIM_LAPANGAN, 2006, "+628110000006", "selatan")
SARI = Person("Sari", Role.SPV_OPINI_PUBLIK, 2002, "+628110000002")
UTARA = Team("utara", "Tim Utara", sites=("kejaksan",))
OFFICE = Directory((SARI, DEDI, AGUS, BAYU), (UTARA, Team("selatan", "Tim Selatan", default=True)))
IN_A_GROUP = Directory((AGUS, JOKO), (replace(UTARA, chat_id=GROUP),))


def said(
    person: Person, fate: Fate, kind: Kind = Kind.OPENED, *, ago: float = 0.0, silent: bool = False
) -> Said:
    """In Telegram, so many seconds ago."""
    to = Recipient("telegram", person.telegram_id or 0, person.name)
    return Said(to, kind, silent, fate, NOW - timedelta(seconds=ago))


def texted(person: Person, kind: Kind = Kind.OPENED, fate: Fate = Fate.SENT, ago: float = 0.0) -> Said:
    return Said(Recipient(SMS, 628110000003, person.name), kind, False, fate, NOW - timedelta(seconds=ago))


def who(ticket, *told: Said, directory: Directory = OFFICE) -> dict[str, Why]:
    return {each.person.name: each.why for each in missing(ticket, told, directory, RULE, NOW)}


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        pytest.param([], {}, id="nothing is on its way to anybody: a message is not made up"),
        pytest.param([said(DEDI, Fate.WAITING, ago=119)], {}, id="Telegram has two minutes"),
        pytest.param([said(DEDI, Fate.WAITING, ago=120)], {"Dedi": Why.WAITED}, id="after two minutes an SMS"),
        pytest.param([said(DEDI, Fate.SENT, ago=500)], {}, id="what Telegram has accepted is not said again"),
        pytest.param([said(DEDI, Fate.REFUSED)], {"Dedi": Why.REFUSED}, id="who blocked the bot gets an SMS at once"),
        pytest.param(
            [said(DEDI, Fate.WAITING, ago=300, silent=True)], {}, id="a card that comes without a sound alarms nobody"
        ),
        pytest.param([said(DEDI, Fate.WAITING, Kind.BREACHED, ago=300)], {}, id="a breach is no first alarm"),
        pytest.param(
            [said(DEDI, Fate.SENT, silent=True, ago=900), said(DEDI, Fate.WAITING, Kind.INSTRUCTED, ago=121)],
            {"Dedi": Why.WAITED}, id="a report that is passed on is the alarm, the silent card before it is not",
        ),
        pytest.param([said(SARI, Fate.REFUSED)], {}, id="the SPV is not alarmed"),
        pytest.param([said(BAYU, Fate.REFUSED)], {}, id="a team of other sites is not alarmed"),
        pytest.param(
            [said(DEDI, Fate.WAITING, ago=300), texted(DEDI)], {}, id="who has got an SMS gets no other",
        ),
        pytest.param(
            [said(DEDI, Fate.WAITING, ago=300), texted(DEDI, fate=Fate.WAITING)], {}, id="nor while it waits in Gammu",
        ),
        pytest.param(
            [said(DEDI, Fate.WAITING, ago=300), texted(DEDI, fate=Fate.REFUSED)], {}, id="nor when Gammu could not",
        ),
        pytest.param(
            [said(AGUS, Fate.WAITING, ago=130), said(DEDI, Fate.SENT, ago=130)], {"Agus": Why.WAITED},
            id="each person for themselves",
        ),
        pytest.param(
            [texted(DEDI, ago=900), texted(DEDI, Kind.CLOSED, ago=600), said(DEDI, Fate.SENT, ago=900)], {},
            id="told that it is over and not yet that it is back: Telegram has nothing to say of that so far",
        ),
        pytest.param(
            [
                said(DEDI, Fate.WAITING, ago=1000), texted(DEDI, ago=900), texted(DEDI, Kind.CLOSED, ago=600),
                said(DEDI, Fate.WAITING, Kind.REOPENED, ago=130),
            ],
            {"Dedi": Why.WAITED}, id="who was told that it is over is told that it is back",
        ),
    ],
)  # fmt: skip
def test_an_open_ticket(told: list[Said], expected: dict[str, Why]) -> None:
    assert who(OUTAGE, *told) == expected


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        pytest.param([texted(DEDI)], {"Dedi": Why.ENDED}, id="whom the SMS reached is told of the end"),
        pytest.param([texted(DEDI), texted(DEDI, Kind.CLOSED, Fate.WAITING)], {}, id="once"),
        pytest.param([texted(DEDI, fate=Fate.WAITING)], {}, id="not while the alarm still waits"),
        pytest.param([texted(DEDI, fate=Fate.REFUSED)], {}, id="not whom the alarm never reached"),
        pytest.param([said(DEDI, Fate.WAITING, ago=900)], {}, id="a closed ticket alarms nobody any more"),
        pytest.param([texted(BAYU)], {"Bayu": Why.ENDED}, id="even who has nothing to do with it by now"),
    ],
)
def test_a_closed_ticket(told: list[Said], expected: dict[str, Why]) -> None:
    assert who(CLOSED, *told) == expected


@pytest.mark.parametrize(
    ("fate", "expected"),
    [
        pytest.param(Fate.REFUSED, {"Agus": Why.REFUSED, "Joko": Why.REFUSED}, id="the bot was put out of the group"),
        pytest.param(Fate.WAITING, {"Agus": Why.WAITED, "Joko": Why.WAITED}, id="Telegram is away"),
        pytest.param(Fate.SENT, {}, id="the group has heard"),
    ],
)
def test_a_teams_group_stands_for_its_members(fate: Fate, expected: dict[str, Why]) -> None:
    to_group = Said(Recipient("telegram", GROUP), Kind.OPENED, False, fate, NOW - timedelta(seconds=200))
    assert who(OUTAGE, to_group, directory=IN_A_GROUP) == expected


def test_a_member_whom_telegram_reaches_in_private_needs_no_sms_for_the_group_that_it_does_not_reach() -> None:
    to_group = Said(Recipient("telegram", GROUP), Kind.OPENED, False, Fate.REFUSED, NOW)
    assert who(OUTAGE, to_group, said(AGUS, Fate.SENT), directory=IN_A_GROUP) == {"Joko": Why.REFUSED}


def test_who_has_no_telegram_gets_an_sms_at_once_and_who_has_no_phone_gets_nothing() -> None:
    directory = replace(OFFICE, people=(replace(DEDI, telegram_id=None), replace(AGUS, telegram_id=None, phone=None)))
    assert who(OUTAGE, directory=directory) == {"Dedi": Why.NO_ADDRESS}
    assert who(OUTAGE, said(AGUS, Fate.REFUSED), directory=directory) == {"Dedi": Why.NO_ADDRESS}


def test_a_citizens_report_reaches_those_without_telegram_when_it_is_their_turn() -> None:
    directory = replace(OFFICE, people=(replace(DEDI, telegram_id=None), replace(BAYU, telegram_id=None)))
    assert who(BY_CITIZEN, directory=directory) == {}
    forwarded = replace(BY_CITIZEN, steps=steps(4, minutes(2)))
    assert who(forwarded, directory=directory) == {"Dedi": Why.NO_ADDRESS}
    instructed = replace(BY_CITIZEN, steps=steps(6, minutes(2)))
    assert who(instructed, directory=directory) == {"Dedi": Why.NO_ADDRESS, "Bayu": Why.NO_ADDRESS}


def test_the_team_that_has_the_ticket_is_told_instead_of_the_sites_own() -> None:
    taken = replace(OUTAGE, team="selatan")
    assert who(taken, said(AGUS, Fate.REFUSED), said(BAYU, Fate.REFUSED)) == {"Bayu": Why.REFUSED}


def wanted(number: int, kind: Kind = Kind.OPENED, priority: Priority = Priority.NORMAL) -> Wanted:
    return Wanted(replace(OUTAGE, id=number, priority=priority), DEDI, kind, Why.WAITED)


def numbers(found: list[Letter]) -> list[tuple[Kind, list[int]]]:
    return [(letter.kind, [each.ticket.id for each in letter.wanted]) for letter in found]


def test_what_a_person_can_read_comes_one_by_one() -> None:
    found = letters([wanted(3, Kind.CLOSED), wanted(2), wanted(1, priority=Priority.HIGH)], {})
    assert numbers(found) == [(Kind.OPENED, [1]), (Kind.OPENED, [2]), (Kind.CLOSED, [3])]


def test_what_is_more_comes_together_the_most_urgent_first() -> None:
    many = [wanted(n) for n in range(1, 21)] + [wanted(21, priority=Priority.CRITICAL), wanted(22, Kind.CLOSED)]
    assert numbers(letters(many, {})) == [(Kind.OPENED, [21, *range(1, 21)]), (Kind.CLOSED, [22])]


def test_who_has_got_many_lately_waits_and_nobody_else_does() -> None:
    agus = Wanted(OUTAGE, AGUS, Kind.OPENED, Why.WAITED)
    assert numbers(letters([wanted(1), agus], {"Dedi": BURST})) == [(Kind.OPENED, [42])]
    assert numbers(letters([wanted(1), wanted(2, Kind.CLOSED)], {"Dedi": BURST - 1})) == [(Kind.OPENED, [1])]

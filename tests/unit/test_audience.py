"""Who is told what by a new message."""

from datetime import UTC, datetime

import pytest

from netwatch.core.audience import tellings
from netwatch.core.directory import Directory, Person, Team
from netwatch.core.news import Breached, Held, News, Reassigned, Reminded, Resumed
from netwatch.core.ticket import Priority, RootCause, Source, Status, Ticket
from sop.document import load_shipped
from sop.machine import begin
from sop.role import Role

SOP = load_shipped()
NOW = datetime(2026, 11, 24, tzinfo=UTC)
GROUP = -200
DIRECTORY = Directory(
    (
        Person("Rina", Role.CALL_TAKER, 1),
        Person("Sari", Role.SPV_OPINI_PUBLIK, 2),
        Person("Dedi", Role.KASI_INFRASTRUKTUR, 3),
        Person("Agus", Role.TIM_LAPANGAN, 4, team="utara"),
        Person("Joko", Role.TIM_LAPANGAN, 5, team="utara"),
        Person("Bayu", Role.TIM_LAPANGAN, 6, team="selatan"),
    ),
    (Team("utara", "Tim Utara", sites=("here",)), Team("selatan", "Tim Selatan", GROUP, default=True)),
)
TICKET = Ticket(
    42, None, Status.OPEN, NOW, Source.PROBE, Priority.HIGH, RootCause("rt", "ping"), "here",
    steps=begin(SOP, NOW, "kasi_receive", "netwatch"),
)
NAMES = {person.telegram_id: person.name for person in DIRECTORY.people} | {GROUP: "group"}


def breach(no: int, next_no: int | None) -> Breached:
    return Breached(no, NOW, next_no)


def remind(no: int) -> Reminded:
    return Reminded(no, NOW, NOW)


def told(*news: News, muted: tuple[int, ...] = ()) -> list[str]:
    return [NAMES[telling.to.chat_id] for telling in tellings(TICKET, news, DIRECTORY, muted)]


@pytest.mark.parametrize(
    ("news", "who"),
    [
        pytest.param(breach(2, 3), ["Sari"], id="SPV late with one step and in turn with the next"),
        pytest.param(breach(3, 4), ["Dedi", "Sari"], id="SPV late: Kasi's turn"),
        pytest.param(breach(4, 5), ["Sari"], id="Kasi late, and in turn again: SPV hears it"),
        pytest.param(breach(5, 6), ["Agus", "Joko", "Sari"], id="Kasi late: the team's turn"),
        pytest.param(breach(6, 7), ["Dedi", "Sari"], id="the team does not answer: Kasi hears it"),
        pytest.param(breach(7, None), ["Agus", "Joko", "Dedi", "Sari"], id="the repair is late and goes on"),
        pytest.param(breach(1, None), ["Rina", "Sari"], id="a call taker's report waits for them"),
        pytest.param(remind(4), ["Dedi"], id="a reminder goes to Kasi alone"),
        pytest.param(remind(7), ["Agus", "Joko"], id="a reminder goes to the team of the site"),
        pytest.param(Held("Agus", Role.TIM_LAPANGAN), ["Dedi"], id="the team is held up: Kasi hears it"),
        pytest.param(Held("Dedi", Role.KASI_INFRASTRUKTUR), ["Agus", "Joko"], id="Kasi holds it: the team hears it"),
        pytest.param(Resumed("Dedi", Role.KASI_INFRASTRUKTUR), ["Agus", "Joko"], id="Kasi lets it go on"),
        pytest.param(Resumed("Agus", Role.TIM_LAPANGAN), [], id="the team goes on: the card says it"),
        pytest.param(Reassigned("utara", "selatan", "Dedi"), ["Agus", "Joko", "group"], id="both teams hear of it"),
        pytest.param(Reassigned("utara", "gone", "Dedi"), ["Agus", "Joko"], id="the team before has left"),
        pytest.param(remind(99), [], id="a step that the ticket does not have"),
    ],
)
def test_who_hears_of_it(news: News, who: list[str]) -> None:
    assert told(news) == who


def test_of_limits_that_passed_unnoticed_each_is_told_the_last_that_concerns_them() -> None:
    late = [breach(4, 5), breach(5, 6), breach(6, 7)]
    heard = [(NAMES[t.to.chat_id], t.news) for t in tellings(TICKET, late, DIRECTORY)]
    assert heard == [("Agus", late[1]), ("Joko", late[1]), ("Dedi", late[2]), ("Sari", late[2])]


def test_who_has_muted_the_ticket_is_not_reminded_but_hears_that_it_is_late() -> None:
    assert told(remind(7), muted=(4,)) == ["Joko"]
    assert told(breach(7, None), muted=(4,)) == ["Agus", "Joko", "Dedi", "Sari"]

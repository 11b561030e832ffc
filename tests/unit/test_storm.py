"""Storms: how many messages become one, when that is heard, and what is still told by itself."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from netwatch.core.message import Kind, Recipient
from netwatch.core.storm import Bell, Digest, begin, gather, gathers, next_look, rings, shown

NOW = datetime(2026, 11, 24, tzinfo=UTC)
TO = Recipient("telegram", 2003, "Dedi")


def at(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def storm(*tickets: int, heard: float | None = 0.0) -> Digest:
    """A digest of tickets that was taken in at NOW, and heard so many seconds after it."""
    digest = begin(TO, (), NOW)
    for ticket in tickets:
        digest = gather(digest, Kind.OPENED, ticket, False, NOW)
    return digest if heard is None else shown(digest, True, at(heard))


@pytest.mark.parametrize(
    ("kind", "ticket", "lately", "expected"),
    [
        pytest.param(Kind.OPENED, 1, (), False, id="the first"),
        pytest.param(Kind.OPENED, 2, (1,), False, id="the second within a minute"),
        pytest.param(Kind.OPENED, 3, (1, 2), True, id="the third"),
        pytest.param(Kind.CLOSED, 2, (1, 2), False, id="more of one of the two"),
        pytest.param(Kind.REMINDER, 3, (1, 2), True, id="a third reminder"),
        pytest.param(Kind.INSTRUCTED, 3, (1, 2), True, id="a third instruction"),
        pytest.param(Kind.REPLY, 3, (1, 2), False, id="what somebody asked"),
        pytest.param(Kind.CALL_BACK, 3, (1, 2), False, id="citizens to be phoned back"),
        pytest.param(Kind.REASSIGNED, 3, (1, 2), False, id="that a team need not go on"),
        pytest.param(Kind.CARD, 3, (1, 2), False, id="a card that is only edited"),
    ],
)
def test_what_begins_a_digest(kind: Kind, ticket: int, lately: tuple[int, ...], expected: bool) -> None:
    assert gathers(kind, ticket, lately, None, NOW) is expected


@pytest.mark.parametrize(
    ("kind", "ticket", "after", "expected"),
    [
        pytest.param(Kind.OPENED, 9, 59, True, id="another ticket while it storms"),
        pytest.param(Kind.OPENED, 9, 61, False, id="another ticket when it has calmed"),
        pytest.param(Kind.CLOSED, 1, 3600, True, id="the end of one of its tickets, whenever it is"),
        pytest.param(Kind.ACCEPTED, 1, 3600, True, id="that a team has one of them"),
        pytest.param(Kind.REMINDER, 1, 240, True, id="a reminder minutes after it"),
        pytest.param(Kind.REMINDER, 9, 240, False, id="a reminder of another ticket"),
        pytest.param(Kind.REMINDER, 1, 3600, False, id="a single reminder hours later"),
        pytest.param(Kind.OPENED, 9, -30, False, id="after the clock was set back"),
    ],
)
def test_what_an_open_digest_takes_in(kind: Kind, ticket: int, after: float, expected: bool) -> None:
    assert gathers(kind, ticket, (), storm(1, 2, 3), at(after)) is expected


def test_it_shows_what_its_reader_was_told_of_a_moment_before() -> None:
    assert gather(begin(TO, {2, 1}, NOW), Kind.OPENED, 7, False, NOW).tickets == (1, 2, 7)


def test_it_is_heard_once_and_then_only_edited() -> None:
    digest = storm(1, 2, 3, heard=None)
    assert rings(digest, False, NOW)
    digest = gather(shown(digest, True, NOW), Kind.OPENED, 4, False, at(20))
    assert not rings(digest, False, at(20))
    assert next_look(digest, at(20)) == at(3), "due since then"
    assert next_look(shown(digest, False, at(20)), at(20)) is None


def test_more_tickets_are_heard_again_after_ten_minutes() -> None:
    digest = gather(storm(1, 2, 3), Kind.OPENED, 4, False, at(599))
    assert digest.bell is Bell.NONE
    digest = gather(digest, Kind.OPENED, 5, False, at(601))
    assert rings(digest, False, at(601))


def test_a_call_is_heard_three_minutes_after_the_last_sound_at_the_soonest() -> None:
    digest = gather(storm(1, 2, 3), Kind.REMINDER, 1, False, at(60))
    assert not rings(digest, False, at(60))
    digest = shown(digest, False, at(60))
    assert next_look(digest, at(60)) == at(180)
    assert rings(digest, False, at(180))
    assert shown(digest, True, at(180)).bell is Bell.NONE


def test_what_makes_no_sound_by_itself_makes_none_together() -> None:
    digest = gather(begin(TO, (), NOW), Kind.OPENED, 1, True, NOW)
    assert digest.is_silent
    assert not gather(digest, Kind.BREACHED, 1, False, NOW).is_silent


def test_the_end_of_all_is_heard_at_once() -> None:
    digest = gather(storm(1, 2, 3), Kind.CLOSED, 1, False, at(30))
    assert not rings(digest, False, at(30))
    assert rings(digest, True, at(30))


def test_edits_keep_their_distance() -> None:
    digest = replace(storm(1, 2, 3), is_stale=True)
    assert next_look(digest, at(1)) == at(3)


def test_a_clock_that_was_set_back_does_not_silence_it() -> None:
    digest = gather(storm(1, 2, 3), Kind.REMINDER, 1, False, at(-60))
    assert rings(digest, False, at(-60))

"""What a router said about a device is evidence on its ticket, each word once."""

from datetime import UTC, datetime, timedelta

from netwatch.core.detect import Health
from netwatch.core.state import State
from netwatch.core.testimony import MOST, hear, said_about
from netwatch.core.ticket import Evidence, Priority, RootCause, Source, Status, Ticket
from netwatch.core.track import Track

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
SAID = "destination host unreachable from 10.0.0.9"
TICKET = Ticket(
    id=1, number="001", status=Status.OPEN, opened_at=NOW, source=Source.PROBE, priority=Priority.NORMAL,
    root=RootCause("a", "ping"), site="s",
)


def wall_of(at: float) -> datetime:
    return NOW + timedelta(seconds=at)


def silent_from(at: float) -> Track:
    """A device that has been called down after a miss at that time."""
    track = Track("a")
    track.health = Health(State.DOWN, at + 4.0, "", fell_at=at)
    return track


def test_the_latest_word_about_the_present_silence_is_evidence():
    track = silent_from(10.0)
    track.told = 21.0, SAID
    assert said_about(track, wall_of) == Evidence(wall_of(21.0), "icmp", SAID, "")


def test_where_nobody_said_anything_there_is_none():
    assert said_about(silent_from(10.0), wall_of) is None


def test_a_word_about_an_earlier_silence_is_none():
    track = silent_from(10.0)
    track.told = 9.0, SAID
    assert said_about(track, wall_of) is None


def test_a_word_about_a_device_that_answers_is_none():
    track = Track("a")
    track.told = 21.0, SAID
    assert said_about(track, wall_of) is None


def test_each_word_is_attached_once_and_of_many_a_few():
    ticket = TICKET
    words = [f"{SAID}{n}" for n in range(MOST + 3)]
    entries = []
    for word in words:
        for _ in range(2):
            change = hear(ticket, Evidence(NOW, "icmp", word, ""))
            ticket, entries = change.ticket, [*entries, *change.entries]
    assert [e.summary for e in ticket.evidence] == words[:MOST]
    assert [(e.event, e.detail) for e in entries] == [("evidence", f"icmp: {word}") for word in words[:MOST]]
    assert hear(ticket, None).ticket is ticket

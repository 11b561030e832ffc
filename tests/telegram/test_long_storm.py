"""A city that breaks for hours, in simulated time and with Telegram's limits enforced.

Nothing is refused, nothing is lost or said twice, each chat hears things in their order, and a press is answered at
once while cards wait.
"""

from collections import defaultdict
from pathlib import Path

import pytest
from sqlalchemy import Row, select

from netwatch.core.message import Kind
from netwatch.core.ticket import Ticket
from netwatch.demo.botapi.screen import Shown, screen_of
from netwatch.store.schema import SENT, STALE
from netwatch.store.schema import card as card_table
from netwatch.store.schema import outbox as outbox_table
from tests.sim.simulated_loop import simulated_time
from tests.telegram.long_storm import Storm, storm

ENDS = ("✅ SELESAI", "☑️ DITUTUP", "☑️ BUKAN GANGGUAN", "➡️ DIGABUNG")
HOUR = 3600.0


async def _hold(folder: Path, count: int, seconds: float, calm: float, gust: float, pause: float) -> list[Ticket]:
    """Returns the tickets that there were."""
    async with storm(folder, seed=7, count=count) as played:
        await played.passes(seconds, calm, gust, pause)
        async with played.store.read() as tx:
            rows = (await tx.connection.execute(select(outbox_table).order_by(outbox_table.c.id))).all()
            cards = (await tx.connection.execute(select(card_table))).all()
            tickets = await tx.tickets.all()
    _nothing_is_refused(played)
    _everything_is_said_once(played, rows)
    _each_chat_hears_things_in_order(rows)
    _every_card_says_the_end(played, cards)
    _no_press_waits_behind_cards(played)
    return tickets


def _nothing_is_refused(played: Storm) -> None:
    assert played.refused == []


def _everything_is_said_once(played: Storm, rows: list[Row]) -> None:
    """Each row was sent at the first try, or was overtaken by what it would have reminded of."""
    sent = [row for row in rows if row.state == SENT]
    assert {row.attempts for row in sent} == {1}
    unsaid = {(row.state, row.kind) for row in rows if row.state != SENT}
    assert unsaid <= {(STALE, Kind.REMINDER)}
    spared = len(sent) - played.accepted  # edits that would have changed nothing
    assert 0 <= spared <= sum(row.refreshes or row.card or row.edits is not None for row in sent)


def _each_chat_hears_things_in_order(rows: list[Row]) -> None:
    """Answers have a lane of their own, and what only brings a message up to date keeps to none."""
    lanes: dict[tuple[int, bool], list[Row]] = defaultdict(list)
    for row in rows:
        if row.state == SENT and not row.refreshes:
            lanes[row.chat_id, row.kind == Kind.REPLY].append(row)
    for lane in lanes.values():
        times = [row.sent_at for row in lane]
        assert times == sorted(times)


def _every_card_says_the_end(played: Storm, cards: list[Row]) -> None:
    """All is well again, so a card that says otherwise has missed its last change."""
    chats = {person.id: person.private for person in played.phones.values()} | {played.group.chat.id: played.group.chat}
    shown: dict[int, dict[int, Shown]] = {
        chat_id: {each.message_id: each for each in screen_of(chat)} for chat_id, chat in chats.items()
    }
    heads = [shown[each.chat_id][each.message_id].text.partition("\n")[0] for each in cards]
    assert [head for head in heads if not head.startswith(ENDS)] == []


def _no_press_waits_behind_cards(played: Storm) -> None:
    assert [press for press in played.presses if press.took is None or press.took > 2.0] == []
    assert any(press.waiting for press in played.presses), "cards waited meanwhile"


def test_four_minutes_in_which_ten_places_fail(tmp_path):
    with simulated_time() as runner:
        tickets = runner.run(_hold(tmp_path, count=10, seconds=240.0, calm=200.0, gust=400.0, pause=25.0))
    assert len(tickets) >= 10


@pytest.mark.long
def test_eight_hours_in_which_a_city_fails_hundreds_of_times(tmp_path):
    with simulated_time() as runner:
        tickets = runner.run(
            _hold(tmp_path, count=28, seconds=8 * HOUR, calm=1.2 * HOUR, gust=2 * HOUR, pause=200.0)
        )
    assert len(tickets) >= 180
    assert sum(ticket.accepted_by is not None for ticket in tickets) >= 40
    assert sum(ticket.reopened for ticket in tickets) >= 10

"""How much of what devices say is written down, and how much is looked into at all."""

from datetime import UTC, datetime, timedelta

from netwatch.core.notice import MOST_WAITING, NoticeBook
from probes.traps.allowance import SENDER_BURST, SENDER_RATE, TOTAL_BURST, Allowance
from probes.traps.meaning import Meaning, TrapKind

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
DOWN = Meaning(TrapKind.LINK_DOWN, "ether3")
UP = Meaning(TrapKind.LINK_UP, "ether3")


def test_what_is_repeated_within_five_minutes_is_counted_and_told_with_the_next():
    book = NoticeBook()
    for minute in range(6):
        book.take("ups-1", DOWN, NOW + timedelta(minutes=minute))
    assert [n.detail for n in book.waiting(10)] == [
        "ups-1: link_down ether3", "ups-1: link_down ether3 (5 times since the last entry)"
    ]


def test_another_port_another_kind_and_another_device_are_news():
    book = NoticeBook()
    for device, meaning in [("a", DOWN), ("a", UP), ("a", Meaning(TrapKind.LINK_DOWN, "ether4")), ("b", DOWN)]:
        book.take(device, meaning, NOW)
    assert len(book.waiting(10)) == 4


def test_notices_wait_until_they_are_written():
    book = NoticeBook()
    book.take("a", DOWN, NOW)
    book.take("a", UP, NOW)
    first = book.waiting(1)
    assert book.waiting(1) == first
    book.settle(first)
    assert [n.meaning for n in book.waiting(5)] == [UP]


def test_no_more_than_the_bound_wait_while_the_database_is_away():
    book = NoticeBook()
    for n in range(MOST_WAITING + 50):
        book.take(f"d{n}", DOWN, NOW)
    assert len(book.waiting(10**6)) == MOST_WAITING


def test_a_sender_has_its_burst_and_then_its_rate():
    allowance = Allowance()
    assert sum(allowance.take("127.0.0.2", 10.0) for _ in range(100)) == SENDER_BURST
    assert sum(allowance.take("127.0.0.2", 12.0) for _ in range(100)) == 2 * SENDER_RATE


def test_one_sender_that_floods_leaves_the_others_theirs():
    allowance = Allowance()
    for _ in range(10_000):
        allowance.take("127.0.0.2", 10.0)
    assert allowance.take("127.0.0.3", 10.0)


def test_all_senders_together_have_a_bound():
    allowance = Allowance()
    assert sum(allowance.take(f"s{n}", 10.0) for n in range(5_000)) == TOTAL_BURST

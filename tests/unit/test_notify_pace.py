import pytest
from hypothesis import given
from hypothesis import strategies as st

from netwatch.notify.pace import TELEGRAM, UNLIMITED, Limits, Pace


def sent(limits: Pace, chats: list[int]) -> list[tuple[float, int]]:
    """When each message goes out if each is sent as soon as it may, and lands at once."""
    now, out = 0.0, []
    for chat in chats:
        now += limits.next_slot(chat, now)
        send(limits, chat, now)
        out.append((now, chat))
    return out


def send(pace: Pace, chat: int, at: float, takes: float = 0.0, count: int = 1) -> None:
    pace.took(chat, at, count)
    pace.landed(chat, at + takes, count)


def test_a_chat_gets_one_message_a_second() -> None:
    times = [at for at, _ in sent(Pace(TELEGRAM), [1] * 5)]
    assert times == pytest.approx([0.0, 1.05, 2.10, 3.15, 4.20])


def test_a_person_may_get_more_than_twenty_a_minute() -> None:
    assert sent(Pace(TELEGRAM), [1] * 40)[-1][0] < 45


def test_a_group_gets_twenty_a_minute() -> None:
    times = [at for at, _ in sent(Pace(TELEGRAM), [-1] * 41)]
    assert times[19] < 21
    assert times[20] == pytest.approx(61.0)
    assert times[40] == pytest.approx(122.0)


def test_different_chats_do_not_wait_for_each_other_below_the_overall_limit() -> None:
    assert {at for at, _ in sent(Pace(TELEGRAM), list(range(25)))} == {0.0}


def test_all_chats_together_get_twenty_five_a_second() -> None:
    times = [at for at, _ in sent(Pace(TELEGRAM), list(range(75)))]
    assert times[25] == pytest.approx(1.0)
    assert times[74] == pytest.approx(2.0)


def test_a_chat_that_telegram_wants_left_alone_is_left_alone_and_no_other() -> None:
    pace = Pace(TELEGRAM)
    pace.hold(1, until=30.0)
    assert pace.next_slot(1, 10.0) == 20.0
    assert pace.next_slot(2, 10.0) == 0.0
    assert pace.next_slot(1, 30.0) == 0.0


def test_a_hold_does_not_shorten_a_longer_wait() -> None:
    pace = Pace(TELEGRAM)
    pace.hold(1, until=30.0)
    pace.hold(1, until=20.0)
    assert pace.next_slot(1, 0.0) == 30.0


def test_without_limits_nothing_waits() -> None:
    assert {at for at, _ in sent(Pace(UNLIMITED), [-1] * 100)} == {0.0}


@given(st.lists(st.integers(-3, 3), min_size=1, max_size=150))
def test_whatever_is_sent_the_limits_hold(chats: list[int]) -> None:
    out = sent(Pace(TELEGRAM), chats)
    for at, chat in out:
        within_a_second = [time for time, other in out if other == chat and at <= time < at + 1.0]
        within_a_minute = [time for time, other in out if other == chat and at <= time < at + 60.0]
        overall = [time for time, _ in out if at <= time < at + 0.999]
        assert len(within_a_second) == 1
        assert chat >= 0 or len(within_a_minute) <= 20
        assert len(overall) <= 30


def test_what_hurries_finds_room_that_edits_have_left() -> None:
    pace = Pace(Limits(group_burst=4, group_spare=2, group_window=60.0, burst=3, spare=1, window=1.0))
    for second in (0.0, 10.0):
        assert pace.next_slot(-1, second, hurries=False) == 0.0
        send(pace, -1, second)
    assert pace.next_slot(-1, 20.0, hurries=False) == 40.0, "until the first leaves the window"
    assert pace.next_slot(-1, 20.0) == 0.0
    for second in (20.0, 30.0):
        send(pace, -1, second)
    assert pace.next_slot(-1, 40.0) == 20.0
    assert pace.next_slot(-1, 40.0, hurries=False) == 40.0
    send(pace, 7, 50.0)
    send(pace, 8, 50.0)
    assert pace.next_slot(9, 50.0, hurries=False) == 1.0
    assert pace.next_slot(9, 50.0) == 0.0


def test_the_next_message_may_be_quicker_on_its_way_so_a_chats_second_begins_when_the_last_one_has_landed() -> None:
    pace = Pace(TELEGRAM)
    send(pace, 1, 0.0, takes=0.7)
    assert pace.next_slot(1, 0.7) == pytest.approx(1.05)


def test_what_is_under_way_counts_until_it_has_landed() -> None:
    pace = Pace(Limits(burst=2, window=1.0))
    pace.took(1, 0.0)
    pace.took(2, 0.0)
    assert pace.next_slot(3, 5.0) == float("inf"), "nobody knows when they will arrive"
    pace.landed(1, 5.0)
    assert pace.next_slot(3, 5.0) == 1.0
    pace.landed(2, 5.5)
    assert pace.next_slot(3, 6.0) == 0.0


def test_a_groups_minute_begins_when_the_message_has_landed() -> None:
    pace = Pace(Limits(group_burst=1, group_window=60.0))
    pace.took(-1, 0.0)
    assert pace.next_slot(-1, 30.0) == float("inf")
    pace.landed(-1, 40.0)
    assert pace.next_slot(-1, 40.0) == 60.0
    pace.took(7, 200.0)
    assert pace.next_slot(-1, 200.0) == 0.0


def test_an_album_counts_as_its_pictures() -> None:
    pace = Pace(TELEGRAM)
    send(pace, -1, 0.0, count=10)
    send(pace, -1, 2.0, count=9)
    assert pace.next_slot(-1, 4.0) == 0.0
    assert pace.next_slot(-1, 4.0, count=2) == pytest.approx(57.0)

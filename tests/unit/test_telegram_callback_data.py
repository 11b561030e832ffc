import pytest
from hypothesis import given
from hypothesis import strategies as st

from netwatch.core.callback_data import LIMIT, Choice, decode, encode
from netwatch.core.request import Action, CancelReport, JoinReport, Mute, NewReport, Press, Unreadable

WRITTEN = [
    pytest.param("t:42:ack", Press(42, Action.ACKNOWLEDGE), id="Kasi's Terima"),
    pytest.param("t:42:instruct:utara", Press(42, Action.INSTRUCT, "utara"), id="an instruction names the team"),
    pytest.param("t:7:accept", Press(7, Action.ACCEPT), id="the team's Terima"),
    pytest.param("t:7:repaired", Press(7, Action.REPAIRED), id="the team's Selesai"),
    pytest.param("t:7:mute:24h", Mute(7, "24h"), id="no more reminders"),
    pytest.param("r:7:join:42", JoinReport(7, 42), id="a report joins a ticket"),
    pytest.param("r:7:new:kejaksan", NewReport(7, "kejaksan"), id="a report gets a ticket at a place"),
    pytest.param(
        "r:7:apart:kejaksan", NewReport(7, "kejaksan", apart=True), id="it is something else than what is open there"
    ),
    pytest.param("r:7:new:a:b", NewReport(7, "a:b"), id="a colon in the place is the place's"),
    pytest.param("r:7:cancel", CancelReport(7), id="a report is cancelled"),
    pytest.param(
        f"r:999999999:new:{'s' * 32}", NewReport(999_999_999, "s" * 32), id="the longest ids of all still fit"
    ),
]

FORGED = [
    pytest.param("", id="nothing"),
    pytest.param("t", id="only a kind"),
    pytest.param("t:42", id="no action"),
    pytest.param("x:42:ack", id="an unknown kind"),
    pytest.param("t:42:delete", id="an unknown action"),
    pytest.param("t:42:ACK", id="an action in capitals"),
    pytest.param("t:0:ack", id="ticket zero"),
    pytest.param("t:-1:ack", id="a negative ticket"),
    pytest.param("t:042:ack", id="a ticket spelled in another way"),
    pytest.param("t:٤٢:ack", id="digits that are not ASCII"),
    pytest.param("t:9999999999:ack", id="a ticket beyond the database's integers"),
    pytest.param("t: 42:ack", id="a blank"),
    pytest.param("t:42:ack:utara", id="an argument where none belongs"),
    pytest.param("t:42:mute", id="mute for no time"),
    pytest.param("t:42:instruct", id="an instruction to nobody"),
    pytest.param("t:42:instruct:", id="an instruction to a team without a name"),
    pytest.param("t:42:instruct:tim utara", id="a team with a blank"),
    pytest.param("t:42:instruct:\u200butara", id="an invisible character"),
    pytest.param("r:7:join:", id="a join to nothing"),
    pytest.param("r:7:join:42:1", id="a join to two"),
    pytest.param("r:7:join:utara", id="a join to a word"),
    pytest.param("r:7:new", id="a new ticket nowhere"),
    pytest.param("r:7:cancel:now", id="a cancellation with an argument"),
    pytest.param("t:42:ack\n", id="a line break behind it"),
    pytest.param("r:7:new:" + "s" * 60, id="more than Telegram carries"),
]


@pytest.mark.parametrize(("data", "choice"), WRITTEN)
def test_a_button_says_what_it_asks_for_and_is_read_back(data: str, choice: Choice) -> None:
    assert encode(choice) == data
    assert decode(data) == choice
    assert len(data.encode()) <= LIMIT


@pytest.mark.parametrize("data", FORGED)
def test_what_netwatch_never_wrote_is_unreadable(data: str) -> None:
    assert decode(data) == Unreadable(data, pressed=True)


@pytest.mark.parametrize(
    "choice",
    [
        pytest.param(NewReport(7, "s" * 60), id="a place too long for a button"),
        pytest.param(NewReport(7, "kejäksan"), id="a place that is not ASCII"),
        pytest.param(Press(0, Action.ACCEPT), id="a ticket that has no id yet"),
        pytest.param(Press(10**9, Action.ACCEPT), id="a ticket beyond the database's integers"),
        pytest.param(Press(1, Action.INSTRUCT), id="an instruction without a team"),
    ],
)
def test_a_button_that_would_not_come_back_as_it_went_is_refused(choice: Choice) -> None:
    with pytest.raises(ValueError, match="64 bytes of ASCII"):
        encode(choice)


@given(st.text())
def test_any_text_is_read_without_raising_and_writes_itself_back(data: str) -> None:
    choice = decode(data)
    if not isinstance(choice, Unreadable):
        assert encode(choice) == data

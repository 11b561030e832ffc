"""What came of the probes reaches its receivers in order, and all of it."""

import asyncio
from collections.abc import Sequence

import pytest

from probes.icmp.delivery import Delivery, takes_none
from probes.result import Answer, Outcome, PingResult

SILENT = PingResult("silent", Outcome.DOWN, 0.0, 1.0, None, "timeout after 1s")


class Receiver:
    """Takes at once what begins with "calm". Fails at results that begin with "bad", after it has taken them, and does
    what `on_result` says of others."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self.complaints: list[str] = []
        self.on_result: dict[str, Sequence[Answer]] = {}
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _, context: self.complaints.append(str(context["exception"])))
        self.delivery = Delivery(loop, self.take, self.take_answers)

    def take(self, result: PingResult) -> None:
        self.seen.append(result.key)
        self.delivery.put_answers(self.on_result.pop(result.key, ()))
        if result.key.startswith("bad"):
            raise LookupError(result.key)

    def take_answers(self, answers: Sequence[Answer]) -> Sequence[Answer]:
        for key, *_ in answers:
            if key == "poison":
                raise LookupError("all of these")
            if key.startswith("calm"):
                self.seen.append(key)
        return [answer for answer in answers if not answer[0].startswith("calm")]


@pytest.fixture
async def receiver() -> Receiver:
    return Receiver()


def answers(*keys: str) -> list[Answer]:
    return [(key, 0.0, 0.5) for key in keys]


async def test_no_result_is_handed_over_within_the_call_and_then_all_are_in_order(receiver: Receiver) -> None:
    receiver.delivery.put_answers(answers("a", "b"))
    receiver.delivery.put(SILENT)
    receiver.delivery.put_answers([])
    receiver.delivery.put_answers(answers("c"))
    assert receiver.seen == []
    await asyncio.sleep(0)
    assert receiver.seen == ["a", "b", "silent", "c"]


async def test_answers_are_offered_at_once_and_the_others_come_as_results(receiver: Receiver) -> None:
    receiver.delivery.put_answers(answers("a", "calm 1", "b", "calm 2"))
    assert receiver.seen == ["calm 1", "calm 2"]
    await asyncio.sleep(0)
    assert receiver.seen == ["calm 1", "calm 2", "a", "b"]


async def test_an_answer_does_not_overtake_a_result_that_waits(receiver: Receiver) -> None:
    receiver.delivery.put(SILENT)
    receiver.delivery.put_answers(answers("calm"))
    assert receiver.seen == []
    await asyncio.sleep(0)
    assert receiver.seen == ["silent", "calm"]


async def test_an_answer_that_is_found_while_results_are_handed_over_comes_after_them(receiver: Receiver) -> None:
    receiver.on_result["a"] = answers("calm")
    receiver.delivery.put_answers(answers("a", "b"))
    await asyncio.sleep(0)
    assert receiver.seen == ["a", "b"]
    await asyncio.sleep(0)
    receiver.delivery.put_answers(answers("calm, later"))
    assert receiver.seen == ["a", "b", "calm", "calm, later"]


async def test_who_takes_no_answers_gets_each_as_a_result() -> None:
    results: list[PingResult] = []
    delivery = Delivery(asyncio.get_running_loop(), results.append, takes_none)
    delivery.put_answers([("a", 1.0, 1.5)])
    await asyncio.sleep(0)
    assert results == [PingResult("a", Outcome.UP, 1.0, 1.5, 0.5, "")]


@pytest.mark.parametrize(
    ("keys", "complaints"),
    [
        pytest.param(("bad 1", "b", "c"), ["bad 1"], id="the first"),
        pytest.param(("a", "bad 2", "c"), ["bad 2"], id="one in the middle"),
        pytest.param(("a", "b", "bad 3"), ["bad 3"], id="the last"),
        pytest.param(("bad 1", "bad 2", "c"), ["bad 1", "bad 2"], id="two of them"),
    ],
)
async def test_what_fails_at_one_result_gets_all_others(
    keys: tuple[str, ...], complaints: list[str], receiver: Receiver
) -> None:
    receiver.delivery.put_answers(answers(*keys))
    receiver.delivery.put(SILENT)
    await asyncio.sleep(0)
    assert receiver.seen == [*keys, "silent"]
    assert receiver.complaints == complaints


async def test_what_fails_at_answers_gets_them_as_results_those_that_it_has_taken_again(receiver: Receiver) -> None:
    receiver.delivery.put_answers(answers("calm 1", "a", "poison", "calm 2"))
    assert receiver.seen == ["calm 1"]
    await asyncio.sleep(0)
    assert receiver.seen == ["calm 1", "calm 1", "a", "poison", "calm 2"]
    assert receiver.complaints == ["all of these"]

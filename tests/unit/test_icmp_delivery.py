"""What came of the probes reaches its receivers in order, and all of it."""

import asyncio
from collections.abc import Iterator

import pytest

from probes.icmp.delivery import Answer, Delivery
from probes.result import Outcome, PingResult

SILENT = PingResult("silent", Outcome.DOWN, 0.0, 1.0, None, "timeout after 1s")


class Receiver:
    """Fails at those that are called so, after it has taken them or, when it is `stubborn`, without taking any."""

    def __init__(self, stubborn: bool = False) -> None:
        self.seen: list[str] = []
        self.complaints: list[str] = []
        self._stubborn = stubborn
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _, context: self.complaints.append(str(context["exception"])))
        self.delivery = Delivery(loop, self.take, self.take_answers)

    def take(self, result: PingResult) -> None:
        self._note(result.key)

    def take_answers(self, answers: Iterator[Answer]) -> None:
        if self._stubborn:
            raise LookupError("none of these")
        for key, _, _ in answers:
            self._note(key)

    def _note(self, key: str) -> None:
        self.seen.append(key)
        if key.startswith("bad"):
            raise LookupError(key)


def answers(*keys: str) -> list[Answer]:
    return [(key, 0.0, 0.5) for key in keys]


async def test_nothing_is_handed_over_within_the_call_and_then_all_in_order() -> None:
    receiver = Receiver()
    receiver.delivery.put_answers(answers("a", "b"))
    receiver.delivery.put(SILENT)
    receiver.delivery.put_answers([])
    receiver.delivery.put_answers(answers("c"))
    assert receiver.seen == []
    await asyncio.sleep(0)
    assert receiver.seen == ["a", "b", "silent", "c"]


@pytest.mark.parametrize(
    ("keys", "complaints"),
    [
        pytest.param(("bad 1", "b", "c"), ["bad 1"], id="the first"),
        pytest.param(("a", "bad 2", "c"), ["bad 2"], id="one in the middle"),
        pytest.param(("a", "b", "bad 3"), ["bad 3"], id="the last"),
        pytest.param(("bad 1", "bad 2", "c"), ["bad 1", "bad 2"], id="two of them"),
    ],
)
async def test_what_fails_at_one_answer_gets_all_others(keys: tuple[str, ...], complaints: list[str]) -> None:
    receiver = Receiver()
    receiver.delivery.put_answers(answers(*keys))
    receiver.delivery.put(SILENT)
    await asyncio.sleep(0)
    assert receiver.seen == [*keys, "silent"]
    assert receiver.complaints == complaints


async def test_who_takes_none_is_not_asked_for_ever() -> None:
    receiver = Receiver(stubborn=True)
    receiver.delivery.put_answers(answers("a", "b"))
    receiver.delivery.put(SILENT)
    await asyncio.sleep(0)
    assert receiver.seen == ["silent"]
    assert receiver.complaints == ["none of these"]

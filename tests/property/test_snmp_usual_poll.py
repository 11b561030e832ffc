"""A reading made where the answer comes in is the one that the ordinary poll makes, or none is made."""

import asyncio
from collections.abc import Iterable
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from probes.snmp.acquaintance import Acquaintance
from probes.snmp.oid import (
    HR_SYSTEM_UPTIME,
    IF_ADMIN_STATUS,
    IF_ALIAS,
    IF_HC_IN_OCTETS,
    IF_HC_OUT_OCTETS,
    IF_IN_OCTETS,
    IF_NAME,
    IF_NUMBER,
    IF_OPER_STATUS,
    SYS_NAME,
    SYS_UP_TIME,
    Oid,
    oid,
)
from probes.snmp.question import Answer, Question, Value
from probes.snmp.reading import SnmpReading
from probes.snmp.survey import LOOK_AGAIN_AFTER
from probes.snmp.target import SnmpTarget, SnmpV2c
from probes.snmp.trouble import Trouble

TARGET = SnmpTarget("rt", "10.0.0.1", 161, SnmpV2c("public"), ("ether1", "ether2"))
PROCESSOR = (*oid("1.3.6.1.2.1.25.3.3.1.2"), 1)
COLUMNS = (IF_ADMIN_STATUS, IF_OPER_STATUS, IF_HC_IN_OCTETS, IF_HC_OUT_OCTETS, IF_IN_OCTETS)
NUMBERS = (
    SYS_UP_TIME, HR_SYSTEM_UPTIME, IF_NUMBER, PROCESSOR, *((*column, index) for column in COLUMNS for index in (1, 2))
)
TEXTS = (SYS_NAME, *((*column, index) for column in (IF_NAME, IF_ALIAS) for index in (1, 2)))

numbers = st.dictionaries(st.sampled_from(NUMBERS), st.integers(0, 6) | st.none() | st.just(b"text"))
texts = st.dictionaries(st.sampled_from(TEXTS), st.sampled_from([b"ether1", b"ether2", b"other"]) | st.none())
whole = {**dict.fromkeys(NUMBERS, 3), SYS_NAME: b"rt", (*IF_NAME, 1): b"ether1", (*IF_NAME, 2): b"ether2"}


class Device:
    """Answers from `objects`, and counts what it is asked."""

    def __init__(self, objects: dict[Oid, Value]) -> None:
        self.objects = objects
        self.asked = 0

    def converse(self, question: Question) -> Any:
        return question

    def silent(self) -> None:
        return None

    async def carry(self, question: Question, retries: int) -> Answer:
        self.asked += 1
        return self.answer(question)

    def answer(self, question: Question) -> Answer:
        if question.repetitions:
            return Answer.of(self._bulk(question))
        return Answer.of((each, self.objects.get(each)) for each in question.oids)

    def _bulk(self, question: Question) -> Iterable[tuple[Oid, Value | None]]:
        for start in question.oids:
            following = sorted(each for each in self.objects if each > start)[: question.repetitions]
            yield from ((each, self.objects[each]) for each in following)
            if len(following) < question.repetitions:
                yield start, None


def _changed(objects: dict[Oid, Value], changes: dict[Oid, Value | None]) -> dict[Oid, Value]:
    return {each: value for each, value in {**objects, **changes}.items() if value is not None}


@given(numbers, texts, numbers, texts, st.sampled_from([10.0, LOOK_AGAIN_AFTER]))
def test_one_answer_is_read_alike_or_takes_more(
    numbers_first: dict[Oid, Value | None],
    texts_first: dict[Oid, Value | None],
    numbers_then: dict[Oid, Value | None],
    texts_then: dict[Oid, Value | None],
    later: float,
) -> None:
    device = Device({**_changed(whole, {**numbers_first, **texts_first}), SYS_UP_TIME: 3})
    ordinary: Acquaintance[Any] = Acquaintance(TARGET, device)
    asyncio.run(ordinary.poll(device.carry, 0, lambda: 0.0))
    usual: Acquaintance[Any] = Acquaintance(TARGET, device, ordinary.memory)
    device.objects, device.asked = _changed(device.objects, {**numbers_then, **texts_then}), 0
    plan = usual.usual_plan
    assert plan is not None
    reading = usual.read_usual(plan, device.answer(plan.question), later)
    try:
        expected: SnmpReading | None = asyncio.run(ordinary.poll(device.carry, 0, lambda: later))
    except Trouble:
        expected = None
    if reading is not None:
        assert reading == expected
        assert usual.memory == ordinary.memory
        assert device.asked == 1
    else:
        assert expected is None or device.asked > 1 or _has_lost_its_counters(expected)


def _has_lost_its_counters(reading: SnmpReading) -> bool:
    """The 32-bit ones were looked for, and a text in place of a number asks for no more."""
    return any(port.in_octets is None and port.out_octets is None for port in reading.interfaces)

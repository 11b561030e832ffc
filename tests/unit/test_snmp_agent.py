"""How one agent is asked: sizes, walks and polls, against a scripted agent without messages."""

import asyncio
from collections.abc import Iterable

import pytest

from probes.snmp.agent import Agent
from probes.snmp.interface_map import Row
from probes.snmp.oid import (
    IF_ADMIN_STATUS,
    IF_DESCR,
    IF_HC_IN_OCTETS,
    IF_IN_OCTETS,
    IF_NAME,
    IF_NUMBER,
    IF_OPER_STATUS,
    SYS_NAME,
    SYS_UP_TIME,
    Oid,
)
from probes.snmp.question import Answer, ErrorStatus, Question, Value
from probes.snmp.reading import FailureKind
from probes.snmp.survey import LOOK_AGAIN_AFTER, Memory, Survey, survey
from probes.snmp.target import SnmpTarget, SnmpV2c
from probes.snmp.trouble import Trouble


class Script:
    """Answers from `objects`; keeps the questions."""

    def __init__(self, objects: dict[Oid, Value]) -> None:
        self.objects = objects
        self.questions: list[Question] = []
        self.too_big_above = 1000
        self.v1_style = False

    async def ask(self, question: Question) -> Answer:
        self.questions.append(question)
        size = question.repetitions or len(question.oids)
        if size > self.too_big_above:
            return Answer(ErrorStatus.TOO_BIG, 0)
        if question.repetitions:
            return Answer.of(self._bulk(question.oids, question.repetitions))
        for position, oid in enumerate(question.oids, 1):
            if self.v1_style and oid not in self.objects:
                return Answer(ErrorStatus.NO_SUCH_NAME, position)
        return Answer.of((oid, self.objects.get(oid)) for oid in question.oids)

    def _bulk(self, oids: tuple[Oid, ...], count: int) -> Iterable[tuple[Oid, Value | None]]:
        """RFC 3416 section 4.2.3: the next row of each, then the next again; one is told that it ended once."""
        for nth in range(count):
            for start in oids:
                following = sorted(oid for oid in self.objects if oid > start)
                if nth < len(following):
                    yield following[nth], self.objects[following[nth]]
                elif nth == 0:
                    yield start, None

    def walks(self) -> int:
        return sum(1 for question in self.questions if question.repetitions and question.oids[0] == IF_NAME)


def _interface(index: int, name: str) -> dict[Oid, Value]:
    return {
        (*IF_NAME, index): name.encode(),
        (*IF_ADMIN_STATUS, index): 1,
        (*IF_OPER_STATUS, index): 1,
        (*IF_HC_IN_OCTETS, index): 10 * index,
    }


SYSTEM: dict[Oid, Value] = {SYS_UP_TIME: 5000, SYS_NAME: b"rt", IF_NUMBER: 2}


def _get(script: Script, *oids: Oid) -> dict[Oid, Value]:
    return asyncio.run(Agent(script.ask).get(oids))


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 1000])
def test_a_get_brings_everything_however_little_fits(limit: int) -> None:
    objects: dict[Oid, Value] = {(1, number): number for number in range(20)}
    script = Script(objects)
    script.too_big_above = limit
    assert _get(script, *objects) == objects


@pytest.mark.parametrize("v1_style", [False, True], ids=["by noSuchObject", "by noSuchName, as in SNMPv1"])
def test_what_the_agent_lacks_is_left_out(v1_style: bool) -> None:
    script = Script({(1, 1): 1, (1, 3): 3})
    script.v1_style = v1_style
    assert _get(script, (1, 0), (1, 1), (1, 2), (1, 3), (1, 4)) == {(1, 1): 1, (1, 3): 3}


@pytest.mark.parametrize(
    ("answer", "detail"),
    [
        pytest.param(Answer(5, 2), "GEN_ERR at 1.2", id="genErr names the object"),
        pytest.param(Answer(16, 0), "security level", id="authorizationError names the remedy"),
        pytest.param(Answer(77, 9), "error-status 77", id="an unknown status"),
        pytest.param(Answer(2, 0), "NO_SUCH_NAME", id="noSuchName of nothing"),
    ],
)
def test_an_error_status_is_the_agents_error(answer: Answer, detail: str) -> None:
    async def ask(question: Question) -> Answer:
        return answer

    with pytest.raises(Trouble, match=detail) as caught:
        asyncio.run(Agent(ask).get(((1, 1), (1, 2))))
    assert caught.value.kind is FailureKind.AGENT_ERROR


def test_one_object_that_is_too_big_is_the_agents_error() -> None:
    script = Script({(1, 1): 1})
    script.too_big_above = 0
    with pytest.raises(Trouble, match="TOO_BIG"):
        _get(script, (1, 1))


def test_a_row_that_was_not_asked_for_is_ignored() -> None:
    async def ask(question: Question) -> Answer:
        return Answer.of((((1, 1), 1), ((6, 6), 6)))

    assert asyncio.run(Agent(ask).get(((1, 1),))) == {(1, 1): 1}


def test_a_walk_ends_at_the_end_of_its_column() -> None:
    objects: dict[Oid, Value] = {(1, 1, number): number for number in range(60)}
    script = Script({**objects, (1, 2, 0): 99})
    rows = asyncio.run(Agent(script.ask).walk((1, 1)))
    assert rows == [((number,), number) for number in range(60)]


@pytest.mark.parametrize("faulty", [(1, 1, 5), (1, 1, 4)], ids=["stands still", "goes back"])
def test_a_walk_that(faulty: Oid) -> None:
    async def ask(question: Question) -> Answer:
        return Answer.of((((1, 1, 5), 5), (faulty, 5)))

    with pytest.raises(Trouble, match="does not increase"):
        asyncio.run(Agent(ask).walk((1, 1)))


def test_a_walk_without_end_is_given_up() -> None:
    async def ask(question: Question) -> Answer:
        last = question.oids[0][-1]
        return Answer.of(((1, 1, last + step), 0) for step in range(1, 1000))

    with pytest.raises(Trouble, match="more than 20000 rows"):
        asyncio.run(Agent(ask).walk((1, 1)))


def test_an_agent_that_shows_no_uptime_is_asked_once_and_no_more() -> None:
    script = Script({SYS_NAME: b"rt"})
    with pytest.raises(Trouble, match="sysUpTime"):
        _survey(script, ())
    assert len(script.questions) == 1


def _survey(script: Script, names: tuple[str, ...], memory: Memory | None = None, now: float = 0.0) -> Survey:
    target = SnmpTarget("rt", "10.0.0.1", 161, SnmpV2c("public"), names)
    return asyncio.run(survey(Agent(script.ask), target, memory, lambda: now))


def test_without_interfaces_and_health_a_first_poll_is_six_requests_and_a_later_one_is_one() -> None:
    script = Script(SYSTEM)
    first = _survey(script, ())
    assert first.reading.uptime == 5000
    assert len(script.questions) == 6
    _survey(script, (), first.memory, LOOK_AGAIN_AFTER * 9)
    assert len(script.questions) == 7


def test_an_interface_is_found_by_ifDescr_where_ifName_does_not_have_it() -> None:
    script = Script({**SYSTEM, **_interface(1, "1/1"), (*IF_DESCR, 1): b"Slot 1 Port 1"})
    assert _survey(script, ("Slot 1 Port 1",)).memory.plan.interfaces.rows == (Row("Slot 1 Port 1", 1, IF_DESCR),)


def test_32_bit_counters_are_asked_once_and_remembered() -> None:
    objects = {**SYSTEM, **_interface(1, "a"), **_interface(2, "b"), (*IF_IN_OCTETS, 2): 32}
    del objects[(*IF_HC_IN_OCTETS, 2)]
    script = Script(objects)
    first = _survey(script, ("a", "b"))
    assert [row.counter_bits for row in first.memory.plan.interfaces.rows] == [64, 32]
    assert first.reading.interfaces[1].in_octets == 32
    before = len(script.questions)
    second = _survey(script, ("a", "b"), first.memory)
    assert second.reading.interfaces[1].in_octets == 32
    assert len(script.questions) - before == 1


@pytest.mark.parametrize(
    ("change", "later", "walks"),
    [
        pytest.param({}, 10.0, 1, id="nothing: they are not looked for again"),
        pytest.param({SYS_UP_TIME: 10}, 10.0, 2, id="a reboot: looked for again"),
        pytest.param({IF_NUMBER: 3}, 10.0, 2, id="a changed ifTable with one missing: looked for again"),
        pytest.param({}, LOOK_AGAIN_AFTER, 2, id="a long time with one missing: looked for again"),
        pytest.param({(*IF_NAME, 1): b"z"}, 10.0, 2, id="another name at the index: looked for again"),
    ],
)
def test_between_two_polls(change: dict[Oid, Value], later: float, walks: int) -> None:
    script = Script({**SYSTEM, **_interface(1, "a")})
    memory = _survey(script, ("a", "gone")).memory
    script.objects = {**script.objects, **change}
    _survey(script, ("a", "gone"), memory, later)
    assert script.walks() == walks


def test_a_changed_table_is_nothing_to_those_that_are_in_place() -> None:
    script = Script({**SYSTEM, **_interface(1, "a")})
    memory = _survey(script, ("a",)).memory
    script.objects = {**script.objects, IF_NUMBER: 900}
    _survey(script, ("a",), memory, LOOK_AGAIN_AFTER * 2)
    assert script.walks() == 1

"""Model and serial number, as the field team needs them, from whatever object the agent has."""

import asyncio

import pytest

from probes.snmp.agent import Agent
from probes.snmp.identity import PARTS_AT_MOST, Identity, find_identity
from probes.snmp.lenient import Lenient
from probes.snmp.oid import Oid, oid
from probes.snmp.question import Answer, Question, Value
from probes.snmp.reading import FailureKind
from probes.snmp.trouble import Trouble

PART = "1.3.6.1.2.1.47.1.1.1.1"
MIKROTIK = "1.3.6.1.4.1.14988.1.1.7"
JUNIPER = "1.3.6.1.4.1.2636.3.1"
UPS = "1.3.6.1.2.1.33.1.1"
CHASSIS, CONTAINER, STACK = 3, 5, 11


class Script:
    """An agent made of `objects`, silent for what lies below `silent_below`; counts its questions."""

    def __init__(self, objects: dict[str, Value], silent_below: str | None = None) -> None:
        self.objects = {oid(text): value for text, value in objects.items()}
        self.silent_below = None if silent_below is None else oid(silent_below)
        self.asked = 0

    async def ask(self, question: Question) -> Answer:
        self.asked += 1
        silent = self.silent_below
        if silent is not None and len(question.oids) == 1 and question.oids[0][: len(silent)] == silent:
            raise Trouble(FailureKind.TIMEOUT, "no answer")
        if not question.repetitions:
            return Answer.of((each, self.objects.get(each)) for each in question.oids)
        rows: list[tuple[Oid, Value | None]] = []
        for nth in range(question.repetitions):
            for start in question.oids:
                behind = sorted(each for each in self.objects if each > start)
                if nth < len(behind):
                    rows.append((behind[nth], self.objects[behind[nth]]))
                elif nth == 0:
                    rows.append((start, None))
        return Answer.of(rows)


def _find(script: Script) -> Identity:
    return asyncio.run(find_identity(Lenient(Agent(script.ask))))


def _part(row: int, kind: int, model: bytes = b"", serial: bytes = b"", descr: bytes = b"") -> dict[str, Value]:
    return {
        f"{PART}.2.{row}": descr, f"{PART}.5.{row}": kind, f"{PART}.11.{row}": serial, f"{PART}.13.{row}": model
    }


CASES: dict[str, tuple[dict[str, Value], Identity]] = {
    "a MikroTik tells both": (
        {f"{MIKROTIK}.3.0": b"HE508ABCDEF", f"{MIKROTIK}.9.0": b"RB5009UG+S+"}, Identity("RB5009UG+S+", "HE508ABCDEF")
    ),
    "an older MikroTik has another object for the model": (
        {f"{MIKROTIK}.3.0": b"D1A20B3C4E5F", f"{MIKROTIK}.8.0": b"SXTsq 5 ac"}, Identity("SXTsq 5 ac", "D1A20B3C4E5F")
    ),
    "the chassis, not its boards": (
        {**_part(1, CHASSIS, b"WS-C3560", b"FOC1"), **_part(2, CONTAINER, b"SFP", b"AZS")}, Identity("WS-C3560", "FOC1")
    ),
    "of a stack, the first chassis": (
        {**_part(1, STACK), **_part(1001, CHASSIS, b"A", b"1"), **_part(2001, CHASSIS, b"B", b"2")}, Identity("A", "1")
    ),
    "a chassis that tells its model in the description alone": (
        {**_part(7, CHASSIS, b"", b"2102", b"HUAWEI S5720 Routing Switch")},
        Identity("HUAWEI S5720 Routing Switch", "2102"),
    ),
    "no chassis: the parts that name themselves": (
        {**_part(1, STACK), **_part(101, CONTAINER, b"DCS-3726S"), **_part(201, 9, b"", b"A308")},
        Identity("DCS-3726S", "A308"),
    ),
    "the vendor's words go before a part's number": (
        {f"{JUNIPER}.2.0": b"Juniper MX960", f"{JUNIPER}.3.0": b"JN11", **_part(1, CHASSIS, b"710-030012", b"JN11")},
        Identity("Juniper MX960", "JN11"),
    ),
    "the serial alone from the vendor, the model from the chassis": (
        {"1.3.6.1.4.1.12356.100.1.1.1.0": b"FGT3KD", **_part(1, CHASSIS, b"FGT_3000D", b"FGT3KD")},
        Identity("FGT_3000D", "FGT3KD"),
    ),
    "a UPS by the standard MIB": ({f"{UPS}.2.0": b"EA9080    "}, Identity("EA9080", "")),
    "placeholders are no names": (
        {f"{UPS}.2.0": b"unknown", f"{MIKROTIK}.3.0": b"N/A", **_part(1, CHASSIS, b"none", b"0")}, Identity()
    ),
    "quotes and blanks go, bytes that are no text do not come": (
        {f"{UPS}.2.0": b'"NGFW4000-UF', f"{MIKROTIK}.3.0": b"\x01\x02"}, Identity("NGFW4000-UF", "")
    ),
    "nothing told": ({}, Identity()),
}


@pytest.mark.parametrize(("objects", "identity"), CASES.values(), ids=CASES.keys())
def test_identity(objects: dict[str, Value], identity: Identity) -> None:
    assert _find(Script(objects)) == identity


def test_where_the_vendor_tells_both_the_parts_are_not_walked() -> None:
    parts: dict[str, Value] = {}
    for row in range(1, 300):
        parts |= _part(row, CONTAINER)
    script = Script({**parts, f"{MIKROTIK}.3.0": b"1", f"{MIKROTIK}.9.0": b"RB"})
    _find(script)
    assert script.asked == 2


def test_of_very_many_parts_the_first_are_looked_at() -> None:
    parts: dict[str, Value] = {}
    for row in range(1, 2 * PARTS_AT_MOST):
        parts |= _part(row, CONTAINER)
    script = Script({**parts, **_part(3 * PARTS_AT_MOST, CHASSIS, b"late", b"1")})
    assert _find(script) == Identity()
    assert script.asked < 16


def test_a_silent_part_table_leaves_what_the_vendor_tells_and_is_asked_for_again() -> None:
    script = Script({f"{JUNIPER}.3.0": b"JN11", **_part(1, CHASSIS, b"A", b"1")}, silent_below=PART)
    assert _find(script) == Identity("", "JN11", complete=False)

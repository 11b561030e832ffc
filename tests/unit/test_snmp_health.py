"""Which numbers of its health an agent shows, and how they are read, against a scripted agent without messages."""

import asyncio
from collections.abc import Iterable

import pytest

from probes.snmp.agent import Agent
from probes.snmp.find_health import SENSORS_AT_MOST, find_health
from probes.snmp.health_map import HealthMap
from probes.snmp.lenient import Lenient
from probes.snmp.oid import Oid, oid
from probes.snmp.question import Answer, Question, Value
from probes.snmp.reading import FailureKind, PowerStripReading, RadioReading, TemperatureReading, UpsReading
from probes.snmp.survey import LOOK_AGAIN_AFTER, Survey, survey
from probes.snmp.target import SnmpTarget, SnmpV2c
from probes.snmp.trouble import Trouble

HR_PROCESSOR = "1.3.6.1.2.1.25.3.3.1.2"
CISCO_1MIN = "1.3.6.1.4.1.9.9.109.1.1.1.1.7"
UCD_IDLE = "1.3.6.1.4.1.2021.11.11.0"
SENSOR = "1.3.6.1.2.1.99.1.1.1"
ENT_NAME = "1.3.6.1.2.1.47.1.1.1.1.7"
MIKROTIK = "1.3.6.1.4.1.14988.1.1.3"
HUAWEI = "1.3.6.1.4.1.2011.5.25.31.1.1.1.1"
UPS = "1.3.6.1.2.1.33.1"
APC = "1.3.6.1.4.1.318.1.1.1"
EATON = "1.3.6.1.4.1.534.1"
MGE = "1.3.6.1.4.1.705.1"
XPPC = "1.3.6.1.4.1.935.1.1.1"
FORTIGATE = "1.3.6.1.4.1.12356.101.4.3.2.1"
LM = "1.3.6.1.4.1.2021.13.16.2.1"
PDU, PDU_2 = "1.3.6.1.4.1.318.1.1.12", "1.3.6.1.4.1.318.1.1.26"
AIRMAX = "1.3.6.1.4.1.41112.1.4.5.1"


class Script:
    """Answers from `objects`; `silent_below` are subtrees it never answers for."""

    def __init__(self, objects: dict[str, Value], silent_below: tuple[str, ...] = ()) -> None:
        self.objects = {oid(text): value for text, value in objects.items()}
        self.silent_below = tuple(oid(text) for text in silent_below)
        self.questions: list[Question] = []

    async def ask(self, question: Question) -> Answer:
        self.questions.append(question)
        if len(question.oids) == 1 and any(question.oids[0][: len(s)] == s for s in self.silent_below):
            raise Trouble(FailureKind.TIMEOUT, "no answer")
        if question.repetitions:
            return Answer.of(self._bulk(question.oids, question.repetitions))
        return Answer.of((each, self.objects.get(each)) for each in question.oids)

    def _bulk(self, oids: tuple[Oid, ...], count: int) -> Iterable[tuple[Oid, Value | None]]:
        for nth in range(count):
            for start in oids:
                following = sorted(each for each in self.objects if each > start)
                if nth < len(following):
                    yield following[nth], self.objects[following[nth]]
                elif nth == 0:
                    yield start, None


def _find(script: Script) -> HealthMap:
    return asyncio.run(find_health(Lenient(Agent(script.ask))))


def _sensor(index: int, kind: int, scale: int, precision: int, value: int, name: bytes = b"") -> dict[str, Value]:
    numbers = {1: kind, 2: scale, 3: precision, 4: value}
    return {f"{SENSOR}.{column}.{index}": each for column, each in numbers.items()} | {f"{ENT_NAME}.{index}": name}


CPU: dict[str, tuple[dict[str, Value], float | None]] = {
    "the cores of a host share its work": ({f"{HR_PROCESSOR}.1": 100, f"{HR_PROCESSOR}.2": 25}, 62.5),
    "an idle host": ({f"{HR_PROCESSOR}.1": 0}, 0.0),
    "the busiest board of a chassis counts": ({f"{CISCO_1MIN}.1": 12, f"{CISCO_1MIN}.2": 71}, 71.0),
    "the standard table goes before the vendor's": ({f"{HR_PROCESSOR}.1": 5, f"{CISCO_1MIN}.1": 71}, 5.0),
    "idle is turned around": ({UCD_IDLE: 79}, 21.0),
    "a ZTE switch writes the percentage as text": ({"1.3.6.1.4.1.3902.15.2.30.1.2.0": b"9.9"}, 9.9),
    "a camera writes words behind it": ({"1.3.6.1.4.1.39165.1.7.0": b"52 PERCENT"}, 52.0),
    "a firewall writes words before it": ({"1.3.6.1.4.1.15227.1.5.1.1.1.0": b"cpu-usage: 4.477612%"}, 4.5),
    "words without a number are no load": ({"1.3.6.1.4.1.39165.1.7.0": b"N/A"}, None),
    "parts without a processor say 0": ({f"{HUAWEI}.5.1": 0, f"{HUAWEI}.5.9": 38}, 38.0),
    "more than 100 percent is no load": ({f"{HR_PROCESSOR}.1": 255}, None),
    "no table at all": ({}, None),
}


@pytest.mark.parametrize(("objects", "percent"), CPU.values(), ids=CPU.keys())
def test_processor_load(objects: dict[str, Value], percent: float | None) -> None:
    script = Script(objects)
    assert _find(script).cpu_in(script.objects) == percent


TEMPERATURES: dict[str, tuple[dict[str, Value], tuple[TemperatureReading, ...]]] = {
    "units and one decimal": (_sensor(1, 8, 9, 1, 282, b"Cpu"), (TemperatureReading("Cpu", 28.2),)),
    "thousandths": (_sensor(1, 8, 8, 0, 41900, b"SFP"), (TemperatureReading("SFP", 41.9),)),
    "a fan's speed is no temperature": (_sensor(1, 10, 9, 0, 41, b"Fan"), ()),
    "an unnamed sensor is called by its row": (
        {**_sensor(1, 8, 9, 0, 40), **_sensor(7, 8, 9, 0, 41)},
        (TemperatureReading("sensor 1", 40.0), TemperatureReading("sensor 7", 41.0)),
    ),
    "two of one name are told apart": (
        {**_sensor(1, 8, 9, 0, 40, b"Board"), **_sensor(7, 8, 9, 0, 41, b"Board")},
        (TemperatureReading("Board 1", 40.0), TemperatureReading("Board 7", 41.0)),
    ),
    "RouterOS 6 counts in tenths": ({f"{MIKROTIK}.10.0": 385}, (TemperatureReading("system", 38.5),)),
    "RouterOS 7 has a table with units": (
        {f"{MIKROTIK}.100.1.{column}.14": value for column, value in {2: b"cpu-temperature", 3: 51, 4: 1}.items()}
        | {f"{MIKROTIK}.100.1.{column}.15": value for column, value in {2: b"fan1-speed", 3: 70, 4: 2}.items()},
        (TemperatureReading("cpu-temperature", 51.0),),
    ),
    "the agent's own limit": (
        {f"{HUAWEI}.11.9": 42, f"{HUAWEI}.12.9": 56, f"{ENT_NAME}.9": b"MPU Board 0"},
        (TemperatureReading("MPU Board 0", 42.0, 56.0),),
    ),
    "sentinels of absent sensors": ({f"{HUAWEI}.11.1": 0, f"{HUAWEI}.11.2": 65535, f"{HUAWEI}.11.3": 2147483647}, ()),
    "Linux in a virtual machine says exactly 100 for a sensor it lacks": (
        {f"{LM}.3.1": 100_000, f"{LM}.2.1": b"Core 0", f"{LM}.3.2": 61_000, f"{LM}.2.2": b"temp1"},
        (TemperatureReading("temp1", 61.0),),
    ),
    "a FortiGate's volts and fans are none": (
        {f"{FORTIGATE}.{column}.{row}": value for row, (name, number) in enumerate(
            [(b"VCC2.5V", b"2.5"), (b"FAN1", b"43"), (b"PS1 Temp", b"41"), (b"+12V", b"12.1"), (b"TD1", b"33")], 1
        ) for column, value in ((2, name), (3, number))},
        (TemperatureReading("PS1 Temp", 41.0), TemperatureReading("TD1", 33.0)),
    ),
    "a battery beside it": ({f"{UPS}.2.7.0": 36}, (TemperatureReading("battery", 36.0),)),
}


@pytest.mark.parametrize(("objects", "readings"), TEMPERATURES.values(), ids=TEMPERATURES.keys())
def test_temperatures(objects: dict[str, Value], readings: tuple[TemperatureReading, ...]) -> None:
    script = Script(objects)
    assert _find(script).temperatures_in(script.objects) == readings


@pytest.mark.parametrize("later", [0, -1, 255, 65535], ids=lambda value: f"then says {value}")
def test_a_sensor_that_was_there_and(later: int) -> None:
    script = Script({f"{HUAWEI}.11.9": 42})
    found = _find(script)
    script.objects[oid(f"{HUAWEI}.11.9")] = later
    assert found.temperatures_in(script.objects) == ()


STRIPS: dict[str, tuple[dict[str, Value], PowerStripReading | None]] = {
    "in steps of 10 W": (
        {f"{PDU_2}.4.3.1.5.1": 121, f"{PDU_2}.6.3.1.5.1": 65, f"{PDU_2}.4.3.1.4.1": 2},
        PowerStripReading(1210, 6.5, False),
    ),
    "overloaded": (
        {f"{PDU_2}.4.3.1.5.1": 480, f"{PDU_2}.6.3.1.5.1": 210, f"{PDU_2}.4.3.1.4.1": 4},
        PowerStripReading(4800, 21.0, True),
    ),
    "-1 and notSupported(5) are no readings; the older objects tell more": (
        {
            f"{PDU_2}.4.3.1.5.1": -1, f"{PDU_2}.6.3.1.5.1": 16, f"{PDU_2}.4.3.1.4.1": 5,
            f"{PDU}.1.16.0": 192, f"{PDU}.2.3.1.1.2.1": 16, f"{PDU}.2.3.1.1.3.1": 1,
        },
        PowerStripReading(192, 1.6, False),
    ),
    "no power strip": ({}, None),
}


@pytest.mark.parametrize(("objects", "reading"), STRIPS.values(), ids=STRIPS.keys())
def test_power_strip(objects: dict[str, Value], reading: PowerStripReading | None) -> None:
    script = Script(objects)
    strip = _find(script).power_strip
    assert (None if strip is None else strip.read(script.objects)) == reading


RADIOS: dict[str, tuple[dict[str, Value], RadioReading]] = {
    "signal, noise and quality": (
        {f"{AIRMAX}.2.1": b"pilang", f"{AIRMAX}.5.1": -64, f"{AIRMAX}.7.1": 99, f"{AIRMAX}.8.1": -101},
        RadioReading("pilang", -64, -101, 99),
    ),
    "0 dBm is what a radio says that hears nobody": (
        {f"{AIRMAX}.2.1": b"pilang", f"{AIRMAX}.5.1": 0, f"{AIRMAX}.7.1": 0}, RadioReading("pilang", None, None, 0)
    ),
}


@pytest.mark.parametrize(("objects", "reading"), RADIOS.values(), ids=RADIOS.keys())
def test_radio(objects: dict[str, Value], reading: RadioReading) -> None:
    script = Script(objects)
    assert [radio.read(script.objects) for radio in _find(script).radios] == [reading]


def test_of_very_many_sensors_the_hottest_are_watched() -> None:
    objects: dict[str, Value] = {}
    for index in range(1, 60):
        objects |= _sensor(index, 8, 9, 0, 20 + index, f"Port {index}".encode())
    script = Script(objects)
    found = _find(script).temperatures_in(script.objects)
    assert [each.name for each in found] == [f"Port {index}" for index in range(60 - SENSORS_AT_MOST, 60)]


def _standard(source: int, battery: int, charge: int = 100, minutes: int = 12) -> dict[str, Value]:
    return {f"{UPS}.4.1.0": source, f"{UPS}.2.1.0": battery, f"{UPS}.2.4.0": charge, f"{UPS}.2.3.0": minutes}


UPSES: dict[str, tuple[dict[str, Value], UpsReading | None]] = {
    "standard, on mains": (_standard(3, 2), UpsReading(False, False, 100, 12.0)),
    "standard, on battery": (_standard(5, 2, 80), UpsReading(True, False, 80, 12.0)),
    "standard, on battery and low": (_standard(5, 3, 9, 1), UpsReading(True, True, 9, 1.0)),
    "standard, depleted": (_standard(5, 4, 0, 0), UpsReading(True, True, 0, 0.0)),
    "standard, bypass is not battery": (_standard(4, 2), UpsReading(False, False, 100, 12.0)),
    "no time and no charge known": (_standard(3, 2, -1, -1), UpsReading(False, False)),
    "0 minutes on mains means not known": (_standard(3, 2, 100, 0), UpsReading(False, False, 100)),
    "Eaton's unknown time": (_standard(3, 2, 100, 1092), UpsReading(False, False, 100)),
    "APC, on battery": (
        {f"{APC}.4.1.1.0": 3, f"{APC}.2.1.1.0": 2, f"{APC}.2.2.1.0": 71, f"{APC}.2.2.3.0": 60000},
        UpsReading(True, False, 71, 10.0),
    ),
    "APC, on line and battery low": ({f"{APC}.4.1.1.0": 2, f"{APC}.2.1.1.0": 3}, UpsReading(False, True)),
    "Eaton tells no low battery": ({f"{EATON}.4.5.0": 5, f"{EATON}.2.4.0": 50}, UpsReading(True, None, 50)),
    "MGE, 1 is yes": (
        {f"{MGE}.7.3.0": 1, f"{MGE}.5.14.0": 2, f"{MGE}.5.1.0": 600},
        UpsReading(True, False, None, 10.0),
    ),
    "PhoenixTec, on battery and low": (
        {f"{XPPC}.4.1.1.0": 3, f"{XPPC}.2.1.1.0": 3, f"{XPPC}.2.2.1.0": 22, f"{XPPC}.2.2.4.0": 300},
        UpsReading(True, True, 22, 5.0),
    ),
    "of Eaton's two sets the one that tells a low battery": (
        {f"{EATON}.4.5.0": 5, f"{MGE}.7.3.0": 1, f"{MGE}.5.14.0": 1}, UpsReading(True, True)
    ),
    "the standard goes before the vendor": (
        {**_standard(3, 2), f"{APC}.4.1.1.0": 3},
        UpsReading(False, False, 100, 12.0),
    ),
    "no UPS": ({f"{HR_PROCESSOR}.1": 1}, None),
}


@pytest.mark.parametrize(("objects", "reading"), UPSES.values(), ids=UPSES.keys())
def test_ups(objects: dict[str, Value], reading: UpsReading | None) -> None:
    script = Script(objects)
    ups = _find(script).ups
    assert (None if ups is None else ups.read(script.objects)) == reading


def test_a_table_that_the_agent_is_silent_for_costs_that_table_alone() -> None:
    script = Script({f"{SENSOR}.1.1": 8, f"{HR_PROCESSOR}.1": 7}, silent_below=(SENSOR,))
    found = _find(script)
    assert found.cpu_in(script.objects) == 7.0
    assert not found.complete


def _survey(script: Script, before: Survey | None = None, now: float = 0.0) -> Survey:
    memory = None if before is None else before.memory
    target = SnmpTarget("rt", "10.0.0.1", 161, SnmpV2c("public"))
    return asyncio.run(survey(Agent(script.ask), target, memory, lambda: now))


SYSTEM: dict[str, Value] = {"1.3.6.1.2.1.1.3.0": 5000, f"{HR_PROCESSOR}.1": 7}
AGAIN: dict[str, tuple[dict[str, Value | None], float, int]] = {
    "nothing new: one request": ({}, 60.0, 1),
    "a reboot: examined anew": ({"1.3.6.1.2.1.1.3.0": 10}, 60.0, 9),
    "a number that has gone: not at once": ({f"{HR_PROCESSOR}.1": None}, 60.0, 1),
    "a number that has gone: after a while": ({f"{HR_PROCESSOR}.1": None}, LOOK_AGAIN_AFTER, 6),
}


@pytest.mark.parametrize(("change", "later", "requests"), AGAIN.values(), ids=AGAIN.keys())
def test_a_later_poll(change: dict[str, Value | None], later: float, requests: int) -> None:
    script = Script(SYSTEM)
    first = _survey(script)
    assert first.reading.uptime == 5000
    for text, value in change.items():
        script.objects.pop(oid(text))
        if value is not None:
            script.objects[oid(text)] = value
    before = len(script.questions)
    _survey(script, first, later)
    assert len(script.questions) - before == requests

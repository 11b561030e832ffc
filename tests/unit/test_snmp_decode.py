"""From values to readings."""

import pytest

from probes.snmp.decode import reading_of
from probes.snmp.interface_map import InterfaceMap, Row, find
from probes.snmp.oid import (
    HR_SYSTEM_UPTIME,
    IF_ADMIN_STATUS,
    IF_ALIAS,
    IF_DESCR,
    IF_HC_IN_OCTETS,
    IF_HC_IN_UCAST_PKTS,
    IF_HC_OUT_OCTETS,
    IF_HC_OUT_UCAST_PKTS,
    IF_HIGH_SPEED,
    IF_IN_DISCARDS,
    IF_IN_ERRORS,
    IF_IN_OCTETS,
    IF_NAME,
    IF_OPER_STATUS,
    IF_OUT_DISCARDS,
    IF_OUT_ERRORS,
    IF_OUT_OCTETS,
    IF_SPEED,
    SNMP_ENGINE_TIME,
    SYS_DESCR,
    SYS_NAME,
    SYS_UP_TIME,
    Oid,
)
from probes.snmp.poll_plan import PollPlan
from probes.snmp.question import Value
from probes.snmp.reading import AdminStatus, FailureKind, InterfaceReading, OperStatus, SnmpReading
from probes.snmp.text import text_of
from probes.snmp.trouble import Trouble

ETHER1 = Row("ether1", 4, IF_NAME)


def read(values: dict[Oid, Value], interfaces: InterfaceMap, at: float = 0.0) -> SnmpReading:
    plan = PollPlan(interfaces)
    return reading_of("rt", at, plan, plan.in_order(values))


def test_a_full_answer_becomes_a_full_reading() -> None:
    values: dict[Oid, Value] = {
        SYS_UP_TIME: 4294967295,
        SYS_NAME: b"rt-kejaksan",
        SYS_DESCR: b"RouterOS",
        SNMP_ENGINE_TIME: 77,
        HR_SYSTEM_UPTIME: 8800,
        (*IF_NAME, 4): b"ether1",
        (*IF_ALIAS, 4): b"ke balaikota",
        (*IF_ADMIN_STATUS, 4): 1,
        (*IF_OPER_STATUS, 4): 7,
        (*IF_HC_IN_OCTETS, 4): 2**63,
        (*IF_HC_OUT_OCTETS, 4): 0,
        (*IF_HIGH_SPEED, 4): 10_000,
        (*IF_IN_ERRORS, 4): 11,
        (*IF_OUT_ERRORS, 4): 12,
        (*IF_IN_DISCARDS, 4): 13,
        (*IF_OUT_DISCARDS, 4): 14,
        (*IF_HC_IN_UCAST_PKTS, 4): 15,
        (*IF_HC_OUT_UCAST_PKTS, 4): 16,
    }
    assert read(values, InterfaceMap((ETHER1,), ("sfp9",)), 12.5) == SnmpReading(
        key="rt",
        at=12.5,
        uptime=4294967295,
        name="rt-kejaksan",
        description="RouterOS",
        engine_seconds=77,
        host_uptime=8800,
        interfaces=(
            InterfaceReading(
                name="ether1",
                alias="ke balaikota",
                index=4,
                admin=AdminStatus.UP,
                oper=OperStatus.LOWER_LAYER_DOWN,
                in_octets=2**63,
                out_octets=0,
                counter_bits=64,
                speed=10_000_000_000,
                in_errors=11,
                out_errors=12,
                in_packets=15,
                out_packets=16,
                in_discards=13,
                out_discards=14,
            ),
        ),
        missing=("sfp9",),
    )


def test_what_the_agent_does_not_tell_is_none() -> None:
    reading = read({SYS_UP_TIME: 1, (*IF_NAME, 4): b"ether1"}, InterfaceMap((ETHER1,)))
    assert (reading.name, reading.description, reading.engine_seconds, reading.host_uptime) == (None,) * 4
    assert reading.interfaces == (InterfaceReading("ether1", "", 4, None, None, None, None, 64, None),)


@pytest.mark.parametrize(
    "uptime",
    [pytest.param({}, id="without sysUpTime"), pytest.param({SYS_UP_TIME: b"1 day"}, id="with sysUpTime as text")],
)
def test_no_reading(uptime: dict[Oid, Value]) -> None:
    with pytest.raises(Trouble) as caught:
        read({SYS_NAME: b"rt", **uptime}, InterfaceMap())
    assert caught.value.kind is FailureKind.NO_SUCH_OBJECT


@pytest.mark.parametrize(
    ("row", "column", "number", "speed"),
    [
        pytest.param(ETHER1, IF_HIGH_SPEED, 100, 100_000_000, id="ifHighSpeed is in millions"),
        pytest.param(ETHER1, IF_HIGH_SPEED, 0, None, id="ifHighSpeed 0 is unknown"),
        pytest.param(Row("ether1", 4, IF_NAME, 32), IF_SPEED, 56_000, 56_000, id="ifSpeed is in bits"),
        pytest.param(Row("ether1", 4, IF_NAME, 32), IF_SPEED, 2**32 - 1, None, id="ifSpeed at its end is unknown"),
    ],
)
def test_speed(row: Row, column: Oid, number: int, speed: int | None) -> None:
    values: dict[Oid, Value] = {SYS_UP_TIME: 1, (*IF_NAME, 4): b"ether1", (*column, 4): number}
    assert read(values, InterfaceMap((row,))).interfaces[0].speed == speed


def test_32_bit_counters_are_read_where_the_map_says_so() -> None:
    values: dict[Oid, Value] = {
        SYS_UP_TIME: 1,
        (*IF_DESCR, 4): b"Slot: 0 Port: 1",
        (*IF_IN_OCTETS, 4): 5,
        (*IF_OUT_OCTETS, 4): 6,
        (*IF_HC_IN_OCTETS, 4): 7,
    }
    (interface,) = read(values, InterfaceMap((Row("Slot: 0 Port: 1", 4, IF_DESCR, 32),))).interfaces
    assert (interface.in_octets, interface.out_octets, interface.counter_bits) == (5, 6, 32)


def test_an_interface_that_is_not_at_its_index_is_missing() -> None:
    values: dict[Oid, Value] = {SYS_UP_TIME: 1, (*IF_NAME, 4): b"ether2"}
    reading = read(values, InterfaceMap((ETHER1,), ("sfp9",)))
    assert (reading.interfaces, reading.missing) == ((), ("sfp9", "ether1"))


@pytest.mark.parametrize("number", [0, 8, -1, 2**31 - 1])
def test_a_status_outside_the_mib_is_none(number: int) -> None:
    values: dict[Oid, Value] = {SYS_UP_TIME: 1, (*IF_NAME, 4): b"ether1", (*IF_OPER_STATUS, 4): number}
    assert read(values, InterfaceMap((ETHER1,))).interfaces[0].oper is None


@pytest.mark.parametrize(
    ("octets", "text"),
    [
        pytest.param(b"Gi1/0/12", "Gi1/0/12", id="plain"),
        pytest.param(b"Bluetooth Device\x00", "Bluetooth Device", id="ended by NUL"),
        pytest.param(b" VLAN 7 \r\n", "VLAN 7", id="padded, with a blank within"),
        pytest.param("Balai Kota – utara".encode(), "Balai Kota – utara", id="UTF-8"),
        pytest.param(b"B\xfcro", "Büro", id="ISO 8859-1"),
        pytest.param(7, None, id="a number"),
        pytest.param(None, None, id="nothing"),
    ],
)
def test_text(octets: Value | None, text: str | None) -> None:
    assert text_of(octets) == text


def test_the_first_of_several_rows_with_one_name_is_taken() -> None:
    column: list[tuple[Oid, Value]] = [((3,), b"lan"), ((5,), b"wan"), ((9,), b"lan"), ((1, 2), b"dmz")]
    assert find(["lan", "dmz"], IF_NAME, column) == (Row("lan", 3, IF_NAME),)

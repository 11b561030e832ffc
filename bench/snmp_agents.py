"""Agents to poll, in a process of their own: each a UDP port of loopback, an engine ID and what a poll asks for.

They are as quick as plain Python gets, and check no signature: what is measured is who asks.

    python -m bench.snmp_agents < PLACES        # lines `ADDRESS PORT`; prints `ready` once all can be asked
"""

import selectors
import socket
import sys
import time
from collections.abc import Callable, Sequence
from typing import Final

from probes.snmp.fast.ber import INTEGER, OBJECT_ID, OCTETS, SEQUENCE, content, integer, object_id, tlv, to_integer
from probes.snmp.fast.pdu import GET_BULK, ID_BYTES, REPORT, RESPONSE, PreparedPdu, id_octets
from probes.snmp.fast.usm_clock import UsmClock
from probes.snmp.fast.usm_keys import KeyRing
from probes.snmp.fast.usm_message import Signer, read, scoped_pdu, write
from probes.snmp.fast.usm_user import UsmUser
from probes.snmp.oid import (
    HR_SYSTEM_UPTIME,
    IF_ADMIN_STATUS,
    IF_ALIAS,
    IF_HC_IN_OCTETS,
    IF_HC_IN_UCAST_PKTS,
    IF_HC_OUT_OCTETS,
    IF_HC_OUT_UCAST_PKTS,
    IF_HIGH_SPEED,
    IF_IN_DISCARDS,
    IF_IN_ERRORS,
    IF_NAME,
    IF_NUMBER,
    IF_OPER_STATUS,
    IF_OUT_DISCARDS,
    IF_OUT_ERRORS,
    IF_TABLE_LAST_CHANGE,
    LLDP_CHANGED,
    SNMP_ENGINE_TIME,
    SYS_DESCR,
    SYS_NAME,
    SYS_UP_TIME,
    Oid,
)
from probes.snmp.question import Question
from probes.snmp.target import Authentication, AuthProtocol, Privacy, PrivProtocol, SnmpV2c, SnmpV3
from probes.snmp.usm_report import Level

ADDRESS: Final = "127.0.44.1"
INTERFACE: Final = "ether1"
V2C: Final = SnmpV2c("public-of-the-bench")
V3: Final = SnmpV3(
    "monitor",
    Authentication(AuthProtocol.SHA, "auth-of-the-bench"),
    Privacy(PrivProtocol.AES, "priv-of-the-bench"),
)

_UNKNOWN_ENGINE: Final = (1, 3, 6, 1, 6, 3, 15, 1, 1, 4, 0)
_COUNTER32, _GAUGE32, _TIME_TICKS, _COUNTER64 = 0x41, 0x42, 0x43, 0x46


def _unsigned(tag: int, number: int) -> bytes:
    return bytes((tag,)) + integer(number)[1:]


CLOCKS_TICK: Final = 0.25
"""Seconds for which an answer is kept ready."""

_CLOCKS: Final = {
    SYS_UP_TIME: (_TIME_TICKS, 123_456_789, 100),
    SNMP_ENGINE_TIME: (INTEGER, 1_234_567, 1),
    HR_SYSTEM_UPTIME: (_TIME_TICKS, 123_456_999, 100),
    (*IF_HC_IN_UCAST_PKTS, 4): (_COUNTER64, 123_456_789_012, 4_000),
    (*IF_HC_OUT_UCAST_PKTS, 4): (_COUNTER64, 98_765_432_109, 3_000),
    (*IF_HC_IN_OCTETS, 4): (_COUNTER64, 98_765_432_109_876, 3_000_000),
    (*IF_HC_OUT_OCTETS, 4): (_COUNTER64, 12_345_678_901_234, 1_000_000),
}
"""Tag, first value and units a second of the objects that go on by themselves."""

OBJECTS: Final[dict[Oid, bytes]] = {
    SYS_UP_TIME: _unsigned(*_CLOCKS[SYS_UP_TIME][:2]),
    SYS_NAME: tlv(OCTETS, b"rt-bench"),
    SYS_DESCR: tlv(OCTETS, b"RouterOS CCR2004-16G-2S+, an agent of the bench"),
    SNMP_ENGINE_TIME: _unsigned(*_CLOCKS[SNMP_ENGINE_TIME][:2]),
    HR_SYSTEM_UPTIME: _unsigned(*_CLOCKS[HR_SYSTEM_UPTIME][:2]),
    LLDP_CHANGED: _unsigned(_TIME_TICKS, 66),
    IF_NUMBER: integer(1),
    IF_TABLE_LAST_CHANGE: _unsigned(_TIME_TICKS, 77),
    (*IF_NAME, 4): tlv(OCTETS, INTERFACE.encode()),
    (*IF_ALIAS, 4): tlv(OCTETS, b"ke balaikota"),
    (*IF_ADMIN_STATUS, 4): integer(1),
    (*IF_OPER_STATUS, 4): integer(1),
    (*IF_IN_ERRORS, 4): _unsigned(_COUNTER32, 12),
    (*IF_OUT_ERRORS, 4): _unsigned(_COUNTER32, 0),
    (*IF_IN_DISCARDS, 4): _unsigned(_COUNTER32, 345),
    (*IF_OUT_DISCARDS, 4): _unsigned(_COUNTER32, 0),
    (*IF_HC_IN_UCAST_PKTS, 4): _unsigned(*_CLOCKS[(*IF_HC_IN_UCAST_PKTS, 4)][:2]),
    (*IF_HC_OUT_UCAST_PKTS, 4): _unsigned(*_CLOCKS[(*IF_HC_OUT_UCAST_PKTS, 4)][:2]),
    (*IF_HC_IN_OCTETS, 4): _unsigned(*_CLOCKS[(*IF_HC_IN_OCTETS, 4)][:2]),
    (*IF_HC_OUT_OCTETS, 4): _unsigned(*_CLOCKS[(*IF_HC_OUT_OCTETS, 4)][:2]),
    (*IF_HIGH_SPEED, 4): _unsigned(_GAUGE32, 1000),
}
"""All that a poll of one interface asks for, in its order."""

_ROWS: Final = {object_id(oid): value for oid, value in OBJECTS.items()}


def serve(places: Sequence[tuple[str, int]], tell: Callable[[list[int]], object]) -> None:
    """An agent at each of `places`; port 0 stands for any that is free.

    Tells the ports, then answers until it is killed.
    """
    agents = [_BenchAgent(number, place) for number, place in enumerate(places)]
    selector = selectors.DefaultSelector()
    for agent in agents:
        selector.register(agent.link, selectors.EVENT_READ, agent)
    tell([agent.link.getsockname()[1] for agent in agents])
    began = refreshed = time.monotonic()
    while True:
        found = selector.select()
        now = time.monotonic()
        if now - refreshed > CLOCKS_TICK:
            refreshed = now
            _advance_clocks(now - began)
        for key, _ in found:
            key.data.serve()


def _advance_clocks(seconds: float) -> None:
    """An agent whose uptime stood still would be taken for one that reboots all the time."""
    for oid, (tag, start, pace) in _CLOCKS.items():
        _ROWS[object_id(oid)] = _unsigned(tag, start + int(seconds * pace))
    _BenchAgent.rows.clear()


class _BenchAgent:
    rows: Final[dict[bytes, bytes]] = {}
    ring: Final = KeyRing()

    def __init__(self, number: int, place: tuple[str, int]) -> None:
        self.link = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.link.bind(place)
        self._heading = integer(1) + tlv(OCTETS, V2C.community.encode())
        self._engine_id = b"\x80\x00\x1f\x88\x04" + number.to_bytes(6, "big")
        self._user = UsmUser(V3, self.ring, self._engine_id)
        self._clock = UsmClock(3 + number % 9, 1000 + number, time.monotonic())

    def serve(self) -> None:
        datagram, peer = self.link.recvfrom(65535)
        at, end = content(datagram, 0, SEQUENCE)
        if datagram.startswith(self._heading, at):
            number, pdu = self._answer(datagram, at + len(self._heading), end)
            whole = pdu.within(self._heading)
            self.link.sendto(whole.head + id_octets(number) + whole.tail, peer)
        else:
            self.link.sendto(self._answer_v3(datagram), peer)

    def _answer_v3(self, datagram: bytes) -> bytes:
        message = read(datagram)
        context = tlv(OCTETS, self._engine_id) + tlv(OCTETS, b"")
        boots, seconds = self._clock.boots, self._clock.seconds_at(time.monotonic())
        if message.engine_id != self._engine_id:
            rows = tlv(SEQUENCE, tlv(SEQUENCE, object_id(_UNKNOWN_ENGINE) + _unsigned(_COUNTER32, 1)))
            report = tlv(REPORT, id_octets(message.number) + integer(0) * 2 + rows)
            signer = Signer(tlv(OCTETS, self._engine_id), tlv(OCTETS, b""), 0)
            return write(message.number, 0, signer, boots, seconds, b"", tlv(SEQUENCE, context + report))
        octets = self._user.decrypted(datagram, message)
        _, _, at, end = scoped_pdu(octets, 0)
        number, pdu = self._answer(octets, at, end)
        whole = pdu.within(context)
        scoped = whole.head + id_octets(number) + whole.tail
        return self._user.seal(message.number, Level.AUTH_PRIV, 0, boots, seconds, scoped)

    def _answer(self, octets: bytes, at: int, end: int) -> tuple[int, PreparedPdu]:
        tag = octets[at]
        at, _ = content(octets, at, tag)
        start, at = content(octets, at, INTEGER)
        number = to_integer(octets[start:at])
        asked = octets[at:end]
        rows = self.rows.get(asked)
        if rows is None:
            rows = self.rows[asked] = _rows_for(asked, tag == GET_BULK)
        tail = integer(0) * 2 + rows
        whole = tlv(RESPONSE, bytes(ID_BYTES) + tail)
        return number, PreparedPdu(Question(()), False, whole[: -ID_BYTES - len(tail)], tail, ())


def _rows_for(asked: bytes, is_bulk: bool) -> bytes:
    _, at = content(asked, 0, INTEGER)
    _, at = content(asked, at, INTEGER)
    at, end = content(asked, at, SEQUENCE)
    rows = b""
    while at < end:
        start, at = content(asked, at, SEQUENCE)
        _, name_end = content(asked, start, OBJECT_ID)
        name = asked[start:name_end]
        if is_bulk:
            column = [each for each in _ROWS if each[2:].startswith(name[2:])]
            rows += b"".join(tlv(SEQUENCE, each + _ROWS[each]) for each in column)
            rows += tlv(SEQUENCE, (column or [name])[-1] + b"\x82\x00")
        else:
            rows += tlv(SEQUENCE, name + _ROWS.get(name, b"\x81\x00"))
    return tlv(SEQUENCE, rows)


if __name__ == "__main__":
    serve(
        [(address, int(port)) for address, port in map(str.split, sys.stdin)], lambda _: print("ready", flush=True)
    )

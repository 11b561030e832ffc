"""Reading echo replies and quoted requests, from friends and from others."""

import socket
import struct

import pytest

from probes.icmp.packet import (
    Echo,
    cookie_bytes,
    cookie_number,
    echo_reply,
    identifier_in,
    identifier_tag,
    quoted_request,
    sequence_in,
    without_ip_header,
)
from probes.icmp.unreachable import phrase

COOKIE = bytes(range(8))
TAG = struct.unpack("=I", struct.pack("!HH", 4660, 65535))[0]
V4, V6 = socket.AF_INET, socket.AF_INET6


def message(kind: int, code: int = 0, cookie: bytes = COOKIE) -> bytes:
    return struct.pack("!BBHHH", kind, code, 0, 4660, 65535) + cookie


@pytest.mark.parametrize(
    ("family", "data", "expected"),
    [
        pytest.param(V4, message(0), Echo(TAG, COOKIE), id="an IPv4 reply is read"),
        pytest.param(V6, message(129), Echo(TAG, COOKIE), id="an IPv6 reply is read"),
        pytest.param(V4, message(0) + b"more", Echo(TAG, COOKIE), id="what is more is left out"),
        pytest.param(V4, message(0, 0, COOKIE[:3]), Echo(TAG, COOKIE[:3]), id="less is kept"),
        pytest.param(V4, message(8), None, id="a request is no reply"),
        pytest.param(V6, message(0), None, id="an IPv4 reply is none in IPv6"),
        pytest.param(V4, message(0, code=1), None, id="a reply has code 0"),
        pytest.param(V4, message(0)[:7], None, id="a header cut short is nothing"),
        pytest.param(V4, b"", None, id="an empty message is nothing"),
    ],
)
def test_echo_reply(family: socket.AddressFamily, data: bytes, expected: Echo | None) -> None:
    assert echo_reply(family, data) == expected


@pytest.mark.parametrize(
    ("family", "data", "expected"),
    [
        pytest.param(V4, message(8), Echo(TAG, COOKIE), id="a whole quote is read"),
        pytest.param(V6, message(128), Echo(TAG, COOKIE), id="so it is in IPv6"),
        pytest.param(V4, message(8)[:8], Echo(TAG, b""), id="eight bytes are enough, RFC 792"),
        pytest.param(V4, message(0), None, id="a quoted reply is not ours"),
        pytest.param(V4, message(8)[:6], None, id="less than eight bytes name nothing"),
    ],
)
def test_quoted_request(family: socket.AddressFamily, data: bytes, expected: Echo | None) -> None:
    assert quoted_request(family, data) == expected


def test_a_tag_holds_the_identifier_as_it_stands_in_the_packet_and_the_sequence() -> None:
    assert identifier_in(TAG) == 4660
    assert identifier_in(identifier_tag(0xABCD)) == 0xABCD
    assert sequence_in(TAG) == 0xFFFF
    assert sequence_in(identifier_tag(0xABCD)) == 0


def test_a_cookie_is_read_as_it_was_written() -> None:
    cookie = cookie_number(COOKIE)
    assert cookie is not None
    assert cookie_bytes(cookie) == COOKIE
    assert cookie_number(COOKIE[:7]) is None


@pytest.mark.parametrize(
    ("packet", "expected"),
    [
        pytest.param(b"\x45" + bytes(19) + b"icmp", b"icmp", id="a plain header is taken off"),
        pytest.param(b"\x46" + bytes(23) + b"icmp", b"icmp", id="options are taken off with it"),
        pytest.param(b"\x45" + bytes(19), b"", id="nothing may follow"),
        pytest.param(b"\x4f" + bytes(30), None, id="a header longer than the packet is broken"),
        pytest.param(b"\x44" + bytes(30), None, id="a header shorter than any is broken"),
        pytest.param(b"\x65" + bytes(30), None, id="another version is broken"),
        pytest.param(b"\x45", None, id="a lonely byte is broken"),
    ],
)
def test_without_ip_header(packet: bytes, expected: bytes | None) -> None:
    assert without_ip_header(packet) == expected


@pytest.mark.parametrize(
    ("family", "kind", "code", "expected"),
    [
        pytest.param(V4, 3, 1, "destination host unreachable", id="IPv4 host unreachable is proof"),
        pytest.param(V6, 1, 3, "destination host unreachable", id="IPv6 address unreachable is proof"),
        pytest.param(V4, 11, 0, "time to live exceeded (routing loop)", id="a routing loop is proof"),
        pytest.param(V6, 3, 0, "time to live exceeded (routing loop)", id="so it is in IPv6"),
        pytest.param(V4, 3, 4, None, id="fragmentation needed is none"),
        pytest.param(V6, 2, 0, None, id="packet too big is none"),
        pytest.param(V4, 4, 0, None, id="source quench is none"),
        pytest.param(V4, 5, 1, None, id="a redirect is none"),
        pytest.param(V4, 3, 200, None, id="an unheard-of code is none"),
    ],
)
def test_unreachable_phrase(
    family: socket.AddressFamily, kind: int, code: int, expected: str | None
) -> None:
    assert phrase(family, kind, code) == expected

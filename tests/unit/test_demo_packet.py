"""Echo requests and datagrams of the demo's wire, as octets."""

import struct
from ipaddress import IPv4Address

import pytest

from netwatch.demo.packet import Datagram, Echo, read

WATCHER, DEVICE = IPv4Address("127.0.0.1"), IPv4Address("127.10.0.1")


def packet(protocol: int, body: bytes, fragment: int = 0, options: bytes = b"") -> bytes:
    words = (20 + len(options)) // 4
    head = struct.pack(
        "!BBHHHBBH4s4s", 0x40 | words, 0, 4 * words + len(body), 7, fragment, 64, protocol, 0, WATCHER.packed,
        DEVICE.packed,
    )
    return head + options + body


def ones_complement_sum(data: bytes) -> int:
    total = sum(struct.unpack(f"!{(len(data) + 1) // 2}H", data + b"\0" * (len(data) % 2)))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return total


@pytest.mark.parametrize("payload", [b"", b"12345678", b"an odd length"])
def test_an_echo_reply_has_the_request_s_payload_and_a_right_checksum(payload: bytes) -> None:
    request = read(packet(1, b"\x08\x00\xab\xcd" + b"\x12\x34\x00\x01" + payload))
    assert request == Echo(WATCHER, DEVICE, b"\x12\x34\x00\x01" + payload)
    assert isinstance(request, Echo)
    reply = request.reply()
    assert reply[12:20] == DEVICE.packed + WATCHER.packed
    assert reply[20:22] == b"\x00\x00"
    assert reply[24:] == b"\x12\x34\x00\x01" + payload
    assert ones_complement_sum(reply[20:]) == 0xFFFF


def test_a_datagram_is_answered_from_the_port_it_came_to() -> None:
    asked = read(packet(17, struct.pack("!HHHH", 40_000, 161, 13, 0) + b"hello"))
    assert asked == Datagram(WATCHER, 40_000, DEVICE, 161, b"hello")
    assert isinstance(asked, Datagram)
    assert asked.reply(b"world!")[20:] == struct.pack("!HHHH", 161, 40_000, 14, 0) + b"world!"


@pytest.mark.parametrize(
    "octets",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(packet(6, b"\0" * 20), id="TCP"),
        pytest.param(packet(1, b"\x00\x00\0\0\0\0\0\0"), id="an echo reply"),
        pytest.param(packet(1, b"\x08\x00\0\0"), id="an echo request without its number"),
        pytest.param(packet(17, b"\0\0\0"), id="a datagram without its header"),
        pytest.param(packet(1, b"\x08\x00\0\0\0\0\0\0", fragment=0x2000), id="a fragment"),
        pytest.param(b"\x60" + packet(1, b"\x08\x00\0\0\0\0\0\0")[1:], id="IPv6"),
    ],
)
def test_what_is_neither_is_passed_over(octets: bytes) -> None:
    assert read(octets) is None


def test_options_of_the_header_are_stepped_over() -> None:
    assert isinstance(read(packet(1, b"\x08\x00\0\0\0\0\0\0", options=b"\x01" * 4)), Echo)

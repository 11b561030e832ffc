"""Whatever is asked for, every packet is what a plain encoder writes, and what the reader takes for it."""

import socket
import struct

from hypothesis import given
from hypothesis import strategies as st

from probes.icmp.flight import SEQUENCES, request_to
from probes.icmp.packet import (
    REQUEST,
    SEQUENCE_SHIFT,
    Echo,
    identifier_tag,
    quoted_request,
    without_ip_header,
)
from probes.icmp.target import target_of
from probes.icmp.writer import Writer

REQUESTS = st.lists(
    st.tuples(st.integers(0x01000000, 0xDFFFFFFF), st.binary(min_size=8, max_size=8)), min_size=1, max_size=70
)
# The last places come often, so that the last sequence does.
PLACES = st.one_of(st.integers(0, SEQUENCES - 1), st.integers(0, 3).map(lambda left: SEQUENCES - 1 - left))


def written_plainly(kind: int, identifier: int, sequence: int, payload: bytes) -> bytes:
    """RFC 792 and 4443, with the checksum as RFC 1071 describes it."""
    without = struct.pack("!BBHHH", kind, 0, 0, identifier, sequence) + payload
    total = 0
    for high, low in struct.iter_unpack("BB", without):
        total += high * 256 + low
        total = (total & 0xFFFF) + (total >> 16)
    return without[:2] + struct.pack("!H", ~total & 0xFFFF) + without[4:]


@given(identifier=st.integers(0, 0xFFFF), place=PLACES, asked=REQUESTS, ip_header=st.booleans(), v6=st.booleans())
def test_every_packet_is_what_a_plain_encoder_writes(
    identifier: int, place: int, asked: list[tuple[int, bytes]], ip_header: bool, v6: bool
) -> None:
    family = socket.AF_INET6 if v6 else socket.AF_INET
    ip_header = ip_header and not v6
    asked = asked[: SEQUENCES - place]
    addresses = [socket.inet_ntoa(struct.pack("!I", host)) for host, _ in asked]
    requests = [request_to(target_of(each), each) for each in addresses]
    cookies = [cookie for _, cookie in asked]

    packets = [
        packet for (packet,) in Writer(family, ip_header, identifier).packets(requests, b"".join(cookies), place)
    ]

    assert len(packets) == len(asked)
    for number, (packet, cookie, address) in enumerate(zip(packets, cookies, addresses, strict=True)):
        tag = identifier_tag(identifier) + (place + number << SEQUENCE_SHIFT)
        _, sequence = struct.unpack("!HH", struct.pack("=I", tag))
        payload = cookie + bytes(byte ^ 0xFF for byte in cookie)
        message = packet[20:] if ip_header else packet
        assert message == written_plainly(REQUEST[family], identifier, sequence, payload)
        assert quoted_request(family, message) == Echo(tag, cookie)
        if ip_header:
            assert without_ip_header(packet) == message
            assert packet[:12] == bytes.fromhex("4500 0000 0001 4000 4001 0000")
            assert packet[12:20] == bytes(4) + socket.inet_aton(address)


def test_no_sequence_comes_twice() -> None:
    writer, request = Writer(socket.AF_INET, False, 0xABCD), request_to(target_of("10.0.0.1"), "key")
    every = writer.packets([request] * SEQUENCES, bytes(8 * SEQUENCES), 0)
    assert len({packet[6:8] for (packet,) in every}) == SEQUENCES

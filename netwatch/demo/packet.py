"""IPv4 packets with an echo request or a UDP datagram inside, read and answered (RFC 791, RFC 792, RFC 768)."""

import socket
import struct
from dataclasses import dataclass
from ipaddress import IPv4Address

_IP = struct.Struct("!BBHHHBBH4s4s")
_UDP = struct.Struct("!HHHH")
_ECHO_REQUEST, _ECHO_REPLY = b"\x08\x00", b"\x00\x00"


@dataclass(frozen=True, slots=True)
class Echo:
    """An echo request. `rest` is all behind the checksum: identifier, sequence and payload."""

    source: IPv4Address
    target: IPv4Address
    rest: bytes

    def reply(self) -> bytes:
        checksum = _checksum(_ECHO_REPLY + self.rest)
        return _packet(self.target, self.source, socket.IPPROTO_ICMP, _ECHO_REPLY + checksum + self.rest)


@dataclass(frozen=True, slots=True)
class Datagram:
    source: IPv4Address
    source_port: int
    target: IPv4Address
    target_port: int
    content: bytes

    def reply(self, content: bytes) -> bytes:
        # a checksum of 0 means that the sender made none; nothing gets lost between two ends of one machine
        header = _UDP.pack(self.target_port, self.source_port, _UDP.size + len(content), 0)
        return _packet(self.target, self.source, socket.IPPROTO_UDP, header + content)


def read(packet: bytes) -> Echo | Datagram | None:
    """None for anything else, and for what is broken."""
    if len(packet) < _IP.size or packet[0] >> 4 != 4:
        return None
    start = (packet[0] & 0x0F) * 4
    _, _, length, _, fragment, _, protocol, _, source, target = _IP.unpack_from(packet)
    body = packet[start:length]
    if fragment & 0x3FFF:
        return None
    ends = IPv4Address(source), IPv4Address(target)
    if protocol == socket.IPPROTO_ICMP and len(body) >= 8 and body[:2] == _ECHO_REQUEST:
        return Echo(*ends, body[4:])
    if protocol == socket.IPPROTO_UDP and len(body) >= _UDP.size:
        source_port, target_port, _, _ = _UDP.unpack_from(body)
        return Datagram(ends[0], source_port, ends[1], target_port, body[_UDP.size :])
    return None


def _packet(source: IPv4Address, target: IPv4Address, protocol: int, body: bytes) -> bytes:
    """Length and checksum of the header are the kernel's to fill in."""
    return _IP.pack(0x45, 0, 0, 0, 0, 64, protocol, 0, source.packed, target.packed) + body


def _checksum(data: bytes) -> bytes:
    """Of data that begins with two octets before and holds none at the place of the checksum (RFC 1071)."""
    padded = data + b"\0" * (len(data) % 2)
    total = sum(struct.unpack(f"!{len(padded) // 2}H", padded))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return struct.pack("!H", ~total & 0xFFFF)

"""Traps and informs as octets, written by hand: what the tests of the trap port are fed with."""

UP_TIME = (1, 3, 6, 1, 2, 1, 1, 3, 0)
TRAP_OID = (1, 3, 6, 1, 6, 3, 1, 1, 4, 1, 0)
LINK_DOWN = (1, 3, 6, 1, 6, 3, 1, 1, 5, 3)


def tlv(tag: int, *contents: bytes) -> bytes:
    body = b"".join(contents)
    length = bytes([len(body)]) if len(body) < 128 else bytes([0x82, len(body) >> 8, len(body) & 255])
    return bytes([tag]) + length + body


def number(value: int, tag: int = 0x02) -> bytes:
    return tlv(tag, value.to_bytes(value.bit_length() // 8 + 1, "big", signed=True))


def oid(*arcs: int) -> bytes:
    body = bytearray([arcs[0] * 40 + arcs[1]])
    for arc in arcs[2:]:
        septets = [arc & 0x7F]
        while arc := arc >> 7:
            septets.insert(0, arc & 0x7F | 0x80)
        body += bytes(septets)
    return tlv(0x06, bytes(body))


def row(name: tuple[int, ...], value: bytes) -> bytes:
    return tlv(0x30, oid(*name), value)


def notification(trap: tuple[int, ...], *rows: bytes, tag: int = 0xA7, request_id: int = 99) -> bytes:
    """The PDU of a trap (0xA7), an inform (0xA6), or the response to one (0xA2)."""
    listed = tlv(0x30, row(UP_TIME, number(4711, 0x43)), row(TRAP_OID, oid(*trap)), *rows)
    return tlv(tag, number(request_id), number(0), number(0), listed)

"""An answer that is laid out like the one before it is taken apart by what was learnt of that."""

import pytest

from probes.snmp.fast.ber import INTEGER, OBJECT_ID, OCTETS, SEQUENCE, Malformed, object_id, tlv
from probes.snmp.fast.layout import Layout, layout_of

TICKS, COUNTER64, NO_SUCH_OBJECT = 0x43, 0x46, 0x80
HEAD = b"head"
NUMBER, OTHER = b"\x41\x42\x43\x44", b"\x41\x42\x43\x45"

Row = tuple[int, bytes]


def answer(*values: Row, number: bytes = NUMBER) -> bytes:
    rows = [tlv(SEQUENCE, object_id((1, 3, n)) + tlv(tag, octets)) for n, (tag, octets) in enumerate(values)]
    return HEAD + number + b"".join(rows)


def learnt(*values: Row) -> Layout:
    octets, found, at = answer(*values), [], 0
    for n, (tag, value) in enumerate(values):
        at = octets.index(object_id((1, 3, n)), at) + len(object_id((1, 3, n))) + 2
        found.append((tag, at, at + len(value)))
    return layout_of(octets, (len(HEAD), len(HEAD + NUMBER)), found)


LAYOUT = learnt((TICKS, b"\x11\x22\x33"), (OCTETS, b"rt-kejaksan"))


@pytest.mark.parametrize(
    ("octets", "values"),
    [
        pytest.param(answer((TICKS, b"\x11\x22\x34"), (OCTETS, b"rt-pekalip!")), (0x112234, b"rt-pekalip!"), id="new"),
        pytest.param(answer((TICKS, b"\x11\x22"), (OCTETS, b"rt-pekalipan")), None, id="the same size, cut elsewhere"),
        pytest.param(answer((TICKS, b"\x01\x11\x22\x33"), (OCTETS, b"rt-kejaksan")), None, id="a longer value"),
        pytest.param(answer((INTEGER, b"\x11\x22\x33"), (OCTETS, b"rt-kejaksan")), None, id="another type"),
        pytest.param(answer((OCTETS, b"rt-kejaksan"), (TICKS, b"\x11\x22\x33")), None, id="another order"),
        pytest.param(
            answer((TICKS, b"\x11\x22\x33"), (OCTETS, b"rt-kejaksan"), number=OTHER), None, id="another request-id"
        ),
        pytest.param(b"tail" + answer((TICKS, b"\x11\x22\x33"), (OCTETS, b"rt-kejaksan"))[4:], None, id="another head"),
        pytest.param(b"", None, id="nothing"),
    ],
)
def test_reads_what_is_laid_out_so_and_nothing_else(octets: bytes, values: tuple[object, ...] | None):
    assert LAYOUT.values_in(octets, NUMBER) == values


@pytest.mark.parametrize(
    ("before", "now", "value"),
    [
        pytest.param((TICKS, b"\x01"), (TICKS, b"\xff"), 255, id="an unsigned number of one octet"),
        pytest.param((TICKS, b"\x01\x02\x03"), (TICKS, b"\xff\xff\xff"), 2**24 - 1, id="of three"),
        pytest.param((TICKS, b"\0\x81\0\0\0"), (TICKS, b"\0\xff\0\0\1"), 0xFF000001, id="of four, after a zero"),
        pytest.param((COUNTER64, bytes(9)), (COUNTER64, b"\0" + b"\xff" * 8), 2**64 - 1, id="of eight, after a zero"),
        pytest.param((TICKS, b"\0"), (TICKS, b"\x07"), 7, id="nothing, then something"),
        pytest.param((INTEGER, b"\x01"), (INTEGER, b"\xff"), -1, id="a signed number of one octet"),
        pytest.param((INTEGER, b"\x01\0\0"), (INTEGER, b"\xff\0\0"), -65536, id="a signed number of three"),
        pytest.param((INTEGER, b"\0\x80\0\0"), (INTEGER, b"\x80\0\0\0"), -(2**31), id="a signed number of four"),
        pytest.param((OBJECT_ID, b"\x2b\x06"), (OBJECT_ID, b"\x2b\x07"), (1, 3, 7), id="an OID"),
        pytest.param((NO_SUCH_OBJECT, b""), (NO_SUCH_OBJECT, b""), None, id="nothing at all"),
        pytest.param((OCTETS, b""), (OCTETS, b""), b"", id="an empty text"),
    ],
)
def test_reads_values_of_every_type(before: Row, now: Row, value: object):
    assert learnt(before).values_in(answer(now), NUMBER) == (value,)


def test_a_zero_that_had_to_be_there_has_to_stay():
    assert learnt((TICKS, b"\0\x81\0\0\0")).values_in(answer((TICKS, b"\1\x81\0\0\0")), NUMBER) is None


def test_a_value_is_held_to_its_type_as_ever():
    with pytest.raises(Malformed, match="without end"):
        learnt((OBJECT_ID, b"\x2b\x06")).values_in(answer((OBJECT_ID, b"\x2b\x86")), NUMBER)


def test_devices_of_a_kind_share_one():
    assert learnt((TICKS, b"\x99\x88\x77"), (OCTETS, b"sw-pekalip!")) is LAYOUT

"""An answer that is laid out like the one before it is taken apart by what was learnt of that."""

import pytest

from probes.snmp.fast.ber import INTEGER, OCTETS, SEQUENCE, Malformed, object_id, tlv
from probes.snmp.fast.layout import Layout, layout_of

TICKS = 0x43


def rows(*values: tuple[int, bytes]) -> bytes:
    return b"".join(tlv(SEQUENCE, object_id((1, 3, n)) + tlv(tag, octets)) for n, (tag, octets) in enumerate(values))


def learnt(*values: tuple[int, bytes]) -> Layout:
    octets, found, at = rows(*values), [], 0
    for tag, value in values:
        start = octets.index(value, at)
        at = start + len(value)
        found.append((tag, start, at))
    return layout_of(octets, 0, found)


LAYOUT = learnt((TICKS, b"\x11\x22\x33"), (OCTETS, b"rt-kejaksan"))


@pytest.mark.parametrize(
    ("octets", "values"),
    [
        pytest.param(rows((TICKS, b"\x11\x22\x34"), (OCTETS, b"rt-pekalip!")), [0x112234, b"rt-pekalip!"], id="values"),
        pytest.param(rows((TICKS, b"\x11\x22"), (OCTETS, b"rt-pekalipan")), None, id="the same size, cut elsewhere"),
        pytest.param(rows((TICKS, b"\x01\x11\x22\x33"), (OCTETS, b"rt-kejaksan")), None, id="a longer value"),
        pytest.param(rows((INTEGER, b"\x11\x22\x33"), (OCTETS, b"rt-kejaksan")), None, id="another type"),
        pytest.param(rows((OCTETS, b"rt-kejaksan"), (TICKS, b"\x11\x22\x33")), None, id="another order"),
        pytest.param(b"", None, id="nothing"),
    ],
)
def test_reads_what_is_laid_out_so_and_nothing_else(octets: bytes, values: list[object] | None):
    framed = b"before" + octets + b"behind"
    assert LAYOUT.values_in(framed, 6, 6 + len(octets)) == values


def test_a_value_is_held_to_its_type_as_ever():
    layout = learnt((TICKS, b"\x00\x11\x22\x33\x44"))
    octets = rows((TICKS, b"\x01\x11\x22\x33\x44"))
    with pytest.raises(Malformed, match="beyond its type"):
        layout.values_in(octets, 0, len(octets))


def test_devices_of_a_kind_share_one():
    assert learnt((TICKS, b"\x99\x88\x77"), (OCTETS, b"sw-pekalip!")) is LAYOUT

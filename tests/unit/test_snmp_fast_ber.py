"""The strict decoder: what it reads and what it refuses."""

import pytest
from pyasn1.codec.ber import encoder
from pyasn1.type import univ

from probes.snmp.fast.ber import INTEGER, OCTETS, Malformed, content, integer, object_id, tlv, to_integer, to_object_id
from probes.snmp.fast.value import value_of
from probes.snmp.question import Value


@pytest.mark.parametrize("number", [0, 1, 127, 128, 255, 256, 2**31 - 1])
def test_integers_are_written_as_pyasn1_writes_them(number: int) -> None:
    assert integer(number) == encoder.encode(univ.Integer(number))
    assert to_integer(integer(number)[2:]) == number


@pytest.mark.parametrize("oid", [(1, 3), (0, 0), (1, 3, 6, 1, 4, 1, 127, 128), (2, 999, 2**32 - 1), (1, 39, 16384)])
def test_object_identifiers_are_written_as_pyasn1_writes_them(oid: tuple[int, ...]) -> None:
    octets = object_id(oid)
    assert octets == encoder.encode(univ.ObjectIdentifier(oid))
    assert to_object_id(octets[2:]) == oid


@pytest.mark.parametrize("size", [0, 1, 127, 128, 255, 256, 65535, 65536])
def test_lengths_are_as_short_as_can_be(size: int) -> None:
    octets = tlv(OCTETS, bytes(size))
    assert octets == encoder.encode(univ.OctetString(bytes(size)))
    start, end = content(octets, 0, OCTETS)
    assert (end - start, end) == (size, len(octets))


def test_a_length_may_be_longer_than_it_needs() -> None:
    assert content(b"\x04\x82\x00\x01x", 0, OCTETS) == (4, 5)


@pytest.mark.parametrize(
    "octets",
    [
        pytest.param(b"\x04\x80x\0\0", id="an indefinite length"),
        pytest.param(b"\x04\x85\0\0\0\0\1x", id="a length of five octets"),
        pytest.param(b"\x04\x02x", id="a length beyond the end"),
        pytest.param(b"\x02\x01x", id="another tag"),
        pytest.param(b"\x04", id="no length"),
        pytest.param(b"", id="nothing"),
    ],
)
def test_is_no_element(octets: bytes) -> None:
    with pytest.raises((Malformed, IndexError)):
        content(octets, 0, OCTETS)


@pytest.mark.parametrize(
    ("tag", "octets", "value"),
    [
        pytest.param(INTEGER, b"\xff", -1, id="a negative INTEGER"),
        pytest.param(INTEGER, b"\x80\0\0\0", -(2**31), id="the least INTEGER"),
        pytest.param(INTEGER, b"\xff\x80\0\0\0", -(2**31), id="an INTEGER with an octet of sign too many"),
        pytest.param(0x41, b"\xff\xff\xff\xff", 2**32 - 1, id="a Counter32 without the zero it needs"),
        pytest.param(0x42, b"\0\xff\xff\xff\xff", 2**32 - 1, id="a Gauge32"),
        pytest.param(0x43, b"\x07", 7, id="TimeTicks"),
        pytest.param(0x46, b"\0" + b"\xff" * 8, 2**64 - 1, id="a Counter64"),
        pytest.param(0x47, b"\x07", 7, id="an old UInteger32"),
        pytest.param(0x40, b"\x7f\0\0\1", b"\x7f\0\0\1", id="an IpAddress"),
        pytest.param(0x44, b"\x9f\x78", b"\x9f\x78", id="Opaque"),
        pytest.param(0x06, b"\x2b\x06", (1, 3, 6), id="an OBJECT IDENTIFIER"),
        pytest.param(0x05, b"", None, id="NULL"),
        pytest.param(0x80, b"", None, id="noSuchObject"),
        pytest.param(0x81, b"", None, id="noSuchInstance"),
        pytest.param(0x82, b"", None, id="endOfMibView"),
    ],
)
def test_reads(tag: int, octets: bytes, value: Value | None) -> None:
    assert value_of(tag, octets) == value


@pytest.mark.parametrize(
    ("tag", "octets"),
    [
        pytest.param(INTEGER, b"", id="an INTEGER of nothing"),
        pytest.param(INTEGER, b"\1\0\0\0\0", id="an INTEGER beyond 32 bits"),
        pytest.param(INTEGER, bytes(6), id="an INTEGER of six octets"),
        pytest.param(0x41, b"", id="a Counter32 of nothing"),
        pytest.param(0x41, b"\1\0\0\0\0", id="a Counter32 beyond 32 bits"),
        pytest.param(0x46, b"\1" + bytes(8), id="a Counter64 beyond 64 bits"),
        pytest.param(0x06, b"", id="an OBJECT IDENTIFIER of nothing"),
        pytest.param(0x06, b"\x2b\x86", id="an OBJECT IDENTIFIER that breaks off"),
        pytest.param(0x06, b"\x2b\x80\x01", id="a sub-identifier with leading zeros"),
        pytest.param(0x06, b"\x2b\x90\x80\x80\x80\x00", id="a sub-identifier of 33 bits"),
        pytest.param(0x06, b"\x2b" + bytes(127), id="129 sub-identifiers"),
        pytest.param(0x05, b"\0", id="NULL that is something"),
        pytest.param(0x80, b"\0", id="noSuchObject that is something"),
        pytest.param(0x30, b"", id="a sequence"),
        pytest.param(0x1F, b"", id="a tag of several octets"),
    ],
)
def test_refuses(tag: int, octets: bytes) -> None:
    with pytest.raises(Malformed):
        value_of(tag, octets)

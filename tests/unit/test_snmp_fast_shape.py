"""SNMPv3 messages shaped like one before are read as if there had been none."""

import pytest

from probes.snmp.fast import usm_shape
from probes.snmp.fast.ber import OCTETS, Malformed, tlv
from probes.snmp.fast.usm_message import Signer, read, write
from probes.snmp.fast.usm_shape import read_shaped

ENGINE, USER = b"\x80\0\0\0\1one", b"monitor"


def message(
    number: int = 0x40000001,
    flags: int = 3,
    engine_id: bytes = ENGINE,
    boots: int = 5,
    seconds: int = 1000,
    user: bytes = USER,
    salt: bytes = b"saltsalt",
    scoped: bytes = b"encrypted",
) -> bytes:
    signer = Signer(tlv(OCTETS, engine_id), tlv(OCTETS, user), 12)
    return write(number, flags, signer, boots, seconds, salt, tlv(OCTETS, scoped))


@pytest.fixture(autouse=True)
def _one_before():
    usm_shape._SHAPES.clear()
    read_shaped(message())


@pytest.mark.parametrize(
    "datagram",
    [
        pytest.param(message(), id="the same"),
        pytest.param(message(number=0x7FFFFFFF, boots=127, seconds=32767, salt=b"SALTSALT"), id="other numbers"),
        pytest.param(message(engine_id=b"\x80\0\0\0\1two", user=b"another"), id="another agent and user"),
        pytest.param(message(boots=128, seconds=100), id="the same size, numbers of other sizes"),
        pytest.param(message(engine_id=b"\x80\0\0\0\1", user=b"monitor-one"), id="the same size, names of other sizes"),
        pytest.param(message(flags=7), id="other flags"),
        pytest.param(message(scoped=b"longer than before"), id="another size"),
    ],
)
def test_reads_what_is_read_without_it(datagram: bytes):
    assert read_shaped(datagram) == read(datagram)


@pytest.mark.parametrize(
    "datagram",
    [
        pytest.param(message().replace(b"\x02\x01\x05", b"\x02\x01\xff"), id="a negative number of boots"),
        pytest.param(message().replace(b"\x04\x07monitor", b"\x05\x07monitor"), id="another tag"),
        pytest.param(message()[:-1], id="cut short"),
        pytest.param(message() + b"\0", id="octets behind"),
    ],
)
def test_turns_away_what_is_turned_away_without_it(datagram: bytes):
    with pytest.raises((Malformed, IndexError)):
        read_shaped(datagram)


def test_only_so_many_shapes_are_kept():
    for size in range(2 * usm_shape._REMEMBERED):
        read_shaped(message(scoped=bytes(size)))
    assert len(usm_shape._SHAPES) <= usm_shape._REMEMBERED

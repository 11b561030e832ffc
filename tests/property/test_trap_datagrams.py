"""Whatever comes to the trap port is turned away or read, never more."""

from hypothesis import given
from hypothesis import strategies as st

from probes.snmp.target import SnmpV2c
from probes.traps.access import TrapAccess
from probes.traps.heard import Verdict
from probes.traps.own_engine import OwnEngine
from tests.unit.trap_sender import INFORM, SECRET, SIGNED, Sender

OWN = OwnEngine(b"\x80\0\0\0\5ours", 1, 0.0)
ACCESS = TrapAccess([SnmpV2c("public"), SIGNED, SECRET], OWN)
THIRD_VERSION = [
    Sender(SIGNED).message(), Sender(SECRET).message(), Sender(SECRET, OWN.engine_id, 1, 0).message(INFORM)
]
TRAP = bytes.fromhex(
    "304002010104067075626c6963a7330204499602d20201000201003025300e06082b06010201010300430212673013060a2b0601060301010401"
    "0006052b06010203"
)


@given(st.binary(max_size=200))
def test_any_octets_are_survived(datagram: bytes):
    assert ACCESS.read(datagram, 0.0).verdict is not Verdict.BELIEVED


@given(st.integers(0, len(TRAP) - 1), st.integers(0, 255))
def test_a_trap_with_one_octet_changed_is_survived(place: int, octet: int):
    assert ACCESS.read(TRAP, 0.0).verdict is Verdict.BELIEVED
    changed = bytearray(TRAP)
    changed[place] = octet
    assert ACCESS.read(bytes(changed), 0.0).verdict in Verdict


@given(st.sampled_from(THIRD_VERSION), st.data())
def test_a_signed_message_with_one_octet_changed_is_not_believed(message: bytes, data: st.DataObject):
    assert ACCESS.read(message, 0.0).verdict is Verdict.BELIEVED
    place = data.draw(st.integers(0, len(message) - 1))
    changed = bytearray(message)
    changed[place] = data.draw(st.integers(0, 255).filter(lambda octet: octet != message[place]))
    assert ACCESS.read(bytes(changed), 0.0).verdict is not Verdict.BELIEVED

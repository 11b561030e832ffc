"""Whatever comes to the trap port is turned away or read, never more."""

from hypothesis import given
from hypothesis import strategies as st

from probes.snmp.target import Authentication, AuthProtocol, Privacy, PrivProtocol, SnmpV2c, SnmpV3
from probes.traps.access import TrapAccess, Verdict

USER = SnmpV3(
    "watch", Authentication(AuthProtocol.SHA, "authentic-key"), Privacy(PrivProtocol.AES, "private-key")
)
ACCESS = TrapAccess([SnmpV2c("public"), USER])
TRAP = bytes.fromhex(
    "304002010104067075626c6963a7330204499602d20201000201003025300e06082b06010201010300430212673013060a2b0601060301010401"
    "0006052b06010203"
)
TRAP_V3 = bytes.fromhex(
    "3060020103300f02020ad1020205c00401010201030420301e0409800000000001020304020101020102040577617463680400"
    "04000428302604000400a720020101020100020100301530130608" + "2b06010201010300" + "4307" + "01" * 7
)


@given(st.binary(max_size=200))
def test_any_octets_are_survived(datagram: bytes):
    assert ACCESS.read(datagram, 0.0).verdict is not Verdict.BELIEVED


@given(st.sampled_from([TRAP, TRAP_V3]), st.integers(0, 95), st.integers(0, 255))
def test_a_trap_with_one_octet_changed_is_survived(datagram: bytes, place: int, octet: int):
    changed = bytearray(datagram)
    changed[place % len(datagram)] = octet
    assert ACCESS.read(bytes(changed), 0.0).verdict in Verdict

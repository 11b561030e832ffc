"""Traps and informs as octets: what is read, and what is turned away."""

import pytest

from probes.traps.ber import Malformed
from probes.traps.meaning import Meaning, TrapKind, meaning_of
from probes.traps.message import read_message, version_of
from probes.traps.notification import Notification
from tests.unit.trap_octets import LINK_DOWN, TRAP_OID, notification, number, oid, row, tlv


def second(trap: tuple[int, ...], *rows: bytes, tag: int = 0xA7, community: bytes = b"public") -> bytes:
    return tlv(0x30, number(1), tlv(0x04, community), notification(trap, *rows, tag=tag))


def first(enterprise: tuple[int, ...], generic: int, specific: int, *rows: bytes) -> bytes:
    address = tlv(0x40, bytes([127, 0, 0, 1]))
    pdu = tlv(
        0xA4, oid(*enterprise), address, number(generic), number(specific), number(5, 0x43), tlv(0x30, *rows)
    )
    return tlv(0x30, number(0), tlv(0x04, b"public"), pdu)


IF_INDEX_3 = row((1, 3, 6, 1, 2, 1, 2, 2, 1, 1, 3), number(3))
IF_DESCR_3 = row((1, 3, 6, 1, 2, 1, 2, 2, 1, 2, 3), tlv(0x04, b"ether3"))
IF_NAME_3 = row((1, 3, 6, 1, 2, 1, 31, 1, 1, 1, 1, 3), tlv(0x04, b"et3\n"))
ALARM = (1, 3, 6, 1, 2, 1, 33, 1, 6, 2, 1, 2, 1)
WELL_KNOWN = (1, 3, 6, 1, 2, 1, 33, 1, 6, 3)
UPS = (1, 3, 6, 1, 2, 1, 33, 2)
APC = (1, 3, 6, 1, 4, 1, 318)
EATON = {
    "a basic trap": (1, 3, 6, 1, 4, 1, 534, 1, 0, 0),
    "a trap of one alarm": (1, 3, 6, 1, 4, 1, 534, 1, 11, 4, 1),
    "a trap that names the port": (1, 3, 6, 1, 4, 1, 534, 1, 11, 4, 2),
}
EATON_KINDS = {3: TrapKind.UPS_ON_BATTERY, 4: TrapKind.UPS_LOW_BATTERY, 5: TrapKind.UPS_RESTORED}
MGE = (1, 3, 6, 1, 4, 1, 705, 1, 11)


@pytest.mark.parametrize(
    ("datagram", "meaning"),
    [
        pytest.param(second(LINK_DOWN), Meaning(TrapKind.LINK_DOWN), id="a link down that names no port"),
        pytest.param(
            second(LINK_DOWN, IF_INDEX_3), Meaning(TrapKind.LINK_DOWN, "ifIndex 3"), id="a port by its index"
        ),
        pytest.param(
            second(LINK_DOWN, IF_INDEX_3, IF_DESCR_3), Meaning(TrapKind.LINK_DOWN, "ether3"), id="a port by ifDescr"
        ),
        pytest.param(
            second((*LINK_DOWN[:-1], 4), IF_DESCR_3, IF_NAME_3), Meaning(TrapKind.LINK_UP, "et3"),
            id="ifName comes before ifDescr, without the line break",
        ),
        pytest.param(second((*LINK_DOWN[:-1], 1)), Meaning(TrapKind.COLD_START), id="a cold start"),
        pytest.param(second((*LINK_DOWN[:-1], 2)), Meaning(TrapKind.WARM_START), id="a warm start"),
        pytest.param(
            second((*LINK_DOWN[:-1], 5)), Meaning(TrapKind.AUTHENTICATION_FAILURE), id="an authentication failure"
        ),
        pytest.param(first((1, 3, 6, 1, 4, 1, 9), 0, 0), Meaning(TrapKind.COLD_START), id="version 1: a cold start"),
        pytest.param(
            first((1, 3, 6, 1, 4, 1, 9), 2, 0, IF_DESCR_3), Meaning(TrapKind.LINK_DOWN, "ether3"),
            id="version 1: a link down",
        ),
        pytest.param(second((*UPS, 1)), Meaning(TrapKind.UPS_ON_BATTERY), id="UPS-MIB on battery"),
        pytest.param(first(UPS, 6, 1), Meaning(TrapKind.UPS_ON_BATTERY), id="version 1: UPS-MIB on battery"),
        pytest.param(
            second((*UPS, 3), row(ALARM, oid(*WELL_KNOWN, 3))), Meaning(TrapKind.UPS_LOW_BATTERY),
            id="UPS-MIB adds the alarm of a low battery",
        ),
        pytest.param(
            second((*UPS, 4), row(ALARM, oid(*WELL_KNOWN, 2))), Meaning(TrapKind.UPS_RESTORED),
            id="UPS-MIB takes the alarm of running on battery away",
        ),
        pytest.param(
            second((*UPS, 4), row(ALARM, oid(*WELL_KNOWN, 3))), None, id="taking another alarm away restores nothing"
        ),
        pytest.param(
            second((*UPS, 3), row(ALARM, oid(1, 3, 6, 1, 4, 1, 2))), None, id="an alarm of a vendor means nothing here"
        ),
        pytest.param(first(APC, 6, 5), Meaning(TrapKind.UPS_ON_BATTERY), id="APC on battery"),
        pytest.param(first(APC, 6, 7), Meaning(TrapKind.UPS_LOW_BATTERY), id="APC battery low"),
        pytest.param(second((*APC, 0, 9)), Meaning(TrapKind.UPS_RESTORED), id="APC restored, as version 2c"),
        pytest.param(first(APC, 6, 6), None, id="APC's voltage boost is of no use"),
        *(
            pytest.param(first(eaton, 6, specific), Meaning(kind), id=f"Eaton, {name}: {kind}")
            for name, eaton in EATON.items()
            for specific, kind in EATON_KINDS.items()
        ),
        pytest.param(
            second((*EATON["a trap of one alarm"], 0, 3)), Meaning(TrapKind.UPS_ON_BATTERY),
            id="Eaton on battery, as version 2c",
        ),
        pytest.param(first(EATON["a basic trap"], 6, 1), None, id="Eaton's control off is of no use"),
        pytest.param(first(MGE, 6, 11), Meaning(TrapKind.UPS_ON_BATTERY), id="MGE on battery"),
        pytest.param(first(MGE, 6, 12), Meaning(TrapKind.UPS_RESTORED), id="MGE back on mains"),
        pytest.param(first((1, 3, 6, 1, 4, 1, 9), 5, 0), None, id="an EGP neighbour loss is of no use"),
    ],
)
def test_what_a_message_means(datagram: bytes, meaning: Meaning | None):
    message = read_message(datagram)
    assert message.community == b"public"
    assert message.answer is None
    assert meaning_of(message.notification) == meaning


def test_an_inform_is_answered_with_its_own_rows_as_a_response():
    inform = second(LINK_DOWN, IF_DESCR_3, tag=0xA6)
    answer = read_message(inform).answer
    assert answer is not None
    assert answer == second(LINK_DOWN, IF_DESCR_3, tag=0xA2)


def test_a_value_of_every_kind_is_read():
    rows = [
        row((1, 3, 1), number(-5)), row((1, 3, 2), tlv(0x04, b"x")), row((1, 3, 3), tlv(0x41, b"\xff" * 4)),
        row((1, 3, 4), tlv(0x05)), row((1, 3, 5), tlv(0x46, b"\0" + b"\xff" * 8)),
        row((1, 3, 6), oid(2, 5, 4294967295)),
    ]
    assert read_message(second(LINK_DOWN, *rows)).notification == Notification(
        LINK_DOWN,
        (
            ((1, 3, 1), -5), ((1, 3, 2), b"x"), ((1, 3, 3), 2**32 - 1), ((1, 3, 4), b""), ((1, 3, 5), 2**64 - 1),
            ((1, 3, 6), (2, 5, 4294967295)),
        ),
    )


GOOD = second(LINK_DOWN, IF_DESCR_3)


@pytest.mark.parametrize(
    "datagram",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(GOOD[:-1], id="cut short"),
        pytest.param(GOOD + b"\0", id="an octet too many"),
        pytest.param(b"\x30\x80" + GOOD[2:] + b"\0\0", id="an indefinite length"),
        pytest.param(b"\x30\x85\0\0\0\0\x01\0", id="a length of five octets"),
        pytest.param(second(LINK_DOWN, tag=0xA0), id="a request"),
        pytest.param(second(LINK_DOWN, tag=0xA4), id="a version 1 trap in a version 2c message"),
        pytest.param(second(LINK_DOWN, row((1, 3), tlv(0x04, b"")) * 99), id="more than a hundred rows"),
        pytest.param(second(LINK_DOWN, tlv(0x30, tlv(0x06, b"\x2b\x80\x01"), tlv(0x05))), id="a padded number"),
        pytest.param(second(LINK_DOWN, tlv(0x30, tlv(0x06, b"\x2b\x81"), tlv(0x05))), id="a name cut short"),
        pytest.param(second(LINK_DOWN, tlv(0x30, tlv(0x06), tlv(0x05))), id="an empty name"),
        pytest.param(second(LINK_DOWN, tlv(0x30, oid(1, 3), tlv(0x02))), id="an empty integer"),
        pytest.param(second(LINK_DOWN, tlv(0x30, oid(1, 3), tlv(0x1F, b"\x01"))), id="a long tag"),
        pytest.param(second(LINK_DOWN, tlv(0x30, oid(1, 3), tlv(0x05), b"\0")), id="an octet after a value"),
        pytest.param(first((1, 3), 7, 0), id="a generic trap of no kind"),
        pytest.param(
            second(LINK_DOWN).replace(oid(*TRAP_OID), oid(*TRAP_OID[:-1], 1)), id="no snmpTrapOID",
        ),
    ],
)
def test_what_is_turned_away(datagram: bytes):
    with pytest.raises(Malformed):
        read_message(datagram)


def test_no_secret_shows_in_a_message():
    assert "s3cret" not in repr(read_message(second(LINK_DOWN, tag=0xA6, community=b"s3cret")))


def test_the_version_of_a_message_is_told_before_the_rest():
    assert version_of(GOOD) == 1
    assert version_of(tlv(0x30, number(3), b"anything")) == 3

"""Which SNMPv3 traps and informs are believed, and what their senders are told."""

from dataclasses import replace

import pytest

from probes.snmp.fast.ber import object_id
from probes.snmp.fast.usm_clock import LAST_BOOT, TIME_WINDOW, UsmClock
from probes.snmp.fast.usm_message import REPORTABLE
from probes.snmp.target import Authentication, AuthProtocol, Privacy, PrivProtocol, SnmpV2c, SnmpV3
from probes.snmp.usm_report import USM_STATS, Level, Report
from probes.traps.access import TrapAccess
from probes.traps.heard import Verdict
from probes.traps.meaning import Meaning, TrapKind, meaning_of
from probes.traps.own_engine import OwnEngine, new_engine_id
from probes.traps.sender_clocks import MOST_ENGINES, SenderClocks
from tests.unit.trap_octets import LINK_DOWN, notification
from tests.unit.trap_sender import ENGINE, INFORM, OPEN, REPORT, RESPONSE, SECRET, SIGNED, Sender

OURS = b"\x80\0\0\0\5ours"
NOW = 1000.0
LEVELS = [
    pytest.param(OPEN, id="noAuthNoPriv"), pytest.param(SIGNED, id="authNoPriv"), pytest.param(SECRET, id="authPriv")
]


def listening(*users: SnmpV3) -> TrapAccess:
    """To these users, else to all; our engine was started the ninth time, a thousand seconds ago."""
    return TrapAccess([SnmpV2c("public"), *(users or (OPEN, SIGNED, SECRET))], OwnEngine(OURS, 9, 0.0))


def to_us(access: SnmpV3, boots: int = 9, seconds: int = int(NOW)) -> Sender:
    """Somebody who knows our engine and sends informs."""
    return Sender(access, OURS, boots, seconds)


def told(sender: Sender, reply: bytes | None) -> Report:
    """What the report says."""
    assert reply is not None
    message, pdu = sender.opened(reply)
    assert message.engine_id == OURS
    assert message.flags & REPORTABLE == 0
    assert pdu[0] == REPORT
    return next(report for report in Report if object_id((*USM_STATS, report, 0)) in pdu)


@pytest.mark.parametrize("access", LEVELS)
def test_a_trap_is_believed_at_the_level_of_its_user(access: SnmpV3):
    heard = listening().read(Sender(access).message(), NOW)
    assert heard.verdict is Verdict.BELIEVED
    assert heard.reply is None
    assert heard.notification is not None
    assert meaning_of(heard.notification) == Meaning(TrapKind.LINK_DOWN)


@pytest.mark.parametrize("access", LEVELS)
def test_an_inform_is_answered_at_its_own_level_with_its_own_rows(access: SnmpV3):
    sender = to_us(access)
    heard = listening().read(sender.message(INFORM, request_id=123456), NOW)
    assert heard.verdict is Verdict.BELIEVED
    assert heard.reply is not None
    message, pdu = sender.opened(heard.reply)
    assert (message.number, message.engine_id, message.flags) == (4711, OURS, {1: 0, 2: 1, 3: 3}[sender.level])
    assert (message.boots, message.seconds) == (9, 1000)
    assert pdu == notification(LINK_DOWN, tag=RESPONSE, request_id=123456)


def test_who_asks_for_our_engine_is_told_its_id_and_its_clock():
    sender = Sender(SECRET)
    heard = listening().read(sender.discovery(), NOW)
    assert heard.verdict is Verdict.DISCOVERY
    assert told(sender, heard.reply) is Report.UNKNOWN_ENGINE
    message, pdu = sender.opened(heard.reply or b"")
    assert (message.boots, message.seconds) == (9, 1000)
    assert pdu[2:5] == b"\x02\x01\x63", "the request-id of the question"


def test_who_signs_with_no_clock_yet_is_told_ours_signed():
    sender = to_us(SECRET, 0, 0)
    heard = listening().read(sender.message(INFORM), NOW)
    assert heard.verdict is Verdict.DISCOVERY
    assert told(sender, heard.reply) is Report.NOT_IN_TIME_WINDOW
    message, _ = sender.opened(heard.reply or b"")
    assert (message.flags, message.boots, message.seconds) == (1, 9, 1000)


@pytest.mark.parametrize(
    ("boots", "seconds", "is_believed"),
    [
        pytest.param(9, 1000 - TIME_WINDOW, True, id="as slow as may be"),
        pytest.param(9, 1000 + TIME_WINDOW, True, id="as fast as may be"),
        pytest.param(9, 999 - TIME_WINDOW, False, id="slower"),
        pytest.param(9, 1001 + TIME_WINDOW, False, id="faster"),
        pytest.param(8, 1000, False, id="from before our last start"),
        pytest.param(10, 1000, False, id="of a start that is still to come"),
    ],
)
def test_an_inform_is_believed_by_our_clock(boots: int, seconds: int, is_believed: bool):
    heard = listening().read(to_us(SIGNED, boots, seconds).message(INFORM), NOW)
    assert (heard.verdict is Verdict.BELIEVED) is is_believed


def test_an_inform_to_an_engine_that_we_no_longer_are_is_told_who_we_are():
    sender = Sender(SECRET, b"\x80\0\0\0\5former")
    heard = listening().read(sender.message(INFORM), NOW)
    assert heard.verdict is Verdict.DISCOVERY
    assert told(sender, heard.reply) is Report.UNKNOWN_ENGINE


@pytest.mark.parametrize(
    ("boots", "seconds", "is_believed"),
    [
        pytest.param(5, 1000, True, id="the same moment"),
        pytest.param(5, 1060 - TIME_WINDOW, True, id="as old as may be"),
        pytest.param(5, 1059 - TIME_WINDOW, False, id="older"),
        pytest.param(5, 9999, True, id="a clock that has gone on"),
        pytest.param(4, 9999, False, id="of an earlier boot"),
        pytest.param(6, 1, True, id="of a later boot"),
        pytest.param(LAST_BOOT, 1, False, id="of the last boot there is, RFC 3414 2.2.2"),
    ],
)
def test_a_trap_is_believed_by_the_clock_that_its_sender_told_a_minute_ago(
    boots: int, seconds: int, is_believed: bool
):
    access, sender = listening(), Sender(SECRET)
    assert access.read(sender.message(), NOW).verdict is Verdict.BELIEVED
    heard = access.read(replace(sender, boots=boots, seconds=seconds).message(), NOW + 60.5)
    assert heard.verdict is (Verdict.BELIEVED if is_believed else Verdict.UNTIMELY)
    assert heard.reply is None


def test_each_engine_has_a_clock_of_its_own():
    access = listening()
    assert access.read(Sender(SIGNED, boots=900).message(), NOW).verdict is Verdict.BELIEVED
    assert access.read(Sender(SIGNED, b"\x80\0\0\0\5another", boots=2).message(), NOW).verdict is Verdict.BELIEVED


STRANGERS = [
    pytest.param(replace(SECRET, user="siapa"), None, Report.UNKNOWN_USER, id="a user that the settings do not have"),
    pytest.param(SECRET, Level.NO_AUTH, Report.UNSUPPORTED_LEVEL, id="no signature, though the user has a key"),
    pytest.param(
        replace(SIGNED, priv=Privacy(PrivProtocol.AES, "priv-secret-2")), None, Report.UNSUPPORTED_LEVEL,
        id="encrypted, though the user has no key for that",
    ),
    pytest.param(
        replace(SIGNED, user="terbuka"), None, Report.UNSUPPORTED_LEVEL, id="signed, though the user has no key"
    ),
    pytest.param(
        replace(SECRET, auth=Authentication(AuthProtocol.SHA, "other-secret")), None, Report.WRONG_DIGEST,
        id="another authentication key",
    ),
    pytest.param(
        replace(SECRET, auth=Authentication(AuthProtocol.SHA512, "auth-secret-2")), None, Report.WRONG_DIGEST,
        id="another authentication protocol",
    ),
    pytest.param(
        replace(SECRET, priv=Privacy(PrivProtocol.AES, "other-secret")), None, Report.DECRYPTION_ERROR,
        id="another privacy key",
    ),
]


@pytest.mark.parametrize(("stranger", "level", "report"), STRANGERS)
def test_a_trap_of_a_stranger_is_not_believed_and_not_answered(
    stranger: SnmpV3, level: Level | None, report: Report
):
    heard = listening().read(Sender(stranger).message(level=level), NOW)
    assert (heard.verdict, heard.reply) == (Verdict.WRONG_ACCESS, None)


@pytest.mark.parametrize(("stranger", "level", "report"), STRANGERS)
def test_the_sender_of_an_inform_is_told_why_it_is_not_believed(
    stranger: SnmpV3, level: Level | None, report: Report
):
    sender = to_us(stranger)
    heard = listening().read(sender.message(INFORM, level=level), NOW)
    assert heard.verdict is Verdict.WRONG_ACCESS
    assert told(sender, heard.reply) is report


def test_reports_are_counted_as_RFC_3414_says():
    access, sender = listening(), to_us(replace(SECRET, user="siapa"))
    replies = [access.read(sender.message(INFORM), NOW).reply or b"" for _ in range(300)]
    assert sender.opened(replies[0])[1].endswith(b"\x41\x01\x01")
    assert sender.opened(replies[-1])[1].endswith(b"\x41\x02\x01\x2c")


def test_that_a_signed_trap_is_not_encrypted_is_no_reason_to_doubt_it():
    heard = listening().read(Sender(SECRET).message(level=Level.AUTH_NO_PRIV), NOW)
    assert heard.verdict is Verdict.BELIEVED


def test_two_profiles_may_have_one_user_with_different_keys():
    other = replace(SECRET, auth=Authentication(AuthProtocol.MD5, "other-secret"))
    access = listening(SECRET, other)
    assert access.read(Sender(SECRET).message(), NOW).verdict is Verdict.BELIEVED
    assert access.read(Sender(other).message(), NOW).verdict is Verdict.BELIEVED


@pytest.mark.parametrize("tag", [0xA0, RESPONSE, REPORT], ids=["a question", "a response", "a report"])
@pytest.mark.parametrize("engine_id", [ENGINE, OURS], ids=["its engine", "our engine"])
def test_what_is_neither_trap_nor_inform_is_of_no_use(tag: int, engine_id: bytes):
    heard = listening().read(Sender(SECRET, engine_id, 9, 1000).message(tag, flags=REPORTABLE), NOW)
    assert (heard.verdict, heard.reply) == (Verdict.UNUSABLE, None)


def test_a_trap_that_claims_to_be_of_our_own_engine_is_of_no_use():
    assert listening().read(to_us(SECRET).message(), NOW).verdict is Verdict.UNUSABLE


def test_made_up_engine_ids_push_no_clock_out():
    access, sender = listening(), Sender(SIGNED)
    old = replace(sender, boots=4).message()
    assert access.read(sender.message(), NOW).verdict is Verdict.BELIEVED
    stranger = replace(SIGNED, auth=Authentication(AuthProtocol.SHA256, "other-secret"))
    flood = Sender(stranger, b"\x80\0\0\0\5xxxxxxxx").message()
    for number in range(MOST_ENGINES + 10):
        made_up = flood.replace(b"xxxxxxxx", number.to_bytes(8, "big"))
        assert access.read(made_up, NOW).verdict is Verdict.WRONG_ACCESS
    assert access.read(old, NOW).verdict is Verdict.UNTIMELY, "the clock is still known"


def test_of_the_engines_heard_last_a_bounded_number_is_known():
    clocks = SenderClocks()
    for number in range(MOST_ENGINES + 10):
        assert clocks.is_timely(number.to_bytes(8, "big"), 5, 100, NOW)
    assert len(clocks) == MOST_ENGINES
    assert not clocks.is_timely((MOST_ENGINES + 9).to_bytes(8, "big"), 4, 100, NOW)
    assert clocks.is_timely((0).to_bytes(8, "big"), 4, 100, NOW), "forgotten, and believed anew"


def test_a_clock_goes_on_with_ours_and_stops_at_its_last_second():
    clock = UsmClock(1, 0x7FFFFFF0, 0.0)
    assert clock.seconds_at(5.9) == 0x7FFFFFF5
    assert clock.seconds_at(1e6) == 0x7FFFFFFF


def test_an_engine_id_of_our_own_is_well_formed_and_another_each_time():
    one, two = new_engine_id(), new_engine_id()
    assert one != two
    assert 5 <= len(one) <= 32
    assert one[0] & 0x80, "RFC 3411, SnmpEngineID"


def test_no_secret_shows_in_what_was_heard():
    heard = listening().read(to_us(SECRET).message(INFORM), NOW)
    assert "secret" not in repr(heard)

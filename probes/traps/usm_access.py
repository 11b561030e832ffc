"""SNMPv3 traps and informs of the settings' users (RFC 3412 section 7.2, RFC 3414 section 3.2).

Of a trap its sender is the authoritative engine: it is checked against the sender's engine ID and clock. Of an
inform we are: the sender asks for our engine ID and clock first, and is told by reports.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Final

from probes.snmp.fast.ber import INTEGER, OCTETS, SEQUENCE, Malformed, content, integer, object_id, tlv
from probes.snmp.fast.pdu import REPORT, RESPONSE
from probes.snmp.fast.usm_keys import KeyRing
from probes.snmp.fast.usm_message import AUTH, PRIV, REPORTABLE, Signer, UsmMessage, read, scoped_pdu, write
from probes.snmp.fast.usm_user import LEVEL_OF_FLAGS, UsmUser
from probes.snmp.target import SnmpV3
from probes.snmp.usm_report import USM_STATS, Level, Report
from probes.traps.ber import COUNTER32, header
from probes.traps.heard import Heard, Verdict
from probes.traps.message import INFORM, TRAP_V2, second_version
from probes.traps.own_engine import OwnEngine
from probes.traps.sender_clocks import SenderClocks

_COUNTER_END: Final = 1 << 32


class UsmAccess:
    """Nothing is kept of an engine ID before a message of it has proved itself.

    A message is believed at the level of security that the user's profile has: one without a signature from a
    user with a key is not. That it could have been encrypted too is no reason to doubt it.
    """

    def __init__(self, users: Iterable[SnmpV3], own: OwnEngine) -> None:
        self._own = own
        self._ring = KeyRing()
        self._clocks = SenderClocks()
        self._users: dict[bytes, tuple[SnmpV3, ...]] = {}
        for access in users:
            name = access.user.encode()
            self._users[name] = (*self._users.get(name, ()), access)
        # One each for as long as we live: their ciphers take care that no salt comes twice.
        self._at_home: dict[SnmpV3, UsmUser] = {}
        self._reported: Counter[Report] = Counter()

    def read(self, datagram: bytes, now: float) -> Heard:
        """Raises the Malformed of either room, or IndexError, when the datagram is no such message."""
        message = read(datagram)
        is_ours = message.engine_id == self._own.engine_id
        try:
            return self._inform(datagram, message, now) if is_ours else self._trap(datagram, message, now)
        except _TurnedAway as turned:
            if not message.flags & REPORTABLE:
                return Heard(turned.verdict)
            # Whoever wants a report about what was not for our engine knows another engine ID, or none yet.
            report = turned.report if is_ours else Report.UNKNOWN_ENGINE
            return Heard(turned.verdict, reply=self._report(datagram, message, report, turned.signer, now))

    def _trap(self, datagram: bytes, message: UsmMessage, now: float) -> Heard:
        if not message.engine_id:
            raise _TurnedAway(Verdict.DISCOVERY, Report.UNKNOWN_ENGINE)
        user, level = self._sender(datagram, message)
        if level is not Level.NO_AUTH and not self._clocks.is_timely(
            message.engine_id, message.boots, message.seconds, now
        ):
            raise _TurnedAway(Verdict.UNTIMELY, Report.NOT_IN_TIME_WINDOW)
        octets, _, at, end = _opened(datagram, message, user, level)
        tag, start, stop = header(octets, at, end)
        if tag == INFORM:
            raise _TurnedAway(Verdict.DISCOVERY, Report.UNKNOWN_ENGINE)
        if tag != TRAP_V2 or stop != end:
            return Heard(Verdict.UNUSABLE)
        return Heard(Verdict.BELIEVED, second_version(octets, start, stop))

    def _inform(self, datagram: bytes, message: UsmMessage, now: float) -> Heard:
        user, level = self._sender(datagram, message)
        if level is not Level.NO_AUTH and not self._own.is_timely(message.boots, message.seconds, now):
            raise _TurnedAway(Verdict.DISCOVERY, Report.NOT_IN_TIME_WINDOW, user)
        octets, context, at, end = _opened(datagram, message, user, level)
        tag, start, stop = header(octets, at, end)
        if tag != INFORM or stop != end:
            return Heard(Verdict.UNUSABLE)
        notification = second_version(octets, start, stop)
        # A response repeats the inform's request-id, error-status 0 and rows: only the tag differs.
        scoped = tlv(SEQUENCE, context + bytes((RESPONSE,)) + octets[at + 1 : end])
        reply = user.seal(message.number, level, 0, self._own.boots, self._own.seconds_at(now), scoped)
        return Heard(Verdict.BELIEVED, notification, reply)

    def _sender(self, datagram: bytes, message: UsmMessage) -> tuple[UsmUser, Level]:
        """Whose message it is, and at what level."""
        level = LEVEL_OF_FLAGS[message.flags & (AUTH | PRIV)]
        named = self._users.get(message.user)
        if named is None:
            raise _TurnedAway(Verdict.WRONG_ACCESS, Report.UNKNOWN_USER)
        fitting = [access for access in named if _permits(access, level)]
        if not fitting:
            raise _TurnedAway(Verdict.WRONG_ACCESS, Report.UNSUPPORTED_LEVEL)
        for access in fitting:
            user = self._user_at(access, message.engine_id)
            if level is Level.NO_AUTH or user.has_signed(datagram, message):
                return user, level
        raise _TurnedAway(Verdict.WRONG_ACCESS, Report.WRONG_DIGEST)

    def _user_at(self, access: SnmpV3, engine_id: bytes) -> UsmUser:
        if engine_id != self._own.engine_id:
            # Made anew each time: that takes a few microseconds, once the pass phrase has been hashed.
            return UsmUser(access, self._ring, engine_id)
        if access not in self._at_home:
            self._at_home[access] = UsmUser(access, self._ring, engine_id)
        return self._at_home[access]

    def _report(
        self, datagram: bytes, message: UsmMessage, report: Report, signer: UsmUser | None, now: float
    ) -> bytes:
        self._reported[report] += 1
        count = integer(self._reported[report] % _COUNTER_END)
        row = tlv(SEQUENCE, object_id((*USM_STATS, report, 0)) + bytes((COUNTER32,)) + count[1:])
        request_id = tlv(INTEGER, _request_id(datagram, message))
        pdu = tlv(REPORT, request_id + integer(0) + integer(0) + tlv(SEQUENCE, row))
        engine = tlv(OCTETS, self._own.engine_id)
        scoped = tlv(SEQUENCE, engine + tlv(OCTETS, b"") + pdu)
        boots, seconds = self._own.boots, self._own.seconds_at(now)
        if signer is not None:
            return signer.seal(message.number, Level.AUTH_NO_PRIV, 0, boots, seconds, scoped)
        return write(message.number, 0, Signer(engine, tlv(OCTETS, message.user), 0), boots, seconds, b"", scoped)


class _TurnedAway(Exception):
    """`report` is what a sender that wants to know is told; `signer` signs it."""

    def __init__(self, verdict: Verdict, report: Report, signer: UsmUser | None = None) -> None:
        super().__init__(verdict)
        self.verdict = verdict
        self.report = report
        self.signer = signer


def _permits(access: SnmpV3, level: Level) -> bool:
    if level is Level.NO_AUTH:
        return access.auth is None
    return access.auth is not None if level is Level.AUTH_NO_PRIV else access.priv is not None


def _opened(datagram: bytes, message: UsmMessage, user: UsmUser, level: Level) -> tuple[bytes, bytes, int, int]:
    """Octets, the elements of the context in them, and where in them the PDU begins and ends."""
    if level is not Level.AUTH_PRIV:
        octets, at = datagram, message.scoped[0]
    else:
        octets, at = user.decrypted(datagram, message), 0
    try:
        context, name, at, end = scoped_pdu(octets, at)
    except (Malformed, IndexError):
        if level is not Level.AUTH_PRIV:
            raise
        # What another key encrypted comes out as noise.
        raise _TurnedAway(Verdict.WRONG_ACCESS, Report.DECRYPTION_ERROR) from None
    return octets, tlv(OCTETS, context) + tlv(OCTETS, name), at, end


def _request_id(datagram: bytes, message: UsmMessage) -> bytes:
    """The contents of the request-id as far as it can be read, else those of 0 (RFC 3412 section 7.1, 3c)."""
    if message.flags & PRIV:
        return b"\0"
    try:
        _, _, at, _ = scoped_pdu(datagram, message.scoped[0])
        at, _ = content(datagram, at, datagram[at])
        start, end = content(datagram, at, INTEGER)
    except (Malformed, IndexError):
        return b"\0"
    return datagram[start:end] if 1 <= end - start <= 4 else b"\0"

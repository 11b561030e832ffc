"""What is known of one SNMPv3 agent: its engine ID, its clock, and our user's keys there."""

from hmac import compare_digest
from typing import Final

from probes.snmp.fast.ber import OCTETS, Malformed, content, tlv
from probes.snmp.fast.pdu import PreparedPdu, id_octets, prepare
from probes.snmp.fast.usm_cipher import cipher_of
from probes.snmp.fast.usm_keys import KeyRing
from probes.snmp.fast.usm_message import AUTH, PRIV, REPORTABLE, Signer, UsmMessage, with_signature, write
from probes.snmp.question import Question
from probes.snmp.target import SnmpV3
from probes.snmp.usm_report import Level

TIME_WINDOW: Final = 150.0
"""Seconds (RFC 3414 section 2.2.3)."""

_LAST_BOOT: Final = 0x7FFFFFFF
_FLAGS: Final = {Level.NO_AUTH: 0, Level.AUTH_NO_PRIV: AUTH, Level.AUTH_PRIV: AUTH | PRIV}


class UsmAgent:
    """`boots` and `seconds` are what the agent last told, at `now` of our clock: a guess, which it corrects,
    until it told them in a signed message."""

    def __init__(
        self, access: SnmpV3, ring: KeyRing, engine_id: bytes, boots: int, seconds: int, now: float
    ) -> None:
        self.engine_id = engine_id
        self.user = access.user.encode()
        self.keys = ring.keys_of(access, engine_id)
        priv = access.priv
        self._cipher = cipher_of(priv.protocol, self.keys.privacy) if priv is not None and self.keys else None
        engine, user = tlv(OCTETS, engine_id), tlv(OCTETS, self.user)
        self._signed = Signer(engine, user, self.keys.signature_octets if self.keys else 0)
        self._unsigned = Signer(engine, user, 0)
        self._context = engine + tlv(OCTETS, b"")
        self._boots, self._seconds, self._told_at = boots, seconds, now
        self._is_certain = False
        self._prepared: PreparedPdu | None = None

    def prepare(self, question: Question) -> PreparedPdu:
        """`question` with this agent's context around it; the octets of the one asked last are kept."""
        if self._prepared is None or question != self._prepared.question:
            self._prepared = prepare(question).within(self._context)
        return self._prepared

    def request(self, number: int, request_id: int, pdu: PreparedPdu, level: Level, now: float) -> bytes:
        """A message of its own (`number` is its msgID) with what `prepare` gave."""
        scoped = pdu.head + id_octets(request_id) + pdu.tail
        flags = _FLAGS[level] | REPORTABLE
        if self.keys is None or level is Level.NO_AUTH:
            return write(number, flags, self._unsigned, 0, 0, b"", scoped)
        seconds, salt = self.seconds_at(now), b""
        if self._cipher is not None and level is Level.AUTH_PRIV:
            encrypted, salt = self._cipher.encrypt(scoped, self._boots, seconds)
            scoped = tlv(OCTETS, encrypted)
        message = write(number, flags, self._signed, self._boots, seconds, salt, scoped)
        after_signature = len(scoped) + len(salt) + 2
        start = len(message) - after_signature - self.keys.signature_octets
        return with_signature(message, start, self.keys.sign(message))

    def has_signed(self, datagram: bytes, message: UsmMessage) -> bool:
        """Whether the message comes from this agent and was meant for our user."""
        start, end = message.signature
        if self.keys is None or end - start != self.keys.signature_octets:
            return False
        if message.engine_id != self.engine_id or message.user != self.user:
            return False
        expected = self.keys.sign(with_signature(datagram, start, bytes(end - start)))
        return compare_digest(expected, datagram[start:end])

    def decrypted(self, datagram: bytes, message: UsmMessage) -> bytes:
        """The scoped PDU's element, and what it was padded with. Raises Malformed."""
        if self._cipher is None:
            raise Malformed("encrypted, for a user without a privacy key")
        start, end = content(datagram, message.scoped[0], OCTETS)
        return self._cipher.decrypt(datagram[start:end], message.salt, message.boots, message.seconds)

    def seconds_at(self, now: float) -> int:
        """snmpEngineTime as it should be now."""
        return min(self._seconds + int(now - self._told_at), 0x7FFFFFFF)

    def set_clock(self, boots: int, seconds: int, now: float) -> None:
        """Takes what the agent told in a signed message that only this question can have led to."""
        self._boots, self._seconds, self._told_at = boots, seconds, now
        self._is_certain = True

    def is_timely(self, boots: int, seconds: int, now: float) -> bool:
        """Whether a signed answer is of now (RFC 3414 section 3.2, 7b); a clock that goes on is followed."""
        if not self._is_certain or (boots, seconds) > (self._boots, self._seconds):
            self.set_clock(boots, seconds, now)
        if self._boots == _LAST_BOOT or boots < self._boots:
            return False
        return seconds >= self.seconds_at(now) - TIME_WINDOW

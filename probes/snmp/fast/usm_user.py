"""One of our users at one SNMPv3 engine, an agent's or our own: signs and encrypts with the keys he has there."""

from functools import cached_property
from hmac import compare_digest
from typing import Final

from probes.snmp.fast.ber import OCTETS, Malformed, content, tlv
from probes.snmp.fast.usm_cipher import UsmCipher, cipher_of
from probes.snmp.fast.usm_keys import KeyRing
from probes.snmp.fast.usm_message import AUTH, PRIV, Signer, UsmMessage, with_signature, write
from probes.snmp.target import SnmpV3
from probes.snmp.usm_report import Level

_FLAGS: Final = {Level.NO_AUTH: 0, Level.AUTH_NO_PRIV: AUTH, Level.AUTH_PRIV: AUTH | PRIV}
LEVEL_OF_FLAGS: Final = {flags: level for level, flags in _FLAGS.items()}


class UsmUser:
    """Only the key for signatures is made at once: a message has to prove itself before the other is needed."""

    def __init__(self, access: SnmpV3, ring: KeyRing, engine_id: bytes) -> None:
        self.engine_id = engine_id
        self.user = access.user.encode()
        self._access = access
        self._ring = ring
        self._key = ring.signing_key(access, engine_id)
        engine, user = tlv(OCTETS, engine_id), tlv(OCTETS, self.user)
        self._signed = Signer(engine, user, self._key.signature_octets if self._key else 0)
        self._unsigned = Signer(engine, user, 0)

    def seal(
        self, number: int, level: Level, more_flags: int, boots: int, seconds: int, scoped: bytes
    ) -> bytes:
        """The message with a scoped PDU; `number` is its msgID, `level` one that the user has the keys for."""
        flags = _FLAGS[level] | more_flags
        if self._key is None or level is Level.NO_AUTH:
            return write(number, flags, self._unsigned, boots, seconds, b"", scoped)
        salt = b""
        if level is Level.AUTH_PRIV and self._cipher is not None:
            encrypted, salt = self._cipher.encrypt(scoped, boots, seconds)
            scoped = tlv(OCTETS, encrypted)
        message = write(number, flags, self._signed, boots, seconds, salt, scoped)
        after_signature = len(scoped) + len(salt) + 2
        start = len(message) - after_signature - self._key.signature_octets
        return with_signature(message, start, self._key.sign(message))

    def has_signed(self, datagram: bytes, message: UsmMessage) -> bool:
        """Whether the message comes from this engine and was meant for, or sent by, our user."""
        start, end = message.signature
        if self._key is None or end - start != self._key.signature_octets:
            return False
        if message.engine_id != self.engine_id or message.user != self.user:
            return False
        expected = self._key.sign(with_signature(datagram, start, bytes(end - start)))
        return compare_digest(expected, datagram[start:end])

    def decrypted(self, datagram: bytes, message: UsmMessage) -> bytes:
        """The scoped PDU's element, and what it was padded with. Raises Malformed."""
        if self._cipher is None:
            raise Malformed("encrypted, for a user without a privacy key")
        start, end = content(datagram, message.scoped[0], OCTETS)
        return self._cipher.decrypt(datagram[start:end], message.salt, message.boots, message.seconds)

    @cached_property
    def _cipher(self) -> UsmCipher | None:
        priv = self._access.priv
        if priv is None or self._key is None:
            return None
        return cipher_of(priv.protocol, self._ring.privacy_key(self._access, self.engine_id))

"""Encryption of scoped PDUs: DES (RFC 3414 section 8), AES (RFC 3826) and AES with longer keys."""

import secrets
from collections.abc import Callable
from itertools import count
from typing import Final, Protocol

from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.decrepit.ciphers.modes import CFB
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC, ECB

from probes.snmp.fast.ber import Malformed
from probes.snmp.target import PrivProtocol

_DES_BLOCK: Final = 8
_AES_BLOCK: Final = 16
_SALT_OCTETS: Final = 8


class UsmCipher(Protocol):
    """`boots` and `seconds` are those of the message."""

    def encrypt(self, plain: bytes, boots: int, seconds: int) -> tuple[bytes, bytes]:
        """The encrypted octets and the salt that travels beside them; no salt comes twice."""
        ...

    def decrypt(self, encrypted: bytes, salt: bytes, boots: int, seconds: int) -> bytes:
        """Raises Malformed when this cannot have been encrypted so."""
        ...


def cipher_of(protocol: PrivProtocol, key: bytes) -> UsmCipher:
    return _Des(key) if protocol is PrivProtocol.DES else _Aes(key)


class _Aes:
    def __init__(self, key: bytes) -> None:
        self._key = AES(key)
        self._blocks = Cipher(self._key, ECB()).encryptor()
        self._salt: Callable[[], int] = count(secrets.randbits(63)).__next__

    def encrypt(self, plain: bytes, boots: int, seconds: int) -> tuple[bytes, bytes]:
        salt = self._salt().to_bytes(_SALT_OCTETS, "big")
        return Cipher(self._key, CFB(_iv(salt, boots, seconds))).encryptor().update(plain), salt

    def decrypt(self, encrypted: bytes, salt: bytes, boots: int, seconds: int) -> bytes:
        if len(salt) != _SALT_OCTETS:
            raise Malformed("a salt of another size")
        # What CFB adds to each block is the block before, encrypted: here all of them are known at once, so that one
        # encryptor does for all messages, where making a decryptor costs more than decrypting.
        size = len(encrypted)
        before = (_iv(salt, boots, seconds) + encrypted)[: size + -size % _AES_BLOCK]
        added = self._blocks.update(before)[:size]
        return (int.from_bytes(added) ^ int.from_bytes(encrypted)).to_bytes(size)


def _iv(salt: bytes, boots: int, seconds: int) -> bytes:
    return boots.to_bytes(4, "big") + seconds.to_bytes(4, "big") + salt


class _Des:
    def __init__(self, key: bytes) -> None:
        # three times the same key is DES
        self._key = TripleDES(key[:8] * 3)
        self._pre_iv = int.from_bytes(key[8:16], "big")
        self._salt: Callable[[], int] = count(secrets.randbits(31)).__next__

    def encrypt(self, plain: bytes, boots: int, seconds: int) -> tuple[bytes, bytes]:
        salt = boots.to_bytes(4, "big") + (self._salt() & 0xFFFFFFFF).to_bytes(4, "big")
        padded = plain + bytes(-len(plain) % _DES_BLOCK)
        return self._cipher(salt).encryptor().update(padded), salt

    def decrypt(self, encrypted: bytes, salt: bytes, boots: int, seconds: int) -> bytes:
        if len(salt) != _SALT_OCTETS or len(encrypted) % _DES_BLOCK:
            raise Malformed("a salt or a text of another size")
        return self._cipher(salt).decryptor().update(encrypted)

    def _cipher(self, salt: bytes) -> Cipher[CBC]:
        iv = self._pre_iv ^ int.from_bytes(salt, "big")
        return Cipher(self._key, CBC(iv.to_bytes(_SALT_OCTETS, "big")))

"""From pass phrases to the keys of one agent (RFC 3414 section 2.6 and appendix A.2)."""

import hashlib
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Final

from probes.snmp.target import AuthProtocol, PrivProtocol, SnmpV3

PASS_PHRASES_AT_MOST = 256
"""A megabyte is hashed for each; what is known of more is forgotten, oldest first."""

_MEGABYTE: Final = 1 << 20

# name of the hash and octets of a signature: RFC 3414 sections 6 and 7, RFC 7860 section 4
_SIGNATURE: Final = {
    AuthProtocol.MD5: ("md5", 12),
    AuthProtocol.SHA: ("sha1", 12),
    AuthProtocol.SHA224: ("sha224", 16),
    AuthProtocol.SHA256: ("sha256", 24),
    AuthProtocol.SHA384: ("sha384", 32),
    AuthProtocol.SHA512: ("sha512", 48),
}
# octets: for DES eight of the key and eight of the pre-IV
_KEY_OCTETS: Final = {
    PrivProtocol.DES: 16,
    PrivProtocol.AES: 16,
    PrivProtocol.AES192: 24,
    PrivProtocol.AES256: 32,
    PrivProtocol.AES192C: 24,
    PrivProtocol.AES256C: 32,
}
# what each octet of the key becomes before it is hashed, RFC 2104 section 2
_INNER: Final = bytes(octet ^ 0x36 for octet in range(256))
_OUTER: Final = bytes(octet ^ 0x5C for octet in range(256))
_STRETCHED_AS_CISCO_DOES: Final = frozenset({PrivProtocol.AES192C, PrivProtocol.AES256C})


@dataclass(frozen=True, slots=True)
class SigningKey:
    """`signature_octets` is how long a signature is cut."""

    hash_name: str
    signature_octets: int
    octets: bytes = field(repr=False)
    _inner: "hashlib._Hash" = field(init=False, repr=False, compare=False)
    _outer: "hashlib._Hash" = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Keeps both hashes as they are after the key (RFC 2104 section 4)."""
        for name, padded in (("_inner", _INNER), ("_outer", _OUTER)):
            begun = _hash(self.hash_name)
            begun.update(self.octets.ljust(begun.block_size, b"\0").translate(padded))
            object.__setattr__(self, name, begun)

    def sign(self, message: bytes) -> bytes:
        inner, outer = self._inner.copy(), self._outer.copy()
        inner.update(message)
        outer.update(inner.digest())
        return outer.digest()[: self.signature_octets]


class KeyRing:
    """Keys of pass phrases, hashed once however many agents share them."""

    def __init__(self) -> None:
        self._hashed: OrderedDict[tuple[str, str], bytes] = OrderedDict()

    def __len__(self) -> int:
        return len(self._hashed)

    def signing_key(self, access: SnmpV3, engine_id: bytes) -> SigningKey | None:
        """The user's authentication key at the engine `engine_id`; None for a user without authentication."""
        if access.auth is None:
            return None
        hash_name, signature_octets = _SIGNATURE[access.auth.protocol]
        key = _localized(hash_name, self._of_phrase(hash_name, access.auth.key), engine_id)
        return SigningKey(hash_name, signature_octets, key)

    def privacy_key(self, access: SnmpV3, engine_id: bytes) -> bytes:
        """The user's privacy key at the engine `engine_id`; empty for a user without privacy."""
        if access.auth is None or access.priv is None:
            return b""
        hash_name, _ = _SIGNATURE[access.auth.protocol]
        key = _localized(hash_name, self._of_phrase(hash_name, access.priv.key), engine_id)
        return _stretched(hash_name, key, engine_id, access.priv.protocol)

    def _of_phrase(self, hash_name: str, phrase: str) -> bytes:
        key = self._hashed.get((hash_name, phrase))
        if key is None:
            key = self._hashed[hash_name, phrase] = _phrase_key(hash_name, phrase.encode())
            if len(self._hashed) > PASS_PHRASES_AT_MOST:
                self._hashed.popitem(last=False)
        self._hashed.move_to_end((hash_name, phrase))
        return key


def _phrase_key(hash_name: str, phrase: bytes) -> bytes:
    repeated = phrase * (_MEGABYTE // len(phrase) + 1)
    return _digest(hash_name, repeated[:_MEGABYTE])


def _localized(hash_name: str, key: bytes, engine_id: bytes) -> bytes:
    return _digest(hash_name, key + engine_id + key)


def _stretched(hash_name: str, key: bytes, engine_id: bytes, protocol: PrivProtocol) -> bytes:
    """draft-blumenthal-aes-usm-04 section 3.1.2.1 goes on with the hash of the key so far;
    draft-reeder-snmpv3-usm-3desede-00 section 2.1 takes the last piece for a pass phrase."""
    wanted = _KEY_OCTETS[protocol]
    piece = key
    while len(key) < wanted:
        if protocol in _STRETCHED_AS_CISCO_DOES:
            piece = _localized(hash_name, _phrase_key(hash_name, piece), engine_id)
        else:
            piece = _digest(hash_name, key)
        key += piece
    return key[:wanted]


def _digest(hash_name: str, octets: bytes) -> bytes:
    return _hash(hash_name, octets).digest()


def _hash(name: str, octets: bytes = b"") -> "hashlib._Hash":
    # the protocol's choice, not ours: MD5 and SHA-1 are what many devices have
    return hashlib.new(name, octets, usedforsecurity=False)

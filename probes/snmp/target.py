"""Whom to ask, and with what credentials. No secret shows in a repr."""

from dataclasses import dataclass, field
from enum import StrEnum


class AuthProtocol(StrEnum):
    """HMAC of RFC 3414 (MD5, SHA) and RFC 7860 (the SHA-2 family)."""

    MD5 = "MD5"
    SHA = "SHA"
    SHA224 = "SHA224"
    SHA256 = "SHA256"
    SHA384 = "SHA384"
    SHA512 = "SHA512"


class PrivProtocol(StrEnum):
    """Ciphers of RFC 3414 (DES), RFC 3826 (AES, 128 bits) and draft-blumenthal-aes-usm-04 (AES192, AES256).

    The two with a C stretch the key as Cisco does (draft-reeder-snmpv3-usm-3desede), which is not what
    net-snmp calls AES-192 and AES-256.
    """

    DES = "DES"
    AES = "AES"
    AES192 = "AES192"
    AES256 = "AES256"
    AES192C = "AES192C"
    AES256C = "AES256C"


@dataclass(frozen=True, slots=True)
class SnmpV1:
    """For agents that know nothing newer: no 64-bit counters, and walks go row by row."""

    community: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SnmpV2c:
    community: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Authentication:
    """`key` is the pass phrase, 8 characters or more (RFC 3414 section 11.2)."""

    protocol: AuthProtocol
    key: str = field(repr=False)

    def __post_init__(self) -> None:
        _require_long("authentication", self.key)


@dataclass(frozen=True, slots=True)
class Privacy:
    """`key` is the pass phrase, 8 characters or more."""

    protocol: PrivProtocol
    key: str = field(repr=False)

    def __post_init__(self) -> None:
        _require_long("privacy", self.key)


@dataclass(frozen=True, slots=True)
class SnmpV3:
    """noAuthNoPriv without `auth`, authNoPriv without `priv`, else authPriv."""

    user: str
    auth: Authentication | None = None
    priv: Privacy | None = None

    def __post_init__(self) -> None:
        if not 1 <= len(self.user.encode()) <= 32:
            raise ValueError(f"SNMPv3 user {self.user!r}: must have 1 to 32 bytes")
        if self.priv is not None and self.auth is None:
            raise ValueError(f"SNMPv3 user {self.user!r}: privacy needs authentication; give `auth` too")


SnmpAccess = SnmpV1 | SnmpV2c | SnmpV3


@dataclass(frozen=True, slots=True)
class SnmpTarget:
    """One agent. `key` is what the caller calls it, `interfaces` are the names (ifName or ifDescr) to watch.

    `address` is IPv4, IPv6 or a host name.
    """

    key: str
    address: str
    port: int
    access: SnmpAccess
    interfaces: tuple[str, ...] = ()


def _require_long(what: str, key: str) -> None:
    if len(key) < 8:
        raise ValueError(f"SNMPv3 {what} key: has {len(key)} characters, write 8 or more")

"""SNMPv3 messages with the user-based security model (RFC 3412 section 6, RFC 3414 section 2.4) as octets."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from probes.snmp.fast.ber import INTEGER, OCTETS, SEQUENCE, Malformed, content, integer, tlv, to_integer
from probes.snmp.fast.pdu import ID_BYTES, id_octets

AUTH: Final = 1
PRIV: Final = 2
REPORTABLE: Final = 4

_VERSION_3: Final = 3
_USM: Final = 3
_LARGEST_MESSAGE: Final = 65507
_START: Final = integer(_VERSION_3)
_SIZE: Final = integer(_LARGEST_MESSAGE)
_MODEL: Final = integer(_USM)


@dataclass(frozen=True, slots=True)
class Signer:
    """The elements of a message that stay the same for one agent and user."""

    engine_id: bytes
    user: bytes
    signature_octets: int


class UsmMessage(NamedTuple):
    """`signature` and `scoped` are where in the datagram those begin and end; `scoped` is the element of
    the scoped PDU, or of the octets that it is encrypted to."""

    number: int
    flags: int
    engine_id: bytes
    boots: int
    seconds: int
    user: bytes
    signature: tuple[int, int]
    salt: bytes
    scoped: tuple[int, int]


def write(number: int, flags: int, signer: Signer, boots: int, seconds: int, salt: bytes, scoped: bytes) -> bytes:
    """The message with zeros for its signature. `signer` holds whole elements, the others are contents."""
    before_number, after_number = _header(flags)
    signature = _no_signature(signer.signature_octets)
    clock = integer(boots) + integer(seconds)
    security = tlv(SEQUENCE, signer.engine_id + clock + signer.user + signature + tlv(OCTETS, salt))
    return tlv(SEQUENCE, before_number + id_octets(number) + after_number + tlv(OCTETS, security) + scoped)


def with_signature(message: bytes, start: int, signature: bytes) -> bytes:
    return message[:start] + signature + message[start + len(signature) :]


def read(datagram: bytes) -> UsmMessage:
    """Raises Malformed or IndexError when the datagram is no such message."""
    at, end = content(datagram, 0, SEQUENCE)
    version, at = _integer(datagram, at)
    if end != len(datagram) or version != _VERSION_3:
        raise Malformed("not one SNMPv3 message")
    start, after_header = content(datagram, at, SEQUENCE)
    number, at = _integer(datagram, start)
    _, at = _integer(datagram, at)
    flags, at = _octets(datagram, at)
    model, at = _integer(datagram, at)
    if at != after_header or len(flags) != 1 or flags[0] & (AUTH | PRIV) == PRIV or model != _USM:
        raise Malformed("a header of another form")
    at, after_security = content(datagram, after_header, OCTETS)
    at, fields_end = content(datagram, at, SEQUENCE)
    engine_id, at = _octets(datagram, at)
    boots, at = _integer(datagram, at)
    seconds, at = _integer(datagram, at)
    user, at = _octets(datagram, at)
    signature = content(datagram, at, OCTETS)
    salt, at = _octets(datagram, signature[1])
    if not at == fields_end == after_security or boots < 0 or seconds < 0:
        raise Malformed("security parameters of another form")
    _, scoped_end = content(datagram, at, OCTETS if flags[0] & PRIV else SEQUENCE)
    if scoped_end != end:
        raise Malformed("octets after the scoped PDU")
    return UsmMessage(number, flags[0], engine_id, boots, seconds, user, signature, salt, (at, end))


@lru_cache
def _header(flags: int) -> tuple[bytes, bytes]:
    """What stands before and after the msgID, whose element has as many octets in every message."""
    after = _SIZE + tlv(OCTETS, bytes((flags,))) + _MODEL
    whole = _START + tlv(SEQUENCE, bytes(ID_BYTES) + after)
    return whole[: len(whole) - len(after) - ID_BYTES], after


@lru_cache
def _no_signature(octets: int) -> bytes:
    return tlv(OCTETS, bytes(octets))


def scoped_pdu(octets: bytes, at: int) -> tuple[bytes, bytes, int, int]:
    """contextEngineID, contextName, and where the PDU begins and ends. Raises Malformed or IndexError."""
    at, end = content(octets, at, SEQUENCE)
    engine_id, at = _octets(octets, at)
    name, at = _octets(octets, at)
    return engine_id, name, at, end


def _integer(octets: bytes, at: int) -> tuple[int, int]:
    start, end = content(octets, at, INTEGER)
    return to_integer(octets[start:end]), end


def _octets(octets: bytes, at: int) -> tuple[bytes, int]:
    start, end = content(octets, at, OCTETS)
    return octets[start:end], end

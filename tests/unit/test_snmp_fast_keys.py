"""Keys and ciphers: the vectors of RFC 3414, and pysnmp's results for every pair of protocols."""

import pytest
from cryptography.hazmat.decrepit.ciphers.modes import CFB
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from pyasn1.type import univ
from pysnmp.proto.secmod.rfc3414.service import SnmpUSMSecurityModel

from probes.snmp.fast.ber import Malformed
from probes.snmp.fast.usm_cipher import cipher_of
from probes.snmp.fast.usm_keys import PASS_PHRASES_AT_MOST, KeyRing
from probes.snmp.target import Authentication, AuthProtocol, Privacy, PrivProtocol, SnmpV3
from probes.snmp.usm_engine import PYSNMP_AUTH, PYSNMP_PRIV

ENGINE = bytes(11) + b"\x02"


def _access(auth: AuthProtocol, priv: PrivProtocol | None = None, key: str = "maplesyrup") -> SnmpV3:
    return SnmpV3("monitor", Authentication(auth, key), Privacy(priv, key) if priv else None)


@pytest.mark.parametrize(
    ("protocol", "key"),
    [
        pytest.param(AuthProtocol.MD5, "526f5eed9fcce26f8964c2930787d82b", id="RFC 3414 A.3.1"),
        pytest.param(AuthProtocol.SHA, "6695febc9288e36282235fc7151f128497b38f3f", id="RFC 3414 A.3.2"),
    ],
)
def test_localizes_as_in(protocol: AuthProtocol, key: str) -> None:
    signing = KeyRing().signing_key(_access(protocol), ENGINE)
    assert signing is not None
    assert signing.octets.hex() == key


@pytest.mark.parametrize("auth", list(AuthProtocol))
@pytest.mark.parametrize("priv", list(PrivProtocol))
def test_makes_the_keys_that_pysnmp_makes_of_both(auth: AuthProtocol, priv: PrivProtocol) -> None:
    privacy = KeyRing().privacy_key(_access(auth, priv), ENGINE)
    service = SnmpUSMSecurityModel.PRIV_SERVICES[PYSNMP_PRIV[priv]]
    phrase_key = service.hash_passphrase(PYSNMP_AUTH[auth], univ.OctetString(b"maplesyrup"))
    theirs = service.localize_key(PYSNMP_AUTH[auth], phrase_key, univ.OctetString(ENGINE))
    assert privacy[: len(theirs)] == bytes(theirs)
    assert len(privacy) >= 16


def test_each_agent_has_keys_of_its_own_and_no_key_shows() -> None:
    ring, access = KeyRing(), _access(AuthProtocol.SHA, PrivProtocol.AES)
    one, two = (ring.signing_key(access, ENGINE + end) for end in (b"1", b"2"))
    assert one is not None
    assert two is not None
    assert one.octets != two.octets
    assert ring.privacy_key(access, ENGINE + b"1") != ring.privacy_key(access, ENGINE + b"2")
    assert repr(one) == "SigningKey(hash_name='sha1', signature_octets=12)"


def test_a_user_without_a_pass_phrase_has_no_key() -> None:
    ring = KeyRing()
    assert ring.signing_key(SnmpV3("monitor"), ENGINE) is None
    assert ring.privacy_key(SnmpV3("monitor"), ENGINE) == b""
    assert ring.privacy_key(_access(AuthProtocol.SHA), ENGINE) == b""


def test_a_pass_phrase_is_hashed_once_and_only_so_many_are_kept() -> None:
    ring = KeyRing()
    for number in range(PASS_PHRASES_AT_MOST + 1):
        ring.signing_key(_access(AuthProtocol.MD5, key="x" * 2000 + str(number)), ENGINE)
    assert len(ring) == PASS_PHRASES_AT_MOST
    ring.privacy_key(
        _access(AuthProtocol.MD5, PrivProtocol.DES, key="x" * 2000 + str(PASS_PHRASES_AT_MOST)), ENGINE
    )
    assert len(ring) == PASS_PHRASES_AT_MOST


@pytest.mark.parametrize("protocol", list(PrivProtocol))
def test_decrypts_what_it_encrypted_and_takes_no_salt_twice(protocol: PrivProtocol) -> None:
    cipher = cipher_of(protocol, KeyRing().privacy_key(_access(AuthProtocol.SHA, protocol), ENGINE))
    texts = [cipher.encrypt(b"thirteen more", 7, 99) for _ in range(50)]
    assert len({salt for _, salt in texts}) == 50
    for encrypted, salt in texts:
        assert b"thirteen" not in encrypted
        assert cipher.decrypt(encrypted, salt, 7, 99).rstrip(b"\0") == b"thirteen more"


@pytest.mark.parametrize("size", [0, 1, 15, 16, 17, 31, 32, 33, 490])
def test_AES_decrypts_as_CFB_does_whatever_the_size(size: int) -> None:
    key, plain = bytes(range(16)), bytes(number % 251 for number in range(size))
    theirs = Cipher(AES(key), CFB(b"\0\0\0\7\0\0\0\x63saltsalt")).encryptor().update(plain)
    assert cipher_of(PrivProtocol.AES, key).decrypt(theirs, b"saltsalt", 7, 99) == plain


@pytest.mark.parametrize("protocol", [PrivProtocol.DES, PrivProtocol.AES])
def test_a_salt_of_another_size_is_malformed(protocol: PrivProtocol) -> None:
    with pytest.raises(Malformed):
        cipher_of(protocol, bytes(16)).decrypt(bytes(16), bytes(7), 1, 1)


def test_DES_comes_in_blocks() -> None:
    with pytest.raises(Malformed):
        cipher_of(PrivProtocol.DES, bytes(16)).decrypt(bytes(9), bytes(8), 1, 1)

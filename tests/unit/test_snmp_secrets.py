"""What targets refuse, and that no secret shows."""

import pickle
import re

import pytest

from probes.snmp.target import Authentication, AuthProtocol, Privacy, PrivProtocol, SnmpTarget, SnmpV2c, SnmpV3

COMMUNITY, AUTH, PRIV = "rahasia-community", "rahasia-auth", "rahasia-priv"


def test_no_secret_in_a_repr() -> None:
    v3 = SnmpV3("monitor", Authentication(AuthProtocol.SHA, AUTH), Privacy(PrivProtocol.AES, PRIV))
    for access in (SnmpV2c(COMMUNITY), v3):
        target = SnmpTarget("rt", "127.0.0.1", 161, access)
        assert "rahasia" not in f"{target!r} {target} {access}"


def test_targets_with_other_secrets_differ() -> None:
    assert SnmpV2c("one") != SnmpV2c("two")
    assert Authentication(AuthProtocol.SHA, AUTH) != Authentication(AuthProtocol.SHA, PRIV)
    assert pickle.loads(pickle.dumps(SnmpV2c("one"))) == SnmpV2c("one")


@pytest.mark.parametrize(
    ("make", "message"),
    [
        pytest.param(lambda: SnmpV3(""), "1 to 32 bytes", id="an empty user"),
        pytest.param(lambda: SnmpV3("é" * 17), "1 to 32 bytes", id="a user of 34 bytes"),
        pytest.param(
            lambda: SnmpV3("monitor", None, Privacy(PrivProtocol.AES, PRIV)),
            "privacy needs authentication",
            id="privacy alone",
        ),
        pytest.param(lambda: Authentication(AuthProtocol.SHA, "kunci77"), "has 7 characters", id="a short key"),
        pytest.param(lambda: Privacy(PrivProtocol.AES, "kunci77"), "has 7 characters", id="a short privacy key"),
    ],
)
def test_is_refused(make: "type[SnmpV3]", message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)) as caught:
        make()  # type: ignore[call-arg]
    assert "kunci77" not in str(caught.value)
    assert "rahasia" not in str(caught.value)

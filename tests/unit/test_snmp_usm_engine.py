"""How pysnmp's engines are shared and let go."""

import gc
import weakref

import pytest

from probes.snmp.target import Authentication, AuthProtocol, Privacy, PrivProtocol, SnmpV3
from probes.snmp.usm import UsmSession
from probes.snmp.usm_engine import SEATS, UsmEngines


def _access(key: str) -> SnmpV3:
    return SnmpV3("monitor", Authentication(AuthProtocol.SHA, key))


def test_agents_with_the_same_credentials_share_an_engine_and_others_do_not() -> None:
    engines = UsmEngines()
    first, second = (UsmSession(_access("key-number-1"), engines, lambda: 0.0) for _ in range(2))
    other = UsmSession(_access("key-number-2"), engines, lambda: 0.0)
    assert first.engine is second.engine
    assert first.engine is not other.engine
    assert len({first.name, second.name, other.name}) == 3


def test_an_engine_takes_so_many_agents_and_goes_with_the_last() -> None:
    engines = UsmEngines()
    sessions = [UsmSession(_access("key-number-1"), engines, lambda: 0.0) for _ in range(SEATS + 1)]
    assert len({id(session.engine) for session in sessions}) == 2
    full = weakref.ref(sessions[0].engine)
    del sessions[:SEATS]
    gc.collect()
    assert full() is None


def test_every_engine_has_an_id_of_its_own_so_that_no_agent_is_taken_for_it() -> None:
    engines = UsmEngines()
    ids = {bytes(engines.seat(_access(f"key-number-{n}")).engine.snmpEngineID) for n in range(3)}
    assert len(ids) == 3


@pytest.mark.parametrize("auth", list(AuthProtocol))
@pytest.mark.parametrize("priv", [None, *PrivProtocol])
def test_takes_every_pair_of_protocols(auth: AuthProtocol, priv: PrivProtocol | None) -> None:
    access = SnmpV3(
        "monitor", Authentication(auth, "some-auth-key"), Privacy(priv, "some-priv-key") if priv else None
    )
    assert UsmEngines().seat(access).seats_left == SEATS - 1

"""pysnmp's SNMPv3 machinery (RFC 3412, RFC 3414) for one set of credentials, without its transport."""

import secrets
from collections.abc import Callable
from itertools import count
from typing import Any, Final

from pysnmp.entity import config
from pysnmp.entity.engine import SnmpEngine as PysnmpEngine

from probes.snmp.target import AuthProtocol, PrivProtocol, SnmpV3

# pysnmp goes through all its users whenever one is added, and every agent adds one: a ceiling keeps that
# cheap. It also bounds what agents with ever new engine IDs can fill.
SEATS = 64

# How often old state is swept. pysnmp sweeps by ticks of its timer, 300 of them to a life: 50 minutes.
SECONDS_PER_TICK = 10.0

PYSNMP_AUTH: Final = {
    AuthProtocol.MD5: config.USM_AUTH_HMAC96_MD5,
    AuthProtocol.SHA: config.USM_AUTH_HMAC96_SHA,
    AuthProtocol.SHA224: config.USM_AUTH_HMAC128_SHA224,
    AuthProtocol.SHA256: config.USM_AUTH_HMAC192_SHA256,
    AuthProtocol.SHA384: config.USM_AUTH_HMAC256_SHA384,
    AuthProtocol.SHA512: config.USM_AUTH_HMAC384_SHA512,
}
PYSNMP_PRIV: Final = {
    PrivProtocol.DES: config.USM_PRIV_CBC56_DES,
    PrivProtocol.AES: config.USM_PRIV_CFB128_AES,
    PrivProtocol.AES192: config.USM_PRIV_CFB192_AES_BLUMENTHAL,
    PrivProtocol.AES256: config.USM_PRIV_CFB256_AES_BLUMENTHAL,
    PrivProtocol.AES192C: config.USM_PRIV_CFB192_AES,
    PrivProtocol.AES256C: config.USM_PRIV_CFB256_AES,
}


class UsmEngine:
    """Knows one user with one pair of keys, and up to SEATS agents.

    One set of credentials to an engine, because pysnmp knows users by engine ID and name alone: the same
    name with other keys would overwrite. Making one takes about 0.1 s of CPU (it loads MIBs, and RFC 3414
    hashes a megabyte for each key).
    """

    def __init__(self, access: SnmpV3) -> None:
        self._timer = _Timer()
        self.engine: Any = PysnmpEngine()
        _rename(self.engine)
        self.engine.register_transport_dispatcher(self._timer)
        auth, priv = access.auth, access.priv
        config.add_v3_user(
            self.engine,
            access.user.encode(),
            PYSNMP_AUTH[auth.protocol] if auth else config.USM_AUTH_NONE,
            auth.key.encode() if auth else None,
            PYSNMP_PRIV[priv.protocol] if priv else config.USM_PRIV_NONE,
            priv.key.encode() if priv else None,
        )
        self.messages: Any = self.engine.message_processing_subsystems[3]
        self.seats_left = SEATS
        self._next_tick = 0.0

    def sweep(self, now: float) -> None:
        """Lets pysnmp forget what is old; `now` is seconds of any monotonic clock."""
        if now >= self._next_tick:
            self._next_tick = now + SECONDS_PER_TICK
            self._timer.tick(now)


class UsmEngines:
    """Seats agents in engines; an engine goes when the last agent seated in it goes.

    `number` gives every agent and every message a number of its own, whichever engine it is in.
    """

    def __init__(self) -> None:
        self._filling: dict[SnmpV3, UsmEngine] = {}
        self.number: Callable[[], int] = count(1).__next__

    def seat(self, access: SnmpV3) -> UsmEngine:
        engine = self._filling.get(access)
        if engine is None or engine.seats_left == 0:
            engine = self._filling[access] = UsmEngine(access)
        engine.seats_left -= 1
        return engine


class _Timer:
    """Stands where pysnmp wants a transport: it has the time, and sends nothing.

    pysnmp answers some malformed messages with a report, as an agent would; this monitor never does.
    """

    def __init__(self) -> None:
        self._callbacks: list[Callable[[float], None]] = []

    def register_recv_callback(self, callback: object, recv_id: object = None) -> None:
        pass

    def register_timer_callback(self, callback: Callable[[float], None]) -> None:
        self._callbacks.append(callback)

    def get_timer_resolution(self) -> float:
        return 1.0

    def get_timer_ticks(self) -> int:
        return 0

    def send_message(self, message: object, domain: object, address: object) -> None:
        pass

    def tick(self, now: float) -> None:
        for callback in self._callbacks:
            callback(now)


def _rename(engine: Any) -> None:
    """Gives the engine an ID of its own: pysnmp makes the same for all engines of a machine, and takes an
    agent that has it, being pysnmp too, for itself. (Its constructor's argument would write to /tmp.)"""
    (engine_id,) = engine.get_mib_builder().import_symbols("__SNMP-FRAMEWORK-MIB", "snmpEngineID")
    engine_id.syntax = engine_id.syntax.clone(b"\x80\x00\x4f\xb8\x05" + secrets.token_bytes(12))
    engine.snmpEngineID = engine_id.syntax

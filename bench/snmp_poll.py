"""CPU of a poll of 21 varbinds, decoded into a reading: both engines and, where it is installed, gufo-snmp.

    .venv/bin/python -m bench.snmp_poll [--agents 1000] [--rounds 5]

Every side is a process of its own; the rounds are interleaved, each polls every agent once, 64 at a time.
What is printed is CPU of the asking process alone, the agents' is not in it, nor is start-up.
"""

import argparse
import asyncio
import importlib
import importlib.util
import multiprocessing
import os
import statistics
import time
from collections.abc import Awaitable, Callable
from multiprocessing.connection import Connection
from typing import Any

from bench.snmp_agents import ADDRESS, INTERFACE, OBJECTS, V2C, V3, serve
from probes.snmp.engines import ENGINES
from probes.snmp.oid import dotted
from probes.snmp.reading import SnmpReading, SnmpResult
from probes.snmp.target import SnmpTarget

AT_ONCE = 64
TIMEOUT = 5.0
VERSIONS = {"v2c": V2C, "v3 authPriv": V3}

_Side = tuple[Callable[[int], Awaitable[Any]], Callable[[Any], None]]
"""Polls the agent at a port; raises RuntimeError when that did not give what it has to."""


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--agents", type=int, default=1000)
    arguments.add_argument("--rounds", type=int, default=5)
    options = arguments.parse_args()
    names = list(ENGINES)
    if importlib.util.find_spec("gufo") is None:
        print("gufo-snmp is not installed: it is not among the measured")
    else:
        names.append("gufo-snmp")
    context = multiprocessing.get_context("spawn")
    ready, theirs = context.Pipe()
    agents = context.Process(target=serve, args=([(ADDRESS, 0)] * options.agents, theirs.send), daemon=True)
    agents.start()
    theirs.close()
    ports = ready.recv()
    print(f"{options.agents} agents, {options.rounds} rounds after the first, load {os.getloadavg()[0]:.1f}")
    for version in VERSIONS:
        try:
            measured = _measure(context, names, version, ports, options.rounds)
        except _Died as died:
            theirs_too = "" if agents.is_alive() else f"; the agents have ended too, with {agents.exitcode}"
            raise SystemExit(f"{version}: {died}{theirs_too}; see above") from None
        for name, (first, later) in measured.items():
            median = statistics.median(later)
            spread = f"{min(later):.0f} to {max(later):.0f}"
            ratio = statistics.median(
                ours / other for ours, other in zip(measured["fast"][1], later, strict=True)
            )
            print(
                f"{version:12} {name:10} first {first:7.0f} µs   later median {median:7.0f} µs ({spread})"
                f"   fast / {name} {ratio:.4f}"
            )
    agents.terminate()


class _Died(Exception):
    """One of the measured."""


def _measure(
    context: multiprocessing.context.SpawnContext, names: list[str], version: str, ports: list[int], rounds: int
) -> dict[str, tuple[float, list[float]]]:
    """Of each side, µs of CPU per poll in the first round and in the later ones."""
    sides: dict[str, Connection] = {}
    children = []
    for name in names:
        sides[name], theirs = context.Pipe()
        children.append(context.Process(target=_side, args=(name, version, ports, theirs), daemon=True))
        children[-1].start()
        theirs.close()  # so that its death is noticed
    for name in names:
        _told_by(name, sides)
    figures: dict[str, list[float]] = {name: [] for name in names}
    for _ in range(rounds + 1):
        for name, side in sides.items():
            side.send(True)
            figures[name].append(_told_by(name, sides) * 1e6 / len(ports))
    for side in sides.values():
        side.send(False)
    for child in children:
        child.join()
    return {name: (each[0], each[1:]) for name, each in figures.items()}


def _told_by(name: str, sides: dict[str, Connection]) -> Any:
    try:
        return sides[name].recv()
    except EOFError:
        raise _Died(f"{name} has died") from None


def _side(name: str, version: str, ports: list[int], orders: Connection) -> None:
    asyncio.run(_poll_when_told(name, version, ports, orders))


async def _poll_when_told(name: str, version: str, ports: list[int], orders: Connection) -> None:
    poll, require = _gufo(version) if name == "gufo-snmp" else _netwatch(name, version)
    orders.send("ready")
    while orders.recv():
        begun = time.process_time()
        for start in range(0, len(ports), AT_ONCE):
            for result in await asyncio.gather(*map(poll, ports[start : start + AT_ONCE])):
                require(result)
        orders.send(time.process_time() - begun)


def _netwatch(name: str, version: str) -> _Side:
    """Futures, as netwatch's poller takes them."""
    engine = ENGINES[name](time.monotonic)
    targets: dict[int, SnmpTarget] = {}

    def poll(port: int) -> asyncio.Future[SnmpResult]:
        target = targets.get(port)
        if target is None:
            target = targets[port] = SnmpTarget(str(port), ADDRESS, port, VERSIONS[version], (INTERFACE,))
        return engine.poll(target, TIMEOUT, 1)

    def require(result: Any) -> None:
        if not isinstance(result, SnmpReading) or len(result.interfaces) != 1:
            raise RuntimeError(f"{name}: {result}")

    return poll, require


def _gufo(version: str) -> _Side:
    """One session an agent, as its users do; values are left as they come."""
    gufo = importlib.import_module("gufo.snmp")
    client = importlib.import_module("gufo.snmp.aio")
    sessions: dict[int, object] = {}
    oids = [dotted(oid) for oid in OBJECTS]

    async def poll(port: int) -> dict[str, object]:
        session = sessions.get(port)
        if session is None:
            access: dict[str, object] = {"community": V2C.community}
            if version != "v2c" and V3.auth is not None and V3.priv is not None:
                user = gufo.User(
                    V3.user,
                    auth_key=gufo.Sha1Key(V3.auth.key.encode()),
                    priv_key=gufo.Aes128Key(V3.priv.key.encode()),
                )
                access = {"user": user, "version": gufo.SnmpVersion.v3}
            session = sessions[port] = client.SnmpSession(addr=ADDRESS, port=port, timeout=TIMEOUT, **access)
            if version != "v2c":
                await session.refresh()  # type: ignore[attr-defined]
        return await session.get_many(oids)  # type: ignore[attr-defined, no-any-return]

    def require(values: Any) -> None:
        if len(values) != len(oids):
            raise RuntimeError(f"gufo-snmp: {len(values)} values of {len(oids)}")

    return poll, require


if __name__ == "__main__":
    main()

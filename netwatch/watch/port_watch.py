"""Reads the ports that lead to a device that has fallen, whether the inventory lists them as watched or not."""

import asyncio
from collections.abc import Callable, Iterable, Mapping

import structlog

from netwatch.core.fault import describe
from netwatch.core.leads_to import Lead
from probes.snmp.engine import SnmpEngine
from probes.snmp.reading import SnmpFailure
from probes.snmp.surroundings import LocalPort, PortReading
from probes.snmp.target import SnmpTarget

log: structlog.stdlib.BoundLogger = structlog.get_logger("netwatch")

LOOKS = (0.0, 15.0, 60.0)
"""Seconds after the fall. The later looks see what an agent that answers from its memory did not tell at the first."""

AT_ONCE = 16
TIMEOUT = 2.0
RETRIES = 1


class PortWatch:
    """`seen` holds the latest look at each port, by parent and ifIndex, with when it was (seconds of the engine's
    clock). `on_look(parent)` is called after each."""

    def __init__(self, targets: Mapping[str, SnmpTarget], on_look: Callable[[str], None]) -> None:
        self.seen: dict[tuple[str, int], tuple[PortReading, float]] = {}
        self._targets = dict(targets)
        self._on_look = on_look
        self._engine: SnmpEngine | None = None
        self._places = asyncio.Semaphore(AT_ONCE)
        self._looks: dict[str, asyncio.Task[None]] = {}

    def adopt(self, targets: Mapping[str, SnmpTarget]) -> None:
        self._targets = dict(targets)
        self.seen = {key: value for key, value in self.seen.items() if key[0] in self._targets}

    async def run(self, engine: SnmpEngine) -> None:
        """Holds the engine until it is cancelled."""
        self._engine = engine
        try:
            await asyncio.Event().wait()
        finally:
            self._engine = None
            for task in self._looks.values():
                task.cancel()
            await asyncio.gather(*self._looks.values(), return_exceptions=True)

    def look(self, device: str, leads: Iterable[Lead]) -> None:
        """`device` has fallen: the ports that lead to it are read now, and again a little later."""
        by_parent: dict[str, list[LocalPort]] = {}
        for lead in leads:
            by_parent.setdefault(lead.parent, []).append(lead.port)
        if by_parent and self._engine is not None and device not in self._looks:
            self._looks[device] = asyncio.create_task(self._look(self._engine, device, by_parent))

    async def _look(self, engine: SnmpEngine, device: str, by_parent: Mapping[str, list[LocalPort]]) -> None:
        try:
            waited = 0.0
            for after in LOOKS:
                await asyncio.sleep(after - waited)
                waited = after
                for parent, ports in by_parent.items():
                    await self._read(engine, parent, ports)
        except Exception as failure:
            log.error("ports not read", device=device, fault=describe(failure))
        finally:
            self._looks.pop(device, None)

    async def _read(self, engine: SnmpEngine, parent: str, ports: list[LocalPort]) -> None:
        target = self._targets.get(parent)
        if target is None:
            return
        async with self._places:
            result = await engine.read_ports(target, ports, TIMEOUT, RETRIES)
        if not isinstance(result, SnmpFailure):
            for reading in result.ports:
                self.seen[parent, reading.port.index] = (reading, result.at)
            self._on_look(parent)

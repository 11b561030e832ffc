"""The port that devices send traps to: opened as soon as it may be, and known to the devices' profiles."""

import asyncio
import errno
import os
import socket
from collections.abc import Callable, Mapping
from dataclasses import fields

import structlog

from netwatch.config.listen import split_listen
from netwatch.files import Files
from netwatch.from_settings import accesses
from netwatch.store.store import Store
from netwatch.watch.trap_watch import TrapWatch
from probes.traps.access import TrapAccess
from probes.traps.counters import TrapCounters
from probes.traps.listener import TrapListener, bind
from probes.traps.own_engine import OwnEngine, new_engine_id

log = structlog.get_logger("netwatch")

PAUSE = 60.0
"""Seconds between two attempts to open the port."""

_COUNTERS = tuple(field.name for field in fields(TrapCounters))

_REMEDY = {
    errno.EACCES: "give netwatch CAP_NET_BIND_SERVICE (systemd: the drop-in traps.conf of the sources), or "
    "snmp.traps.listen a port above 1023",
    errno.EADDRINUSE: "snmptrapd or a netwatch that runs already has it; end that, or give snmp.traps.listen "
    "another port",
    errno.EADDRNOTAVAIL: "this machine does not have that address; write one of its own to snmp.traps.listen",
}


class TrapPort:
    """`files`: those in force, `monotonic`: seconds."""

    def __init__(self, store: Store, watch: TrapWatch, files: Files, monotonic: Callable[[], float]) -> None:
        self._store = store
        self._watch = watch
        self._files = files
        self._monotonic = monotonic
        self._own: OwnEngine | None = None
        self._listener: TrapListener | None = None

    def adopt(self, files: Files) -> None:
        """Goes on with changed devices and profiles. What was known of the senders' clocks is forgotten: one that
        has lost its count of boots is believed again."""
        self._files = files
        self._watch.senders.adopt(files.inventory)
        if self._listener is not None and self._own is not None:
            self._listener.access = TrapAccess(accesses(files.settings), self._own)

    @property
    def counts(self) -> Mapping[str, int] | None:
        """What became of the traps so far, by counter; None while none are heard."""
        if self._listener is None:
            return None
        return {name: getattr(self._listener.counters, name) for name in _COUNTERS}

    async def run(self, place: str) -> None:
        """Listens at `place`, `HOST:PORT`, until it is cancelled. Raises StoreUnavailable before it does."""
        if self._own is None:
            async with self._store.begin() as tx:
                engine_id, boots = await tx.own_engine.start(new_engine_id())
            self._own = OwnEngine(engine_id, boots, self._monotonic())
        wanted = "listen" in self._files.settings.snmp.traps.model_fields_set
        bound = await _opened(place, log.warning if wanted else log.info)
        watch, access = self._watch, TrapAccess(accesses(self._files.settings), self._own)
        self._listener = TrapListener(bound, access, watch.senders.knows, watch.hear, watch.refuse, self._monotonic)
        await watch.run(self._listener)


def why_closed(place: str) -> str | None:
    """Why no traps would be heard at `place`, and what to do; None when they would."""
    try:
        bind(*split_listen(place)).close()
    except OSError as error:
        return f"no traps are heard at UDP {place}: {_problem(error)}; {_remedy(error)}"
    return None


async def _opened(place: str, tell: Callable[..., object]) -> socket.socket:
    """Tries until the place can be opened, which it may never be; says so once, through `tell` of the log."""
    told = False
    while True:
        try:
            return bind(*split_listen(place))
        except OSError as error:
            if not told:
                tell("no traps are heard", place=f"UDP {place}", problem=_problem(error), remedy=_remedy(error))
            told = True
        await asyncio.sleep(PAUSE)


def _problem(error: OSError) -> str:
    return os.strerror(error.errno or 0)


def _remedy(error: OSError) -> str:
    return _REMEDY.get(error.errno or 0, "give snmp.traps.listen another HOST:PORT, or null for off")

"""The trap port within the daemon: opened when it may be, an engine that is remembered, profiles that change."""

import asyncio
import errno
import os
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest
from structlog.testing import capture_logs

from netwatch import trap_port
from netwatch.config.settings import Settings
from netwatch.core.notice import Notice
from netwatch.files import Files
from netwatch.inventory.model import Device, DeviceKind, Inventory, Site
from netwatch.store.store import Store
from netwatch.trap_port import TrapPort, why_closed
from netwatch.watch.senders import Senders
from netwatch.watch.trap_watch import TrapWatch
from probes.icmp.resolve import Resolver
from sop.document import load_shipped
from tests.integration.snmptrap_command import needs_snmptrap, snmptrap
from tests.ports import free_port

NOW = datetime(2026, 11, 24, 3, 15, tzinfo=UTC)
INVENTORY = Inventory(
    {"s": Site("s", "Kantor")}, {"core": Device("core", "core", DeviceKind.SWITCH, "127.0.0.1", "s")}
)


def files(community: str, listen: str | None = None) -> Files:
    """`listen`: what the settings say of it, None where they do not."""
    snmp: dict[str, object] = {"profiles": {"default": {"version": "2c", "community": community}}}
    if listen is not None:
        snmp["traps"] = {"listen": listen}
    return Files(Settings.model_validate({"snmp": snmp}), INVENTORY, load_shipped())


async def nothing(notices: Sequence[Notice]) -> None:
    return


class Heard:
    """The devices that were asked because of a trap."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.rang = asyncio.Event()

    def ask(self, device: str) -> None:
        self.asked.append(device)
        self.rang.set()


@asynccontextmanager
async def listening(store: Store, place: str, heard: Heard, *, wanted: bool = True) -> AsyncIterator[TrapPort]:
    loop = asyncio.get_running_loop()
    watch = TrapWatch(Senders(INVENTORY, Resolver()), heard.ask, nothing, loop.time, lambda: NOW)
    port = TrapPort(store, watch, files("public", place if wanted else None), loop.time)
    running = asyncio.create_task(port.run(place))
    try:
        yield port
    finally:
        running.cancel()
        await asyncio.wait([running])


async def until_open(port: TrapPort) -> None:
    async with asyncio.timeout(60):
        while port.counts is None:  # noqa: ASYNC110
            await asyncio.sleep(0)


async def test_the_engine_keeps_its_id_and_counts_its_starts(store: Store):
    async with store.begin() as tx:
        assert await tx.own_engine.start(b"first") == (b"first", 1)
    async with store.begin() as tx:
        assert await tx.own_engine.start(b"another") == (b"first", 2)


@needs_snmptrap
async def test_a_changed_community_is_believed_after_a_reload(store: Store):
    heard, number = Heard(), free_port(kind=socket.SOCK_DGRAM)
    async with listening(store, f"127.0.0.1:{number}", heard) as port:
        await until_open(port)
        port.adopt(files("other"))
        assert await snmptrap(number, "-v2c", "-c", "public", command="snmpinform") != 0
        assert await snmptrap(number, "-v2c", "-c", "other", command="snmpinform") == 0
        assert heard.asked == ["core"]
        assert port.counts is not None
        assert (port.counts["heard"], port.counts["wrong_access"]) == (1, 1)


@pytest.mark.parametrize(
    ("wanted", "level"),
    [
        pytest.param(True, "warning", id="the settings name the port"),
        pytest.param(False, "info", id="nobody has asked for traps"),
    ],
)
async def test_a_port_that_another_program_has_is_told_once_and_opened_when_it_is_free(
    wanted: bool, level: str, store: Store, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(trap_port, "PAUSE", 0.0)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken, capture_logs() as logs:
        taken.bind(("127.0.0.1", free_port(kind=socket.SOCK_DGRAM)))
        place = f"127.0.0.1:{taken.getsockname()[1]}"
        async with listening(store, place, Heard(), wanted=wanted) as port:
            async with asyncio.timeout(60):
                while not logs:  # noqa: ASYNC110
                    await asyncio.sleep(0)
            for _ in range(20):
                await asyncio.sleep(0)
            assert port.counts is None
            taken.close()
            await until_open(port)
    told = [entry for entry in logs if entry["event"] == "no traps are heard"]
    assert [(entry["log_level"], entry["place"]) for entry in told] == [(level, f"UDP {place}")]
    assert "netwatch that runs already" in told[0]["remedy"]


def test_check_says_what_keeps_the_port_closed(monkeypatch: pytest.MonkeyPatch):
    def refused(host: str, port: int) -> socket.socket:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    assert why_closed(f"127.0.0.1:{free_port(kind=socket.SOCK_DGRAM)}") is None
    monkeypatch.setattr(trap_port, "bind", refused)
    assert why_closed("[::]:162") == (
        "no traps are heard at UDP [::]:162: Permission denied; give netwatch CAP_NET_BIND_SERVICE (systemd: "
        "the drop-in traps.conf of the sources), or "
        "snmp.traps.listen a port above 1023"
    )

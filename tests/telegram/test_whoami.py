"""`netwatch telegram whoami`: ids for the settings, with nothing taken away from the daemon that comes later."""

import asyncio
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import yaml

from netwatch.demo.botapi.server import BotApiServer
from netwatch.demo.botapi.telegram import DEMO_TOKEN, Telegram
from netwatch.store.migrate import upgrade
from netwatch.store.store import Store

PATIENCE = 60.0
"""Seconds: a process begins late on a busy machine."""

SETTINGS = """\
telegram: {{token: "{token}", base_url: "{server.base_url}", base_file_url: "{server.base_file_url}"}}
people: [{{name: Dedi, role: kasi_infrastruktur, telegram_id: 2003}}]
"""


@asynccontextmanager
async def whoami(folder: Path, server: BotApiServer, *options: str, token: str = DEMO_TOKEN) -> AsyncIterator[Process]:
    path = folder / "netwatch.yaml"
    path.write_text(SETTINGS.format(token=token, server=server))
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "netwatch", "--config", str(path), "telegram", "whoami", *options,
        stdout=PIPE, stderr=PIPE, preexec_fn=_heeds_ctrl_c,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


def _heeds_ctrl_c() -> None:
    """What a shell starts in the background is to ignore Ctrl-C, and hands that on to all that it starts."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


async def line(process: Process) -> str:
    assert process.stdout is not None
    return (await asyncio.wait_for(process.stdout.readline(), PATIENCE)).decode().rstrip("\n")


async def ended(process: Process) -> tuple[int | None, str]:
    """Exit code and standard error."""
    out, err = await asyncio.wait_for(process.communicate(), PATIENCE)
    assert DEMO_TOKEN.partition(":")[2] not in (out + err).decode()
    return process.returncode, err.decode()


@pytest.fixture
async def server() -> AsyncIterator[BotApiServer]:
    async with BotApiServer(Telegram()) as server:
        yield server


async def test_whoever_writes_is_shown_once_with_the_line_to_paste(server: BotApiServer, tmp_path: Path) -> None:
    telegram = server.telegram
    budi = telegram.add_user(2010, "Budi: {Utara}", "Santoso")
    budi.start()
    async with whoami(tmp_path, server) as process:
        shown = await line(process)
        assert shown == "  - {name: 'Budi: {Utara} Santoso', role: ROLE, telegram_id: 2010}   # under people:"
        assert yaml.safe_load(f"people:\n{shown}") == {
            "people": [{"name": "Budi: {Utara} Santoso", "role": "ROLE", "telegram_id": 2010}]
        }
        budi.say("halo?")
        telegram.add_user(2003, "Dedi").start()
        assert await line(process) == "# Dedi (kasi_infrastruktur) is known by 2003", "Budi is not shown again"
        process.send_signal(signal.SIGINT)
        code, said = await ended(process)
    assert (code, "Traceback" in said, "nobody was heard" in said) == (0, False, False)
    assert "https://t.me/netwatch_demo_bot" in said
    assert len(telegram.world.updates.pending()) == 3, "the daemon still gets all of it"


async def test_a_group_and_its_topic_are_shown_for_its_team(server: BotApiServer, tmp_path: Path) -> None:
    telegram = server.telegram
    agus = telegram.add_user(2004, "Agus", started=True)
    group = telegram.add_group(-1000300, "Tim\nUtara", [agus], topics=True)
    topic = group.add_topic("Gangguan")
    async with whoami(tmp_path, server) as process:
        agus.say("/id@netwatch_demo_bot", group, thread_id=topic)
        shown = [await line(process), await line(process)]
    assert f"chat_id: -1000300, topic: {topic}   # at the team of the group Tim Utara, under teams:" in shown


async def test_it_ends_by_itself_and_says_what_to_do_when_nobody_was_heard(
    server: BotApiServer, tmp_path: Path
) -> None:
    async with whoami(tmp_path, server, "--for", "500ms") as process:
        code, said = await ended(process)
    assert code == 0
    assert said.splitlines()[-1].startswith("nobody was heard. Whoever has pressed Start before sends any message; ")


async def test_while_the_daemon_has_the_database_it_refuses_and_does_not_disturb_its_polling(
    server: BotApiServer, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path}/netwatch.db"
    await upgrade(url)
    store = await Store.open(url)
    await store.hold_lock()
    async with whoami(tmp_path, server) as process:
        code, said = await ended(process)
    await store.close()
    assert code == 1
    assert "another daemon uses this database: netwatch, process" in said
    assert "whom it does not know, the bot shows their id" in said
    assert not list(server.telegram.log), "Telegram was not asked"


async def test_a_poll_elsewhere_is_told_apart_from_a_webhook(server: BotApiServer, tmp_path: Path) -> None:
    updates = server.telegram.world.updates
    async with whoami(tmp_path, server) as process:
        await server.telegram.wait_for(lambda: updates.polled, PATIENCE)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(updates.wait(0, 1, 5), 0.1)
        code, said = await ended(process)
    assert code == 1
    assert "somebody else asks for what people write to this bot" in said
    assert "systemctl stop netwatch" in said


async def test_that_more_messages_wait_than_telegram_shows_is_said(server: BotApiServer, tmp_path: Path) -> None:
    budi = server.telegram.add_user(2010, "Budi")
    for number in range(100):
        budi.say(f"halo {number}")
    async with whoami(tmp_path, server) as process:
        assert "telegram_id: 2010" in await line(process)
        code, said = await ended(process)
    assert code == 1
    assert "100 messages wait for the bot, and newer ones are not shown; start netwatch" in said


async def test_a_webhook_is_named(server: BotApiServer, tmp_path: Path) -> None:
    server.telegram.world.webhook = {"url": "https://example.org/hook"}
    async with whoami(tmp_path, server) as process:
        code, said = await ended(process)
    assert code == 1
    assert "the bot has a webhook" in said


@pytest.mark.parametrize("token", ["700000001:wrong-token-of-no-worth-0000"])
async def test_a_wrong_token_is_said_and_not_shown(token: str, server: BotApiServer, tmp_path: Path) -> None:
    async with whoami(tmp_path, server, token=token) as process:
        code, said = await ended(process)
    assert code == 1
    assert "Telegram does not know the bot" in said
    assert said.rstrip().endswith("check the token")
    assert "wrong-token" not in said


async def test_without_a_token_it_says_where_to_get_one(tmp_path: Path) -> None:
    path = tmp_path / "netwatch.yaml"
    path.write_text("people: []\n")
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "netwatch", "--config", str(path), "telegram", "whoami", stdout=PIPE, stderr=PIPE
    )
    code, said = await ended(process)
    assert code == 2
    assert said.startswith("without a token there is no bot to listen to. Open @BotFather in Telegram and send /newbot")
    assert f"or as telegram: {{token: \"…\"}} into {path}" in said

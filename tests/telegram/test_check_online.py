"""`check --online`: who cannot be written to, why, and what to do about it; nobody is sent a message."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from netwatch.check.finding import Finding, Weight
from netwatch.check.findings import findings
from netwatch.core.message import Recipient, Shut
from netwatch.demo.botapi.server import BotApiServer
from netwatch.demo.botapi.telegram import DEMO_TOKEN, Telegram
from netwatch.files import read_files
from netwatch.store.migrate import upgrade
from netwatch.store.store import Store
from netwatch.telegram.check import ask_telegram
from tests.ports import free_port


@pytest.fixture
def telegram() -> Telegram:
    telegram = Telegram()
    dedi = telegram.add_user(2003, "Dedi", started=True)
    telegram.add_group(-200, "Tim Utara", [dedi])
    return telegram


async def asked(telegram: Telegram, *chats: Recipient, token: str = DEMO_TOKEN) -> tuple[list[str], list[str]]:
    async with BotApiServer(telegram) as server:
        found = await ask_telegram(
            token, server.base_url, server.base_file_url, {to: to.person or "Tim Utara" for to in chats}
        )
    sent = {call.method for call in telegram.log if call.method.startswith("send")}
    assert sent <= {"sendChatAction"}, "nobody is sent a message"
    return found


DEDI = Recipient("telegram", 2003, "Dedi")
GROUP = Recipient("telegram", -200)


async def test_who_can_be_written_to_is_named(telegram: Telegram) -> None:
    assert await asked(telegram, DEDI, GROUP) == (
        [], ["@netwatch_demo_bot", "Dedi (2003) can be written to", "Tim Utara (-200) can be written to"],
    )


async def test_a_wrong_token_is_the_first_thing_to_mend(telegram: Telegram) -> None:
    problems, _ = await asked(telegram, DEDI, token="700000001:wrong-token-of-no-worth-0000")
    (problem,) = problems
    assert problem.endswith("check the token")
    assert "wrong-token" not in problem


async def test_a_way_to_telegram_that_is_shut_is_no_fault_of_the_token() -> None:
    nowhere = f"http://127.0.0.1:{free_port()}/bot"
    (problem,), said = await ask_telegram(DEMO_TOKEN, nowhere, nowhere, {DEDI: "Dedi"})
    assert problem.startswith("Telegram cannot be asked: ")
    assert problem.endswith("; check the way to it, and try again")
    assert "token" not in problem
    assert said == []


async def test_each_person_with_the_remedy(telegram: Telegram) -> None:
    telegram.people[2003].block()
    telegram.add_user(2004, "Agus")
    telegram.add_user(2005, "Joko", known=False)
    chats = [DEDI, Recipient("telegram", 2004, "Agus"), Recipient("telegram", 2005, "Joko")]
    blocked, never, unknown = (await asked(telegram, *chats))[0]
    assert blocked.startswith("Dedi (2003) cannot be written to: ")
    assert "blocked" in blocked
    assert blocked.endswith("ask them to press Start")
    assert never.startswith("Agus (2004) cannot be written to: ")
    assert unknown.startswith("Joko (2005) is not known: ")
    assert unknown.endswith("ask them to send /start, which shows the id")


async def test_a_group_that_put_the_bot_out(telegram: Telegram) -> None:
    telegram.groups[-200].kick_bot()
    (problem,) = (await asked(telegram, GROUP))[0]
    assert problem.startswith("Tim Utara (-200) cannot be written to: ")
    assert problem.endswith("add the bot to the group again")


async def test_a_group_that_has_moved_asks_for_its_new_number(telegram: Telegram) -> None:
    new = telegram.groups[-200].migrate()
    assert (await asked(telegram, GROUP))[0] == [
        f"Tim Utara (-200) has become a supergroup; write chat_id: {new.id}"
    ]


async def test_a_topic_that_was_deleted(telegram: Telegram) -> None:
    group = telegram.add_group(-1000300, "Tim Utara", [telegram.people[2003]], topics=True)
    topic = group.add_topic("Gangguan")
    to = Recipient("telegram", -1000300, thread_id=topic)
    assert (await asked(telegram, to))[0] == []
    group.delete_topic(topic)
    assert (await asked(telegram, to))[0] == [
        f"Tim Utara (-1000300) has no topic {topic} that takes messages; open it again, or correct topic"
    ]


# the whole check


async def check(folder: Path, telegram: Telegram, token: str = f'token: "{DEMO_TOKEN}", ') -> tuple[list[Finding], ...]:
    """What is found without and with asking Telegram."""
    path = folder / "netwatch.yaml"
    (folder / "inventory.yaml").write_text("sites: []\ndevices: []\n")
    async with BotApiServer(telegram) as server:
        path.write_text(
            f'telegram: {{{token}base_url: "{server.base_url}", base_file_url: "{server.base_file_url}"}}\n'
            "people: [{name: Dedi, role: kasi_infrastruktur, telegram_id: 2003}]\n"
        )
        files = read_files(path, {})
        return await findings(path, files), await findings(path, files, ask_telegram=True)


async def test_whom_the_bot_cannot_write_to_weighs_the_same_asked_and_unasked(
    telegram: Telegram, tmp_path: Path
) -> None:
    telegram.people[2003].block()
    url = f"sqlite:///{tmp_path}/netwatch.db"
    await upgrade(url)
    store = await Store.open(url)
    async with store.begin() as tx:
        await tx.troubles.note(Recipient("telegram", 2003, "Dedi"), Shut.BLOCKED, datetime(2026, 11, 1, tzinfo=UTC))
    await store.close()
    for found in await check(tmp_path, telegram):
        (dedi,) = [each for each in found if each.text.startswith("Dedi")]
        assert (dedi.topic, dedi.weight) == ("Telegram", Weight.PROBLEM)


async def test_asking_telegram_is_not_advised_to_whoever_does(telegram: Telegram, tmp_path: Path) -> None:
    unasked, asked = await check(tmp_path, telegram)
    assert any("`netwatch check --online` asks Telegram" in each.text for each in unasked)
    assert not any("--online" in each.text for each in asked)


async def test_asking_telegram_without_a_token_is_one_thing_to_do(telegram: Telegram, tmp_path: Path) -> None:
    _, asked = await check(tmp_path, telegram, token="")
    (said,) = [each for each in asked if each.topic == "Telegram"]
    assert said.weight is Weight.PROBLEM
    assert said.text.startswith("no token to ask Telegram with. Open @BotFather")

"""What Telegram says of the bot, and of every chat that somebody would be told in."""

from collections.abc import Iterator

from netwatch.check.finding import Finding, fact, problem
from netwatch.config.settings import TelegramSettings
from netwatch.core.directory import Directory
from netwatch.core.message import Recipient
from netwatch.telegram.check import ask_telegram
from netwatch.telegram.sender import TelegramChannel

TELEGRAM = TelegramChannel.name


async def online(telegram: TelegramSettings, directory: Directory) -> list[Finding]:
    """Nothing without a token. `directory`: the people of the settings and those who have joined; the groups as the
    settings have them."""
    if telegram.token is None:
        return []
    wrong, said = await ask_telegram(
        telegram.token.get_secret_value(), telegram.base_url, telegram.base_file_url, dict(_chats(directory))
    )
    return [*(fact("Telegram", each) for each in said), *(problem("Telegram", each) for each in wrong)]


def _chats(directory: Directory) -> Iterator[tuple[Recipient, str]]:
    for person in directory.people:
        if person.telegram_id is not None:
            yield Recipient(TELEGRAM, person.telegram_id, person.name), person.name
    for team in directory.teams:
        if team.chat_id is not None:
            yield Recipient(TELEGRAM, team.chat_id, thread_id=team.topic), team.name

"""Asks Telegram whether the bot exists and may write to everybody it would have to write to."""

from collections.abc import Mapping

from telegram.error import Forbidden, TelegramError

from netwatch.telegram.client import TelegramClient
from netwatch.telegram.receipt import tell


async def ask_telegram(
    token: str, base_url: str, base_file_url: str, chats: Mapping[int, str]
) -> tuple[list[str], list[str]]:
    """`chats`: ids with the name of the person or team. Returns problems and remarks; sends nobody a message."""
    client = TelegramClient(token, base_url, base_file_url)
    problems: list[str] = []
    remarks: list[str] = []
    try:
        try:
            me = await client.bot.get_me()
        except TelegramError as error:
            return [f"Telegram does not know the bot: {tell(error, client.redactor)}; check the token"], []
        remarks.append(f"Telegram   @{me.username}")
        for chat_id, name in chats.items():
            problem = await _cannot_write(client, chat_id, name)
            if problem:
                problems.append(problem)
            else:
                remarks.append(f"chat       {name} ({chat_id})")
    finally:
        await client.aclose()
    return problems, remarks


async def _cannot_write(client: TelegramClient, chat_id: int, name: str) -> str | None:
    """Typing shows whether a chat takes messages, without sending one."""
    try:
        chat = await client.bot.get_chat(chat_id)
        await client.bot.send_chat_action(chat.id, "typing")
    except Forbidden as error:
        remedy = "ask them to press Start" if chat_id > 0 else "add the bot to the group again"
        return f"{name} ({chat_id}) cannot be written to: {tell(error, client.redactor)}; {remedy}"
    except TelegramError as error:
        remedy = "ask them to send /start, which shows the id" if chat_id > 0 else "correct chat_id"
        return f"{name} ({chat_id}): {tell(error, client.redactor)}; {remedy}"
    return None

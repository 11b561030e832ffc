"""Asks Telegram whether the bot exists and may write to everybody it would have to write to."""

from collections.abc import Mapping

from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError

from netwatch.core.message import Recipient
from netwatch.telegram.client import TelegramClient
from netwatch.telegram.receipt import is_topic_fault, tell
from netwatch.telegram.unanswered import why_unanswered


async def ask_telegram(
    token: str, base_url: str, base_file_url: str, chats: Mapping[Recipient, str]
) -> tuple[list[str], list[str]]:
    """`chats`: each with the name of the person or team. Returns problems and remarks; sends nobody a message."""
    client = TelegramClient(token, base_url, base_file_url)
    problems: list[str] = []
    remarks: list[str] = []
    try:
        try:
            me = await client.bot.get_me()
        except TelegramError as error:
            return [why_unanswered(error, client.redactor)], []
        remarks.append(f"@{me.username}")
        for to, name in chats.items():
            problem = await _cannot_write(client, to)
            if problem:
                problems.append(f"{name} ({to.chat_id}) {problem}")
            else:
                remarks.append(f"{name} ({to.chat_id}) can be written to")
    finally:
        await client.aclose()
    return problems, remarks


async def _cannot_write(client: TelegramClient, to: Recipient) -> str | None:
    """Typing shows whether a chat takes messages, without sending one."""
    person = to.chat_id > 0
    try:
        await client.bot.send_chat_action(to.chat_id, "typing", message_thread_id=to.thread_id)
    except ChatMigrated as error:
        return f"has become a supergroup; write chat_id: {error.new_chat_id}"
    except Forbidden as error:
        remedy = "ask them to press Start" if person else "add the bot to the group again"
        return f"cannot be written to: {tell(error, client.redactor)}; {remedy}"
    except BadRequest as error:
        if is_topic_fault(error):
            return f"has no topic {to.thread_id} that takes messages; open it again, or correct topic"
        remedy = "ask them to send /start, which shows the id" if person else "add the bot, or correct chat_id"
        return f"is not known: {tell(error, client.redactor)}; {remedy}"
    except TelegramError as error:
        return f"was not found out about: {tell(error, client.redactor)}; try again"
    return None

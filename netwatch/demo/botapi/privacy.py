"""What a bot is shown of a group (core.telegram.org/bots/features#privacy-mode)."""

from netwatch.demo.botapi.messages import Message
from netwatch.demo.botapi.user import Bot


def bot_sees(message: Message, bot: Bot, administrator: bool) -> bool:
    """In privacy mode: service messages, `/command@bot`, replies to the bot, and a bare command only if no
    other bot spoke after it."""
    if message.sender.is_bot:
        return False
    if not bot.privacy or administrator or message.service is not None:
        return True
    if message.reply_to is not None and message.reply_to.sender is bot:
        return True
    return any(
        _addresses(command, bot, spoke_last=message.chat.last_bot == bot.id) for command in _commands(message)
    )


def _commands(message: Message) -> list[str]:
    if message.text is None:
        return []
    encoded = message.text.text.encode("utf-16-le")
    return [
        encoded[2 * entity.offset : 2 * entity.end].decode("utf-16-le")
        for entity in message.text.entities
        if entity.type == "bot_command"
    ]


def _addresses(command: str, bot: Bot, *, spoke_last: bool) -> bool:
    _, at, username = command.partition("@")
    return username.lower() == (bot.username or "").lower() if at else spoke_last

"""Why Telegram does not answer a question about the bot, and what to do: a token is blamed for its own faults alone."""

from telegram.error import Conflict, InvalidToken, TelegramError

from netwatch.telegram.receipt import tell
from netwatch.telegram.redact import Redactor


def why_unanswered(error: TelegramError, redactor: Redactor) -> str:
    told = tell(error, redactor)
    if isinstance(error, Conflict) and "webhook" in str(error).lower():
        return f"the bot has a webhook ({told}); start netwatch, which removes it, or use a bot of your own"
    if isinstance(error, Conflict):
        return (
            f"somebody else asks for what people write to this bot ({told}); is netwatch running? Stop it for this "
            "(systemctl stop netwatch), or let people write to the bot: whom it does not know it shows their id"
        )
    if isinstance(error, InvalidToken):
        return f"Telegram does not know the bot: {told}; check the token"
    return f"Telegram cannot be asked: {told}; check the way to it, and try again"

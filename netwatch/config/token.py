"""The bot's token, which never shows."""

import re
from typing import Annotated

from pydantic import AfterValidator, SecretStr

EXAMPLE = "1234567890:AAE-the-token-that-BotFather-gave"
"""What `netwatch init` writes where the token belongs."""

_FORM = re.compile(r"[0-9]+:[A-Za-z0-9_-]+")


def check_token(token: SecretStr) -> SecretStr:
    """Raises ValueError, without the value, for what cannot be a bot's token."""
    if not _FORM.fullmatch(token.get_secret_value()):
        raise ValueError("this is not a bot's token; write the one @BotFather gave, digits, ':' and letters")
    return token


BotToken = Annotated[SecretStr, AfterValidator(check_token)]

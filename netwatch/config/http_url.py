"""The address of a Bot API server, to which the client appends the token."""

from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator


def _http_url(value: str) -> str:
    """Never repeats the URL: people paste the token into it."""
    try:
        parts = urlsplit(value)
        valid = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        valid = False
    if not valid or any(letter.isspace() for letter in value):
        raise ValueError("this is not an http or https URL; write for instance https://api.telegram.org/bot")
    return value


HttpUrl = Annotated[str, AfterValidator(_http_url)]

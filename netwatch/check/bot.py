"""Whether there is a bot, and whom it cannot write to."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from netwatch.check.finding import Finding, advice, fact
from netwatch.config.load import INSTALLED, TOKEN_FILE, TOKEN_VARIABLE
from netwatch.config.settings import Settings
from netwatch.core.directory import Directory
from netwatch.core.trouble import Trouble, of_today, reader_of
from netwatch.show.tables import SHUT


def bot(settings: Settings, path: Path | None) -> Finding:
    """`path`: the settings file."""
    if settings.telegram.token is not None:
        return fact("Telegram", "there is a token; `netwatch check --online` asks Telegram about it")
    place = (
        f"{TOKEN_FILE}; a netwatch that runs takes it up after: systemctl restart netwatch"
        if path == INSTALLED
        else f"{TOKEN_VARIABLE}, or as telegram: {{token: \"…\"}} into {path or 'netwatch.yaml'}"
    )
    return advice(
        "Telegram",
        "no token, so messages are printed on the console. Open @BotFather in Telegram and send /newbot; he asks for a "
        f"name, and for a user name that ends in bot, and answers with the token. Put it into {place}",
    )


def unreached(troubles: Iterable[Trouble], directory: Directory) -> Iterator[Finding]:
    """Whom the daemon has tried to write to in vain."""
    for trouble in of_today(troubles, directory):
        reader = reader_of(trouble, directory)
        name = reader.name if reader is not None else trouble.chat_id
        yield advice("Telegram", f"{name} could not be written to: {SHUT[trouble.why]}")

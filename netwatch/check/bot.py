"""Whether there is a bot, and whom it cannot write to."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from netwatch.check.finding import Finding, advice, fact, problem
from netwatch.config.load import INSTALLED, TOKEN_FILE, TOKEN_VARIABLE
from netwatch.config.settings import Settings
from netwatch.config.token import EXAMPLE
from netwatch.core.directory import Directory
from netwatch.core.second_channel import SMS
from netwatch.core.trouble import Trouble, of_today, reader_of
from netwatch.show.tables import SHUT


def bot(settings: Settings, path: Path | None, *, asked: bool) -> Finding:
    """`path`: the settings file. `asked`: whether Telegram is asked now, which takes a token."""
    token = settings.telegram.token
    if token is not None and token.get_secret_value() == EXAMPLE:
        return problem("Telegram", f"the token is that of the example. {how_to_get_a_token(path)}")
    if token is not None:
        hint = "" if asked else "; `netwatch check --online` asks Telegram about it"
        return fact("Telegram", f"there is a token{hint}")
    if asked:
        return problem("Telegram", f"no token to ask Telegram with. {how_to_get_a_token(path)}")
    where = "into the service's journal" if path == INSTALLED else "on the console"
    return advice("Telegram", f"no token, so messages are written {where}. {how_to_get_a_token(path)}")


def how_to_get_a_token(path: Path | None) -> str:
    """`path`: the settings file."""
    place = (
        f"{TOKEN_FILE}; a netwatch that runs takes it up after: systemctl restart netwatch"
        if path == INSTALLED
        else f"the environment as {TOKEN_VARIABLE}, or as telegram: {{token: \"…\"}} into {path or 'netwatch.yaml'}"
    )
    return (
        "Open @BotFather in Telegram and send /newbot; he asks for a name, and for a user name that ends in bot, and "
        f"answers with the token. Put it into {place}"
    )


def unreached(troubles: Iterable[Trouble], directory: Directory, *, asked: bool) -> Iterator[Finding]:
    """Whom the daemon has tried to write to in vain; where Telegram is `asked` now, it is not believed of Telegram.

    A chat that is shut is what `check --online` finds of it, a problem; the second channel only does less so.
    """
    for trouble in of_today(troubles, directory):
        reader = reader_of(trouble, directory)
        said = f"{reader.name if reader is not None else trouble.chat_id} could not be written to: {SHUT[trouble.why]}"
        if trouble.channel == SMS:
            yield advice("SMS", said)
        elif not asked:
            yield problem("Telegram", said)

"""Files for a command that shows what the database has: it does so while somebody is half way through an edit."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from netwatch.commands.mistakes import BAD_CONFIGURATION
from netwatch.config.problem import ConfigError, Problem
from netwatch.files import Look, look_at_files
from netwatch.store.error import StoreError

NOTHING_KNOWN = (
    "so it is not known which database is netwatch's, and nothing can be shown before that is mended. A netwatch that "
    "runs goes on with the settings it has; one that is started with these, or restarted, ends at once"
)
SHOWN_ALL_THE_SAME = (
    "so this is what the database has, as far as it can be shown without them; `netwatch check` helps to mend them. A "
    "netwatch that runs goes on with the files as they were; one that is started with these, or restarted, ends at once"
)


@contextmanager
def as_far_as_known(path: Path | None) -> Iterator[Look]:
    """What is wrong with the files is said after what is shown, on standard error.

    Exits with BAD_CONFIGURATION where the settings do not say where the database is.
    """
    try:
        # nothing is asked of Telegram, so it does not matter here whether there is a token, nor who may read it
        look = look_at_files(path, {})
    except ConfigError as wrong:
        click.echo(f"{wrong}\n{NOTHING_KNOWN}", err=True)
        sys.exit(BAD_CONFIGURATION)
    try:
        yield look
    except StoreError:
        _say(look.problems)
        raise
    if look.problems:
        _say([*look.problems, SHOWN_ALL_THE_SAME])


def _say(lines: Sequence[Problem | str]) -> None:
    for line in lines:
        click.echo(str(line), err=True)

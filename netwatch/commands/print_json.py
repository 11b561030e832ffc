"""The JSON that scripts rely on, on standard output."""

import codecs
import json
import sys

import click


def print_json(value: object) -> None:
    """Names stay readable where the terminal can show them, and are escaped where it cannot."""
    shows_all = codecs.lookup(sys.stdout.encoding or "ascii").name.startswith("utf")
    click.echo(json.dumps(value, ensure_ascii=not shows_all, indent=2))

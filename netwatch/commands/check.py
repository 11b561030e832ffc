"""`netwatch check`."""

import asyncio
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from netwatch.check.finding import Finding, Weight, problem
from netwatch.check.findings import findings
from netwatch.check.machine import pings
from netwatch.commands.mistakes import BAD_CONFIGURATION
from netwatch.config.problem import ConfigError, Problem
from netwatch.files import read_files
from netwatch.starter.write import INVENTORY

READY = "siap dijalankan"
NOTHING_YET = problem(
    "settings",
    "there is no netwatch.yaml here nor in /etc/netwatch, and no inventory.yaml; write both with: netwatch init",
)


@click.command()
@click.option("--online", is_flag=True, help="Ask Telegram too: the token, every chat and every person.")
@click.option("--files-only", is_flag=True, help="Read the files as a reload would, and look at nothing else.")
@click.pass_obj
def command(path: Path | None, online: bool, files_only: bool) -> None:
    """Says what is missing between here and a service that does its work, in which order, and how to mend it.

    Validates settings, inventory, SOP, permissions and database; names everything that is wrong at once. The exit code
    is 2 while something is marked (must).
    """
    if files_only:
        if online:
            raise click.UsageError("--files-only asks nobody; write it without --online")
        # no reload takes up a token, and systemd shows the credential to none but the main process
        read_files(path, {})
        click.echo("settings, inventory and SOP are valid")
        return
    found = _found(path, online)
    _report(found)
    steps = [finding for finding in found if finding.weight is not Weight.FACT]
    if any(step.weight is Weight.PROBLEM for step in steps):
        click.echo("not ready: mend at least what is marked (must), then run this again")
        sys.exit(BAD_CONFIGURATION)
    click.echo(f"ready: {READY}" if not steps else f"ready, with what is marked (should) still open: {READY}")


def _found(path: Path | None, online: bool) -> list[Finding]:
    try:
        files = read_files(path, os.environ)
    except ConfigError as wrong:
        if path is None and not Path(INVENTORY).exists():
            return [NOTHING_YET, asyncio.run(pings(path))]
        if not is_read_at_a_terminal():
            # scripts look for errors there, whatever the command
            click.echo(str(wrong), err=True)
        named = [problem("files", str(each)) for each in wrong.problems]
        # whoever may not read the files is not the one who runs netwatch
        return named if any(map(_is_kept_from_us, wrong.problems)) else [*named, asyncio.run(pings(path))]
    return asyncio.run(findings(path, files, ask_telegram=online))


def _is_kept_from_us(wrong: Problem) -> bool:
    try:
        return wrong.path.exists() and not os.access(wrong.path, os.R_OK)
    except PermissionError:
        return True


def is_read_at_a_terminal() -> bool:
    """Whether what is said on standard error too would be read twice."""
    return sys.stdout.isatty()


def _report(found: Sequence[Finding]) -> None:
    """The facts, then what is to be done, numbered, in one list."""
    for finding in found:
        if finding.weight is Weight.FACT:
            click.echo(f"{finding.topic:<11}{finding.text}")
    steps = [finding for finding in found if finding.weight is not Weight.FACT]
    if steps:
        click.echo("\nto do, in this order:")
    for number, step in enumerate(steps, 1):
        mark = "must" if step.weight is Weight.PROBLEM else "should"
        click.echo(f"{number}. {step.topic} ({mark}): {step.text}")

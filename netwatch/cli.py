"""The command line. Data goes to standard output, errors to standard error; a user's mistake is never a traceback."""

from pathlib import Path

import click

from netwatch.commands.mistakes import MistakesGroup
from netwatch.config.load import find_settings
from netwatch.release import release

COMMANDS = {
    "init": "netwatch.commands.init",
    "run": "netwatch.commands.run",
    "demo": "netwatch.commands.demo",
    "check": "netwatch.commands.check",
    "telegram": "netwatch.commands.telegram",
    "status": "netwatch.commands.status",
    "events": "netwatch.commands.events",
    "ticket": "netwatch.commands.ticket",
    "maintenance": "netwatch.commands.maintenance",
    "audit": "netwatch.commands.audit",
    "db": "netwatch.commands.db",
}


@click.group(cls=MistakesGroup, modules=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(release())
@click.option(
    "--config", "config", type=click.Path(path_type=Path, readable=False), help="The settings file (default: "
    "./netwatch.yaml, /etc/netwatch/netwatch.yaml, else all defaults)."
)
@click.pass_context
def main(ctx: click.Context, config: Path | None) -> None:
    """Watches a city's network devices and walks every outage through the office's SOP."""
    ctx.obj = find_settings(config)

"""What a user can mend, as one message on standard error and an exit code, never as a traceback."""

import errno
from typing import Any

import click

from netwatch.commands.lazy_group import LazyGroup
from netwatch.config.problem import ConfigError
from netwatch.store.error import StoreError
from probes.icmp.permission import PingUnavailable

FAILED = 1
BAD_CONFIGURATION = 2

NO_SETTINGS = (
    "there is no netwatch.yaml here nor in /etc/netwatch, so the places are those by default; name the file "
    "(netwatch --config FILE COMMAND), or begin with: netwatch init"
)


class MistakesGroup(LazyGroup):
    """The context's object is the settings file, None where there is none."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except click.NoSuchOption as wrong:
            if wrong.option_name != "--config" or wrong.ctx is None:
                raise
            command = wrong.ctx.command_path.removeprefix(f"{ctx.command_path} ")
            text = f"--config stands before the command: netwatch --config FILE {command}"
            raise click.UsageError(text, wrong.ctx) from None
        except PingUnavailable as wrong:
            code, message = BAD_CONFIGURATION, str(wrong)
        except (ConfigError, StoreError) as wrong:
            code = BAD_CONFIGURATION if isinstance(wrong, ConfigError) else FAILED
            message = str(wrong) if ctx.obj is not None else f"{wrong}\n{NO_SETTINGS}"
        except OSError as wrong:
            # what is read and sent reports its own troubles: this is the output that cannot be written
            if wrong.errno != errno.ENOSPC:
                raise
            code, message = FAILED, "the output cannot be written: no space left; free space, or write it elsewhere"
        click.echo(message, err=True)
        return ctx.exit(code)

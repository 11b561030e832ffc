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


class MistakesGroup(LazyGroup):
    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (ConfigError, PingUnavailable) as wrong:
            code, message = BAD_CONFIGURATION, str(wrong)
        except StoreError as wrong:
            code, message = FAILED, str(wrong)
        except OSError as wrong:
            # what is read and sent reports its own troubles: this is the output that cannot be written
            if wrong.errno != errno.ENOSPC:
                raise
            code, message = FAILED, "the output cannot be written: no space left; free space, or write it elsewhere"
        click.echo(message, err=True)
        return ctx.exit(code)

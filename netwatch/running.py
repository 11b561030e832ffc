"""Whether a daemon runs, for whoever asks from outside of it."""

import os
import socket
from datetime import datetime, timedelta

from netwatch.core.status import MonitorStatus

HEARTBEAT_LASTS = timedelta(seconds=15)
"""A daemon that has not said anything for this long is taken for dead; it beats every 4 s."""


def is_running(monitor: MonitorStatus | None, now: datetime) -> bool:
    """`monitor`: what a daemon said last, None when none ever did.

    One that has just ended has a fresh heartbeat still: where it ran on this machine, its process has to live too.
    """
    if monitor is None or now - monitor.heartbeat_at >= HEARTBEAT_LASTS:
        return False
    return monitor.host != socket.gethostname() or _lives(monitor.pid)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True  # it is another user's
    return True

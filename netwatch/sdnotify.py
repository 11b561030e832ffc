"""Tells systemd how the service is (sd_notify(3)); does nothing where no service manager listens."""

import os
import socket
from collections.abc import Mapping


class Notifier:
    """`watchdog`: seconds within which systemd wants to hear from us, None when it does not."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        path = environ.get("NOTIFY_SOCKET", "")
        # A leading @ means an address in the abstract namespace, which begins with a NUL byte.
        self._address = "\0" + path[1:] if path.startswith("@") else path
        microseconds = environ.get("WATCHDOG_USEC", "")
        ours = environ.get("WATCHDOG_PID", str(os.getpid())) == str(os.getpid())
        self.watchdog = int(microseconds) / 1e6 if microseconds.isdigit() and ours else None

    def tell(self, state: str) -> None:
        """`READY=1`, `WATCHDOG=1`, `STOPPING=1`, `STATUS=…`; a manager that is gone is no error."""
        if not self._address:
            return
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as out:
            try:
                out.connect(self._address)
                out.send(state.encode())
            except OSError:
                return

"""Who gives a command, for the record."""

import getpass
import os
import socket


def operator() -> str:
    """`budi@server`, also where budi has become root by sudo; `uid 4711@server` for one whom the system cannot name."""
    try:
        user = os.environ.get("SUDO_USER") or getpass.getuser()
    except (KeyError, OSError):
        user = f"uid {os.getuid()}"
    return f"{user}@{socket.gethostname()}"

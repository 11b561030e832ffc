"""The reader's own browser, where there is a desktop to open it on."""

import contextlib
import subprocess
import sys
from collections.abc import Iterator, Mapping

_OPEN = "import sys, webbrowser; url = sys.stdin.read(); url and webbrowser.open(url)"


class Opener:
    """`open` shows a page. Whatever it starts lives in the network from which the opener was made."""

    def __init__(self, child: "subprocess.Popen[bytes] | None") -> None:
        self._child = child

    def open(self, url: str) -> None:
        if self._child is not None and self._child.stdin is not None:
            with contextlib.suppress(OSError):
                self._child.stdin.write(url.encode())
                self._child.stdin.close()


@contextlib.contextmanager
def opener(environ: Mapping[str, str]) -> Iterator[Opener]:
    """A helper that waits to be told a page; nothing where there is no desktop, or nobody at it."""
    if not has_desktop(environ):
        yield Opener(None)
        return
    child = subprocess.Popen(
        [sys.executable, "-c", _OPEN], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield Opener(child)
    finally:
        assert child.stdin is not None
        with contextlib.suppress(OSError):
            child.stdin.close()


def has_desktop(environ: Mapping[str, str]) -> bool:
    """A graphical session of this machine, not one that is only reached from another."""
    return bool(environ.get("WAYLAND_DISPLAY") or environ.get("DISPLAY")) and not environ.get("SSH_CONNECTION")

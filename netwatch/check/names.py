"""Host names that do not resolve: what has one is never probed."""

import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import Enum, auto

from netwatch.check.finding import Finding, advice
from netwatch.check.some import some
from netwatch.config.address import is_literal
from netwatch.files import Files

PATIENCE = 5.0
"""Seconds for all names together: a name server that is away would take half a minute for each few."""

AT_ONCE = 16


class Failure(Enum):
    UNKNOWN = auto()
    UNANSWERED = auto()


def ask_the_system(name: str) -> object:
    return socket.getaddrinfo(name, None)


def names(files: Files, lookup: Callable[[str], object] = ask_the_system, patience: float = PATIENCE) -> list[Finding]:
    """What is to be done about names that do not resolve, after `patience` seconds at the latest."""
    bearers = _bearers(files)
    failures = unresolved(bearers, lookup, patience)

    def told(failure: Failure, text: str) -> Iterator[Finding]:
        if shown := [f"{name} ({bearers[name]})" for name, why in failures.items() if why is failure]:
            yield advice("names", f"{some(shown)}: {text}")

    return [
        *told(
            Failure.UNKNOWN,
            "no such host name is known, so what has it is not probed; correct it in "
            f"{files.settings.inventory}, or let the name server know it (`getent hosts NAME` shows whether it does)",
        ),
        *told(
            Failure.UNANSWERED,
            f"the name server has not said within {patience:g} s what address this is, so what has it is not probed; "
            "see /etc/resolv.conf and the way to the name server, or write IP addresses",
        ),
    ]


def unresolved(names: Iterable[str], lookup: Callable[[str], object], patience: float) -> dict[str, Failure]:
    """Those of the names that do not resolve. `lookup` raises OSError for such a one.

    A question that is still open at the end goes on in a thread that does not keep the process from ending.
    """
    names = tuple(names)
    left, failures = deque(names), dict.fromkeys(names, Failure.UNANSWERED)

    def ask() -> None:
        while left:
            try:
                name = left.popleft()
            except IndexError:
                return  # another thread has taken the last one
            try:
                lookup(name)
            except socket.gaierror as error:
                if error.errno != socket.EAI_AGAIN:
                    failures[name] = Failure.UNKNOWN
            except (OSError, UnicodeError):
                failures[name] = Failure.UNKNOWN
            else:
                del failures[name]

    threads = [threading.Thread(target=ask, daemon=True) for _ in range(min(AT_ONCE, len(names)))]
    until = time.monotonic() + patience
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(0.0, until - time.monotonic()))
    left.clear()
    return dict(failures)


def _bearers(files: Files) -> Mapping[str, str]:
    """Who has each host name: a device's id, or that it is a sentinel's."""
    sentinels = dict.fromkeys(files.settings.detection.sentinels, "a sentinel")
    devices = {device.address: device.id for device in files.inventory.devices.values()}
    return {address: who for address, who in (sentinels | devices).items() if not is_literal(address)}

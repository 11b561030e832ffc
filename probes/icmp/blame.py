"""Whose fault it is that no answer came: the target's side, or our own."""

import errno
import socket

from probes.icmp import sendfault
from probes.icmp.route import Routes
from probes.icmp.target import Target
from probes.result import Outcome

Verdict = tuple[Outcome, str]


class Blame:
    """Asks the kernel's routing table where the facts of the probe do not tell."""

    def __init__(self, routes: Routes) -> None:
        self._routes = routes

    def for_refused_send(self, target: Target, error: OSError) -> str | None:
        """The fault of ours that keeps the request from leaving; None when it may leave a little later."""
        if error.errno == errno.EAGAIN:
            return None
        if error.errno == errno.ENOBUFS:
            # A link without carrier looks like a full queue, but waiting does not help it.
            return self._routes.fault(target)
        return sendfault.phrase(error)

    def for_unreachable(self, target: Target, reporter: str, words: str) -> Verdict:
        """For an ICMP error: `words` name it, `reporter` is the address it came from, empty if not known."""
        if not reporter:
            return Outcome.DOWN, words
        packed = socket.inet_pton(target.family, reporter)
        if packed == target.packed:
            return Outcome.DOWN, f"refused by {reporter} itself: {words}"
        if not self._routes.is_own(Target(target.family, (packed, 0), (reporter, 0))):
            return Outcome.DOWN, f"{words} from {reporter}"
        # Our own kernel asked for the neighbour in vain. With the link in order, that is its silence.
        fault = self._routes.fault(target)
        if fault is not None:
            return Outcome.ERROR, fault
        interface = self._routes.interface_name(target) or "the own network"
        return Outcome.DOWN, f"{words}: no neighbour answers for it on {interface}"

    def for_silence(self, target: Target, timeout: float, sent: bool, overflowed: bool) -> Verdict:
        """For a deadline that passed; `overflowed`: answers were lost here since the request left."""
        fault = self._routes.fault(target)
        if fault is not None:
            return Outcome.ERROR, fault
        if not sent:
            full = f"the own send queue or neighbour table was full for {timeout:g}s"
            return Outcome.ERROR, f"nothing sent: {full}"
        if overflowed:
            return Outcome.ERROR, "answers were lost here: the own receive buffer overflowed"
        return Outcome.DOWN, f"timeout after {timeout:g}s"

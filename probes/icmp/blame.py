"""Whose fault it is that no answer came: the target's side, or our own."""

import errno

from probes.icmp import sendfault
from probes.icmp.route import Routes
from probes.icmp.target import Target, host_of
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
        sockaddr = (reporter, 0, 0, 0)
        host = host_of(target.family, sockaddr)
        its = Target(target.family, host, sockaddr)
        if its.packed == target.packed or host in target.others:
            return Outcome.DOWN, f"refused by {reporter} itself: {words}"
        if not self._routes.is_own(its):
            return Outcome.DOWN, f"{words} from {reporter}"
        # Our own kernel asked for the neighbour in vain. With the link in order, that is its silence.
        fault = self._routes.fault(target)
        if fault is not None:
            return Outcome.ERROR, fault
        interface = self._routes.interface_name(target) or "the own network"
        return Outcome.DOWN, f"{words}: no neighbour answers for it on {interface}"

    def for_silence(self, target: Target, timeout: float, overflowed: bool) -> Verdict:
        """For a deadline that passed; `overflowed`: answers were lost here since the request left."""
        fault = self._routes.fault(target)
        if fault is not None:
            return Outcome.ERROR, fault
        if overflowed:
            return Outcome.ERROR, "answers were lost here: the own receive buffer overflowed"
        return Outcome.DOWN, f"timeout after {timeout:g}s"

    def for_unsent(self, target: Target, timeout: float) -> Verdict:
        """For a request that could not leave before its deadline passed."""
        fault = self._routes.fault(target)
        full = f"nothing sent: the own send queue or neighbour table was full for {timeout:g}s"
        return Outcome.ERROR, full if fault is None else fault

"""Why the kernel refused to send: always our own side's doing."""

import errno
import os

_PHRASES = {
    errno.ENETUNREACH: "no route to host",
    errno.EHOSTUNREACH: "no route to host (an 'unreachable' entry in the own routing table)",
    errno.ENETDOWN: "own network interface is down",
    errno.EPERM: "sending was forbidden by the own packet filter",
    errno.EACCES: "sending was forbidden (a 'prohibit' route, or a broadcast address)",
    errno.EINVAL: "the own routing table throws it away, or the address needs a zone such as %eth0",
    errno.EADDRNOTAVAIL: "no own address to send from",
    errno.ENODEV: "no such own network interface",
    errno.ENXIO: "no such own network interface",
}


def phrase(error: OSError) -> str:
    """Readable words for a failed send; the system's own for what has no better name."""
    number = error.errno or 0
    return _PHRASES.get(number, f"sending failed: {os.strerror(number)}")

"""Which ICMP errors prove that a request never reached its target, and their names."""

import socket

_DESTINATION_UNREACHABLE = {socket.AF_INET: 3, socket.AF_INET6: 1}
_TIME_EXCEEDED = {socket.AF_INET: 11, socket.AF_INET6: 3}

# RFC 792, RFC 1122 3.2.2.1, RFC 1812 5.2.7.1. Code 4 is missing: an echo of ours is never too big for a link.
_V4 = {
    0: "destination network unreachable",
    1: "destination host unreachable",
    2: "destination protocol unreachable",
    3: "destination port unreachable",
    5: "source route failed",
    6: "destination network unknown",
    7: "destination host unknown",
    8: "source host isolated",
    9: "destination network administratively prohibited",
    10: "destination host administratively prohibited",
    11: "destination network unreachable for this type of service",
    12: "destination host unreachable for this type of service",
    13: "communication administratively prohibited",
    14: "host precedence violation",
    15: "precedence cutoff in effect",
}
# RFC 4443 3.1
_V6 = {
    0: "no route to destination",
    1: "communication administratively prohibited",
    2: "destination beyond scope of source address",
    3: "destination host unreachable",
    4: "destination port unreachable",
    5: "source address failed policy",
    6: "route to destination rejected",
}
_CODES = {socket.AF_INET: _V4, socket.AF_INET6: _V6}


def phrase(family: socket.AddressFamily, kind: int, code: int) -> str | None:
    """Readable words for an ICMP error; None when it does not prove that the request was thrown away."""
    if kind == _DESTINATION_UNREACHABLE[family]:
        return _CODES[family].get(code)
    if kind == _TIME_EXCEEDED[family] and code == 0:
        return "time to live exceeded (routing loop)"
    return None

"""Sends traps to a port of this machine, so many a second, from a process of its own.

    .venv/bin/python -m bench.trap_flooder --port 1162 --rate 10000 --seconds 10 --kind signed

The kinds: `strangers` from addresses that are no device's, `one` right community from one device, `all` right
community from every device, `signed` SNMPv3 with a wrong key and an engine ID made up for each.
"""

import argparse
import ipaddress
import socket
import time
from collections.abc import Callable
from itertools import cycle

from probes.snmp.fast.ber import INTEGER, OCTETS, SEQUENCE, integer, object_id, tlv
from probes.snmp.fast.usm_keys import KeyRing
from probes.snmp.fast.usm_user import UsmUser
from probes.snmp.oid import SYS_UP_TIME
from probes.snmp.target import Authentication, AuthProtocol, SnmpV3
from probes.snmp.usm_report import Level
from probes.traps.message import SNMP_TRAP_OID, SNMP_TRAPS, TRAP_V2

DEVICES = ipaddress.ip_network("127.61.0.0/16")
"""The devices' addresses are the first of these."""

STRANGERS = ipaddress.ip_network("127.62.0.0/16")
COMMUNITY = "flood-only"
KEYED = SnmpV3("flood", Authentication(AuthProtocol.SHA256, "the-right-key"))
KINDS = ("strangers", "one", "all", "signed")
SOCKETS = 200
"""Senders at the most; each has a socket of its own."""

TICK = 0.001
_PLACE = b"made-up!"


def device_address(number: int) -> str:
    return str(DEVICES[number + 1])


def datagrams(kind: str) -> Callable[[], bytes]:
    """Gives one datagram after the other."""
    rows = (
        tlv(SEQUENCE, object_id(SYS_UP_TIME) + b"\x43\x01\x07"),
        tlv(SEQUENCE, object_id(SNMP_TRAP_OID) + object_id((*SNMP_TRAPS, 3))),
    )
    pdu = tlv(TRAP_V2, integer(1) + integer(0) + integer(0) + tlv(SEQUENCE, b"".join(rows)))
    if kind != "signed":
        plain = tlv(SEQUENCE, tlv(INTEGER, b"\1") + tlv(OCTETS, COMMUNITY.encode()) + pdu)
        return lambda: plain
    engine_id = b"\x80\0\0\0\5" + _PLACE
    stranger = UsmUser(SnmpV3("flood", Authentication(AuthProtocol.SHA256, "a-wrong-key")), KeyRing(), engine_id)
    scoped = tlv(SEQUENCE, tlv(OCTETS, engine_id) + tlv(OCTETS, b"") + pdu)
    signed = stranger.seal(1, Level.AUTH_NO_PRIV, 0, 1, 1, scoped)
    head, tail = signed.split(_PLACE, 1)
    numbers = iter(range(1 << 62))
    return lambda: head + next(numbers).to_bytes(8, "big") + tail


def flood(port: int, rate: float, seconds: float, kind: str, devices: int) -> int:
    """How many were sent."""
    network = STRANGERS if kind == "strangers" else DEVICES
    opened = []
    for number in range(1 if kind == "one" else min(devices, SOCKETS)):
        opened.append(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
        opened[-1].bind((str(network[number + 1]), 0))
    senders, make, sent = cycle(opened), datagrams(kind), 0
    begun = time.monotonic()
    while (since := time.monotonic() - begun) < seconds:
        while sent < since * rate:
            next(senders).sendto(make(), ("127.0.0.1", port))
            sent += 1
        time.sleep(TICK)
    return sent


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--port", type=int, required=True)
    arguments.add_argument("--rate", type=float, default=10_000.0)
    arguments.add_argument("--seconds", type=float, default=10.0)
    arguments.add_argument("--kind", choices=KINDS, default="strangers")
    arguments.add_argument("--devices", type=int, default=SOCKETS)
    options = arguments.parse_args()
    print(flood(options.port, options.rate, options.seconds, options.kind, options.devices))


if __name__ == "__main__":
    main()

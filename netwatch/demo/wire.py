"""The city's end of the wire: pings and SNMP questions that netwatch sends to its devices come here, and are answered.

A packet socket sees what leaves the loopback interface for the city's addresses, which are nobody's; a raw socket sends
the answers in the devices' names. So a device that is cut off is simply one that is not answered for.
"""

import asyncio
import contextlib
import ctypes
import random
import socket
import struct
import time
from collections.abc import Callable
from ipaddress import IPv4Address, IPv4Network

from netwatch.demo.city import City
from netwatch.demo.packet import Datagram, Echo, read

SNMP = 161
_ETH_P_IP = 0x0800
_SO_ATTACH_FILTER = 26
_OUTGOING = 4
"""Linux's PACKET_OUTGOING: every packet on the loopback interface is seen going and coming."""

Agent = Callable[[str, bytes], bytes | None]
"""What a device's SNMP agent answers to a datagram; None: nothing."""


class Wire:
    """`answer_snmp` is asked for devices that answer. In the demo's namespace, and in a running event loop."""

    def __init__(self, city: City, network: IPv4Network, answer_snmp: Agent) -> None:
        self._city = city
        self._answer_snmp = answer_snmp
        self._at = {IPv4Address(device.address): device.id for device in city.inventory.devices.values()}
        self._loop = asyncio.get_running_loop()
        self._chance = random.Random(48)
        self._taken = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(_ETH_P_IP))
        _attach(self._taken, network)
        self._taken.bind(("lo", _ETH_P_IP))
        self._taken.setblocking(False)
        self._sent = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW)
        self._sent.setblocking(False)
        self._loop.add_reader(self._taken, self._take)

    def close(self) -> None:
        self._loop.remove_reader(self._taken)
        self._taken.close()
        self._sent.close()

    def _take(self) -> None:
        with contextlib.suppress(BlockingIOError):
            while True:
                octets, (_, _, direction, *_) = self._taken.recvfrom(65535)
                if direction != _OUTGOING:
                    self._answer(octets)

    def _answer(self, octets: bytes) -> None:
        packet = read(octets)
        device = self._at.get(packet.target) if packet is not None else None
        if packet is None or device is None:
            return
        self._city.settle(time.monotonic())
        if not self._city.answers(device):
            return
        delay = self._city.round_trip(device, self._chance.random())
        match packet:
            case Echo():
                self._loop.call_later(delay, self._send, packet.reply(), packet.source)
            case Datagram() if packet.target_port == SNMP:
                answer = self._answer_snmp(device, packet.content)
                if answer is not None:
                    self._loop.call_later(delay, self._send, packet.reply(answer), packet.source)

    def _send(self, packet: bytes, target: IPv4Address) -> None:
        # a full buffer loses an answer, as a network would
        with contextlib.suppress(OSError):
            self._sent.sendto(packet, (str(target), 0))


def _attach(taken: socket.socket, network: IPv4Network) -> None:
    """Only what goes to the city: the Bot API's traffic runs over the same interface."""
    mask, wanted = int(network.netmask), int(network.network_address)
    program = [
        (0x20, 0, 0, 16),  # the destination address
        (0x54, 0, 0, mask),
        (0x15, 0, 1, wanted),
        (0x06, 0, 0, 0xFFFF),
        (0x06, 0, 0, 0),
    ]
    octets = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *each) for each in program))
    taken.setsockopt(
        socket.SOL_SOCKET, _SO_ATTACH_FILTER, struct.pack("@HP", len(program), ctypes.addressof(octets))
    )

"""Where an agent is, as the kernel writes it: answers are matched by it."""

import asyncio
import socket
from dataclasses import dataclass, field
from ipaddress import ip_address

from probes.names import look_up
from probes.snmp.reading import FailureKind
from probes.snmp.trouble import Trouble

SocketAddress = tuple[str, int] | tuple[str, int, int, int]
PeerKey = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Peer:
    """`name` is what the settings call it."""

    name: str
    family: socket.AddressFamily
    sockaddr: SocketAddress
    key: PeerKey = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", key_of(self.sockaddr))


def key_of(sockaddr: SocketAddress) -> PeerKey:
    """Address, port and zone; the zone is 0 but for link-local addresses."""
    return (sockaddr[0], sockaddr[1], sockaddr[3] if len(sockaddr) == 4 else 0)


def literal_peer(address: str, port: int) -> Peer | None:
    """None when `address` is a name, which has to be looked up."""
    host, zone, _ = address.partition("%")
    try:
        if zone and ip_address(host).is_link_local:
            host = address
        ((family, _, _, _, sockaddr), *_) = socket.getaddrinfo(
            host, port, type=socket.SOCK_DGRAM, flags=socket.AI_NUMERICHOST
        )
    except (OSError, ValueError):
        return None
    return Peer(address, family, sockaddr)  # type: ignore[arg-type]


async def find_peer(
    address: str,
    port: int,
    timeout: float,  # noqa: ASYNC109 - it is in the message
) -> Peer:
    """The first address of the name. Raises Trouble (ERROR) when it is not known within `timeout` seconds."""
    try:
        async with asyncio.timeout(timeout):
            found = await look_up(address, port)
    except TimeoutError:
        raise Trouble(FailureKind.ERROR, f"name {address} takes too long to resolve") from None
    except socket.gaierror as error:
        raise Trouble(FailureKind.ERROR, f"address {address} is not known: {error.strerror}") from None
    except UnicodeError:
        raise Trouble(FailureKind.ERROR, f"address {address} is not a possible host name") from None
    except OSError as error:
        raise Trouble(FailureKind.ERROR, f"address {address} cannot be looked up: {error.strerror}") from None
    for family, _, _, _, sockaddr in found:
        if family in (socket.AF_INET, socket.AF_INET6):
            return Peer(address, family, sockaddr)
    raise Trouble(FailureKind.ERROR, f"address {address} is not known: it has neither IPv4 nor IPv6")

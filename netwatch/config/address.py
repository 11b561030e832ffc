"""Where a device answers: an IPv4 or IPv6 address or a host name, and nothing else."""

import re
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Annotated

from pydantic import BeforeValidator

_LABEL = re.compile(r"(?!-)[A-Za-z0-9_-]{1,63}(?<!-)")
_NUMERIC = re.compile(r"[0-9]+|0[xX][0-9A-Fa-f]*")
_EMBEDDED_PORT = re.compile(r"(?P<host>[^:\[\]]+|\[[^\[\]]+\]):[0-9]+")
_EXAMPLES = "write an IPv4 or IPv6 address or a host name, such as 10.0.0.1, fd00::1 or router.example"

_LONGEST_INTERFACE_NAME = 15
_LAST_INTERFACE = 0x7FFFFFFF


def read_address(value: object) -> str:
    """The address in its usual spelling. Raises ValueError that says what is wrong and what to write.

    Numbers that the C library would read as an address (`10.0.1`, `1234`, `0x7f.1`) are refused: such a slip
    of the pen would be probed as another machine.
    """
    if not isinstance(value, str):
        shown = (
            f"{value} is a number, not an address"
            if isinstance(value, int | float)
            else "this is not an address"
        )
        raise ValueError(f"{shown}; {_EXAMPLES}")
    if not value.strip():
        raise ValueError(f"the address is empty; {_EXAMPLES}")
    shown = repr(value[:80])
    if "://" in value:
        raise ValueError(f"{shown} is a URL; write the host alone")
    if "/" in value:
        raise ValueError(f"{shown} is a network; write one address, without the /")
    try:
        address = ip_address(value)
    except ValueError:
        return _host_name(value, shown)
    if address.is_unspecified or address.is_multicast or value == "255.255.255.255":
        raise ValueError(f"{shown} is not the address of one device; {_EXAMPLES}")
    address = without_idle_zone(address)
    if isinstance(address, IPv6Address):
        _check_zone(address.scope_id or "", shown)
    return str(address)


def is_literal(address: str) -> bool:
    """Whether an address that `read_address` has read is an IPv4 or IPv6 address and no host name."""
    return ":" in address or address.replace(".", "").isdecimal()


def without_idle_zone(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """Without the zone where it is superfluous: but for link-local addresses nobody who answers bears one."""
    return address if isinstance(address, IPv4Address) or address.is_link_local else IPv6Address(int(address))


def _check_zone(zone: str, shown: str) -> None:
    if len(zone) > _LONGEST_INTERFACE_NAME or (zone.isdecimal() and not 0 < int(zone) <= _LAST_INTERFACE):
        raise ValueError(
            f"{shown} is on no interface that there can be; write its name after the %, such as fe80::1%eth0"
        )


def _host_name(value: str, shown: str) -> str:
    if _EMBEDDED_PORT.fullmatch(value):
        raise ValueError(
            f"{shown} holds a port; write the address alone and the port as port: under snmp: or ssh:"
        )
    if not value.isascii():
        raise ValueError(f"{shown} has letters that host names do not have; write it in ASCII (xn--…)")
    name = value.removesuffix(".")
    labels = name.split(".")
    if _NUMERIC.fullmatch(labels[-1]):
        raise ValueError(
            f"{shown} is not an address; an IPv4 address has four numbers from 0 to 255 without leading zeros"
        )
    if len(name) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise ValueError(f"{shown} is not an address; {_EXAMPLES}")
    return name


def _read_asked(value: object) -> str:
    address = read_address(value)
    if ":" in address and "%" not in address and ip_address(address).is_link_local:
        raise ValueError(
            f"{address!r} is another device behind each interface; write behind which, as in {address}%eth0"
        )
    return address


def _read_literal(value: object) -> str:
    address = read_address(value)
    if not is_literal(address):
        raise ValueError(f"{address!r} is a host name; write an IPv4 or IPv6 address here")
    return address


Address = Annotated[str, BeforeValidator(_read_asked)]
LiteralAddress = Annotated[str, BeforeValidator(_read_literal)]

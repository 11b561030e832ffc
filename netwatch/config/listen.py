"""Where something listens: `HOST:PORT`."""

from ipaddress import ip_address
from typing import Annotated

from pydantic import AfterValidator

from netwatch.config.address import read_address

_REMEDY = "write HOST:PORT, such as 127.0.0.1:8112 or [::1]:8112"


def split_listen(value: str) -> tuple[str, int]:
    """Host without brackets and port. Raises ValueError that says what to write."""
    host, colon, port = value.rpartition(":")
    shown = repr(value[:80])
    if not colon or not host or not (port.isascii() and port.isdigit()):
        raise ValueError(f"{shown} names no host and port; {_REMEDY}")
    if not 1 <= int(port[:9]) <= 65535:
        raise ValueError(f"the port of {shown} is not one; write a port from 1 to 65535")
    if host.startswith("[") and host.endswith("]"):
        host = host[1:-1]
    elif ":" in host:
        raise ValueError(f"{shown} holds an IPv6 address without brackets; {_REMEDY}")
    try:
        return str(ip_address(host)), int(port)
    except ValueError:
        return read_address(host), int(port)


def _listen(value: str) -> str:
    split_listen(value)
    return value


Listen = Annotated[str, AfterValidator(_listen)]

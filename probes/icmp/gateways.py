"""The routers through which this machine reaches what it watches."""

import contextlib
import ipaddress
from collections.abc import Iterable

from probes.icmp.route import Route, Routes
from probes.icmp.target import target_of


def gateways(addresses: Iterable[str]) -> tuple[str, ...]:
    """The distinct next hops on the kernel's routes to these addresses, in their order; those on the link have none.

    Names, and what the kernel does not tell, are passed over. A link-local gateway bears its zone.
    """
    routes = Routes()
    found: dict[str, None] = {}
    try:
        for address in addresses:
            with contextlib.suppress(ValueError, OSError):
                route = routes.route(target_of(address))
                if route is not None and route.gateway is not None:
                    found[_named(route.gateway, route, routes)] = None
    finally:
        routes.close()
    return tuple(found)


def _named(packed: bytes, route: Route, routes: Routes) -> str:
    gateway = ipaddress.ip_address(packed)
    link = routes.link(route.interface) if gateway.is_link_local else None
    return str(gateway) if link is None else f"{gateway}%{link.name}"

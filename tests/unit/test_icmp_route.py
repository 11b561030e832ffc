"""What the kernel says of the way to an address."""

import pytest

from probes.icmp.route import Routes
from probes.icmp.target import target_of


@pytest.mark.parametrize("address", ["127.0.0.1", "127.9.9.9"])
def test_the_loopback_is_this_machines_own_and_in_order(address: str) -> None:
    routes = Routes()
    target = target_of(address)
    assert routes.is_own(target)
    assert routes.fault(target) is None
    assert routes.interface_name(target) == "lo"
    routes.close()


def test_an_interface_that_does_not_exist_is_none() -> None:
    routes = Routes()
    assert routes.link(2**31 - 1) is None
    routes.close()


def test_where_the_kernel_may_not_be_asked_nothing_is_blamed_on_us() -> None:
    routes = Routes()
    routes.close()
    target = target_of("127.0.0.1")
    assert routes.fault(target) is None
    assert not routes.is_own(target)
    assert routes.interface_name(target) is None

"""An agent is where the kernel says that its answers come from."""

import pytest

from probes.snmp.fast.peer import literal_peer


@pytest.mark.parametrize("zone", ["%7", "%none9"])
def test_the_zone_of_an_address_that_is_not_link_local_is_passed_over_as_the_kernel_does(zone: str) -> None:
    peer = literal_peer(f"fd00::2{zone}", 161)
    assert peer is not None
    assert peer.sockaddr == ("fd00::2", 161, 0, 0)


def test_the_zone_of_a_link_local_address_counts() -> None:
    peer = literal_peer("fe80::2%1", 161)
    assert peer is not None
    assert peer.key == ("fe80::2", 161, 1)


@pytest.mark.parametrize("address", ["sw.kota", "sw%7.kota", "fe80::2%none9", "fe80::2%4294967296"])
def test_what_has_to_be_looked_up_is_no_peer_yet(address: str) -> None:
    assert literal_peer(address, 161) is None

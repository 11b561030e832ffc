"""How many probes go into one subnet in a moment, and what becomes of the others."""

import pytest

from netwatch.core.subnet_cap import MOST, WINDOW, SubnetCap, subnet_of

HOSTS = {
    **{f"a{n}": f"10.0.0.{n + 1}" for n in range(2 * MOST)},
    **{f"b{n}": f"10.0.1.{n + 1}" for n in range(MOST)},
}
CROWD = [device for device in HOSTS if device.startswith("a")]
BESIDE = [device for device in HOSTS if device.startswith("b")]


def test_a_window_admits_so_many_of_a_subnet_and_the_rest_is_kept_for_the_next():
    cap = SubnetCap(HOSTS)
    assert cap.admit(CROWD, 10.01 * WINDOW) == CROWD[:MOST]
    assert cap.admit(BESIDE, 10.02 * WINDOW) == BESIDE, "another subnet has its own"
    assert cap.retry(10.5 * WINDOW) == []
    assert cap.lag(10.51 * WINDOW) == pytest.approx(0.5 * WINDOW), "trying again is no new beginning"
    assert cap.retry(11.01 * WINDOW) == CROWD[MOST:]
    assert (cap.is_holding, cap.lag(11.02 * WINDOW)) == (False, 0.0)


def test_a_party_that_finds_room_has_its_share_and_one_that_does_not_leaves_all_as_it_was():
    cap = SubnetCap(HOSTS)
    most, one, beside = (cap.shares(party) for party in (CROWD[:MOST], CROWD[MOST : MOST + 1], BESIDE))
    assert most == {"4/a0000": MOST}
    assert cap.admits_all(most, 10.0 * WINDOW)
    assert not cap.admits_all({**one, **beside}, 10.1 * WINDOW)
    assert not cap.is_holding
    assert cap.admits_all(beside, 10.2 * WINDOW)
    assert cap.admit(CROWD[MOST : MOST + 1], 10.3 * WINDOW) == [], "the party's probes count like any others"
    assert cap.admits_all(one, 11.0 * WINDOW)


def test_who_is_kept_and_asked_for_again_waits_once_and_since_the_first_time():
    cap = SubnetCap(HOSTS)
    cap.admit([*CROWD, "a0"], 10.0 * WINDOW)
    cap.admit(["a0"], 10.9 * WINDOW)
    assert cap.lag(10.9 * WINDOW) == pytest.approx(0.9 * WINDOW)
    assert cap.retry(11.0 * WINDOW) == [*CROWD[MOST:]]
    assert cap.retry(12.0 * WINDOW) == ["a0"]


def test_who_has_left_waits_no_more():
    cap = SubnetCap(HOSTS)
    cap.admit(CROWD, 0.0)
    cap.adopt({device: HOSTS[device] for device in CROWD[:MOST]})
    assert not cap.is_holding
    assert cap.retry(2 * WINDOW) == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        pytest.param("10.0.1.1", "10.0.1.254", True, id="one /24"),
        pytest.param("10.0.1.1", "10.0.2.1", False, id="two of them"),
        pytest.param("fd00::1", "fd00::ffff:0:0:1", True, id="one /64"),
        pytest.param("fd00::1", "fd00:0:0:1::1", False, id="two of them in IPv6"),
        pytest.param("fe80::1%eth0", "fe80::2%eth0", True, id="link-local with a zone"),
        pytest.param("0.0.0.7", "::7", False, id="the families have nothing to do with each other"),
        pytest.param("rt.example", "rt.example", True, id="a host name with itself"),
        pytest.param("rt.example", "sw.example", False, id="and with no other"),
    ],
)
def test_which_addresses_are_of_one_subnet(one: str, other: str, same: bool):
    assert (subnet_of(one) == subnet_of(other)) is same

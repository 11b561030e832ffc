"""What the city picture makes of faults, by simulated time. Each test's name is the claim."""

import pytest

from netwatch.core.policy import Policy
from tests.sim.world import World, inventory_of

TREE = {
    "core": (),
    "rt-a": ("core",),
    "sw-a": ("rt-a",),
    "ap-a1": ("sw-a",),
    "ap-a2": ("sw-a",),
    "rt-b": ("core",),
    "sw-b": ("rt-b",),
}
DUAL = {"core": (), "left": ("core",), "right": ("core",), "site": ("left", "right"), "host": ("site",)}


def calm(tree=TREE, **kwargs) -> World:
    world = World(inventory_of(tree), **kwargs)
    world.run(60.0)
    assert set(world.states().values()) == {"up"}
    world.transitions.clear()
    return world


def causes(world: World) -> dict[str, set[str]]:
    return {c.root.device: {i.device for i in c.impacted} for c in world.situation().causes}


@pytest.mark.parametrize("offset", [0.0, 1.3, 2.9, 4.4, 6.1, 7.7, 9.6])
def test_a_cut_below_the_core_is_one_cause_with_everything_behind_it(offset):
    world = calm()
    world.run(60.0 + offset)
    world.cut("rt-a", "core")
    world.run(world.now + 30.0)
    assert causes(world) == {"rt-a": {"sw-a", "ap-a1", "ap-a2"}}
    assert world.state("rt-b") == "up"


@pytest.mark.parametrize("offset", [0.0, 2.2, 5.5, 8.8])
def test_a_cut_is_called_within_an_interval_a_timeout_and_the_confirmation(offset):
    world = calm()
    world.run(60.0 + offset)
    cut_at = world.now
    world.cut("sw-a", "rt-a")
    world.run(cut_at + 40.0)
    called = min(at for at, t in world.transitions if t.after.value == "down")
    assert called - cut_at <= 10.0 + 1.0 + 3.0 + 0.1


def test_a_child_is_never_called_down_when_it_is_probed_before_its_parent():
    """LibreNMS#8353: alerts leak when the child is polled before the parent."""
    for seed in range(40):
        world = calm(seed=seed)
        world.run(60.0 + seed * 0.25)
        world.kill("core")
        world.run(world.now + 60.0)
        down = [t.device for _, t in world.transitions if t.after.value == "down"]
        assert down == ["core"], f"seed {seed}"


def test_children_are_not_called_down_in_a_burst_when_the_parent_recovers():
    """Icinga 2#5208: stale child alarms when the parent is back."""
    world = calm()
    world.cut("rt-a", "core")
    world.run(200.0)
    world.transitions.clear()
    world.mend("rt-a", "core")
    world.run(320.0)
    assert {t.after.value for _, t in world.transitions} == {"up"}
    assert set(world.states().values()) == {"up"}


def test_a_child_that_is_still_silent_after_its_parent_is_back_becomes_a_cause_itself():
    world = calm()
    world.cut("rt-a", "core")
    world.kill("ap-a1")
    world.run(200.0)
    assert causes(world) == {"rt-a": {"sw-a", "ap-a1", "ap-a2"}}
    world.mend("rt-a", "core")
    world.run(205.0)
    assert "ap-a1" not in causes(world)
    world.run(330.0)
    assert causes(world) == {"ap-a1": set()}


def test_losing_one_of_two_paths_is_no_fault_and_losing_both_is():
    world = calm(DUAL)
    world.kill("left")
    world.run(120.0)
    assert causes(world) == {"left": set()}
    world.kill("right")
    world.run(180.0)
    assert causes(world) == {"left": set(), "right": {"site", "host"}}


def test_a_dual_homed_site_whose_own_device_dies_is_called_down_after_the_failover_time():
    world = calm(DUAL)
    start = world.now
    world.kill("site")
    world.run(start + 60.0)
    called = min(at for at, t in world.transitions if t.device == "site")
    assert causes(world) == {"site": {"host"}}
    assert 10.0 <= called - start <= 10.0 + 1.0 + 3.0 + 10.0 + 0.6


def test_a_path_that_comes_back_within_the_failover_time_is_no_event():
    world = calm(DUAL)
    world.at(61.0, lambda: (world.cut("site", "left"), world.cut("site", "right")))
    world.at(70.0, lambda: world.mend("site", "right"))
    world.run(120.0)
    assert world.transitions == []


def test_our_own_faults_never_count_against_a_device():
    world = calm()
    world.no_route = True
    world.run(600.0)
    assert world.transitions == []
    assert set(world.states().values()) == {"up"}


def test_a_parent_that_we_fail_to_ask_for_a_while_does_not_make_its_children_causes():
    """A full neighbour table refused the pings to the core, while those to the devices behind it were lost."""
    world = calm()
    world.unaskable.add("core")
    world.kill("core")
    world.at(68.0, lambda: world.unaskable.discard("core"))
    world.run(120.0)
    assert causes(world) == {"core": set(TREE) - {"core"}}
    assert [t.device for _, t in world.transitions if t.after.value == "down"] == ["core"]


def test_a_cause_further_up_takes_over_a_child_that_fell_just_before_it():
    """The parent answered once after the child's first miss and fell then."""
    world = calm()
    world.kill("ap-a1")
    world.run(70.0)
    world.kill("sw-a")
    world.run(110.0)
    assert causes(world) == {"sw-a": {"ap-a1", "ap-a2"}}


def test_a_child_that_has_been_down_for_long_stays_a_cause_of_its_own_when_its_parent_falls():
    world = calm()
    world.kill("ap-a1")
    world.run(600.0)
    world.kill("sw-a")
    world.run(660.0)
    assert causes(world) == {"ap-a1": set(), "sw-a": {"ap-a2"}}


@pytest.mark.parametrize("moment", [0.5, 2.0, 4.0, 12.0, 50.0])
def test_a_restart_at_any_moment_of_a_cut_changes_nothing_in_the_end(moment):
    world = calm()
    world.cut("rt-a", "core")
    world.run(60.0 + moment)
    world.restart()
    world.run(world.now + 40.0)
    assert causes(world) == {"rt-a": {"sw-a", "ap-a1", "ap-a2"}}
    world.mend("rt-a", "core")
    world.restart()
    world.run(world.now + 120.0)
    assert set(world.states().values()) == {"up"}


def test_nothing_is_decided_after_a_restart_before_the_device_was_probed():
    world = calm()
    world.kill("sw-a")
    world.run(120.0)
    world.restart()
    assert world.situation().causes == ()


def test_a_lossy_path_of_twenty_percent_gives_no_false_alarm_in_a_day():
    world = World(inventory_of({"core": (), **{f"d{n}": ("core",) for n in range(20)}}), seed=7)
    world.run(600.0)
    for n in range(20):
        world.loss[f"d{n}"] = 0.2
    world.transitions.clear()
    world.run(600.0 + 86_400.0)
    assert [t for _, t in world.transitions if t.after.value != "up"] == []


def test_a_dead_device_on_a_lossy_path_is_called_in_about_seven_seconds_after_the_first_miss():
    world = calm()
    world.loss["ap-a1"] = 0.2
    world.run(3_000.0)
    world.kill("ap-a1")
    world.run(3_040.0)
    health = world.city.tracks["ap-a1"].health
    assert health.state.value == "down"
    assert 5.0 <= health.since - health.fell_at <= 16.0


def test_an_outage_of_the_whole_tree_has_one_cause():
    world = World(inventory_of({"core": (), **{f"d{n}": ("core",) for n in range(300)}}), policy=Policy())
    world.run(30.0)
    world.kill("core")
    world.run(60.0)
    (cause,) = world.situation().causes
    assert cause.root.device == "core"
    assert len(cause.impacted) == 300
    assert all(impact.confirmed for impact in cause.impacted)

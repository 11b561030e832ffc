from hypothesis import given
from hypothesis import strategies as st

from netwatch.inventory.cycles import cycles
from netwatch.inventory.model import Device, DeviceKind, Inventory
from netwatch.inventory.topology import dependents, descendants, parents_first, roots


@st.composite
def inventories(draw: st.DrawFn) -> Inventory:
    """Devices whose parents come before them, named in an order that has nothing to do with it."""
    names = draw(st.permutations([f"d{number}" for number in range(draw(st.integers(1, 12)))]))
    devices = {}
    for position, name in enumerate(names):
        choice = (
            st.lists(st.sampled_from(names[:position]), unique=True, max_size=3) if position else st.just([])
        )
        devices[name] = Device(name, name, DeviceKind.OTHER, name, "s", tuple(draw(choice)))
    return Inventory(devices={name: devices[name] for name in draw(st.permutations(names))})


def reached(inventory: Inventory, without: str | None = None) -> set[str]:
    """Everything a packet gets to from the roots when one device is gone: the question, asked naively."""
    found = set(roots(inventory)) - {without}
    while True:
        more = {
            device.id
            for device in inventory.devices.values()
            if device.id != without and device.id not in found and found.intersection(device.parents)
        }
        if not more:
            return found
        found |= more


@given(inventories())
def test_dependents_are_what_is_lost_when_the_device_is_gone(inventory: Inventory) -> None:
    for device in inventory.devices:
        lost = reached(inventory) - reached(inventory, without=device) - {device}

        found = dependents(inventory, device)

        assert set(found) == lost
        assert len(found) == len(lost)


@given(inventories())
def test_descendants_are_everything_with_the_device_among_its_ancestors(inventory: Inventory) -> None:
    def ancestors(device: str) -> set[str]:
        parents = set(inventory.devices[device].parents)
        return parents.union(*(ancestors(parent) for parent in parents))

    for device in inventory.devices:
        found = descendants(inventory, device)

        assert set(found) == {other for other in inventory.devices if device in ancestors(other)}
        assert len(found) == len(set(found))
        assert set(dependents(inventory, device)) <= set(found)


@given(inventories())
def test_parents_come_first_and_everybody_once(inventory: Inventory) -> None:
    order = parents_first(inventory)
    assert sorted(order) == sorted(inventory.devices)
    place = {device: number for number, device in enumerate(order)}
    for device in inventory.devices.values():
        assert all(place[parent] < place[device.id] for parent in device.parents)


graphs = st.integers(1, 8).flatmap(
    lambda size: st.dictionaries(
        st.integers(0, size - 1).map(str),
        st.lists(st.integers(0, size - 1).map(str), unique=True),
        max_size=size,
    )
)


@given(graphs)
def test_circles_are_named_exactly_when_there_are_any(parents: dict[str, list[str]]) -> None:
    """Peeling off what has no parent left leaves something exactly when there is a circle."""
    left = {device: {p for p in ps if p in parents and p != device} for device, ps in parents.items()}
    while free := {device for device, ps in left.items() if not ps}:
        left = {device: ps - free for device, ps in left.items() if device not in free}

    found = list(cycles(parents))

    assert bool(found) == bool(left)
    for cycle in found:
        assert len(set(cycle)) == len(cycle) > 1
        assert all(
            after in parents[before] for before, after in zip(cycle, (*cycle[1:], cycle[0]), strict=True)
        )

"""The probing loop with an engine that only notes what it was asked, and a clock that is set by hand."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

from netwatch.core.city import City
from netwatch.core.policy import Policy
from netwatch.core.state import State
from netwatch.inventory.model import Inventory
from netwatch.watch.prober import NOBODY, Prober
from probes.icmp.target import Address
from probes.result import Outcome, PingResult
from tests.sim.world import inventory_of

TREE = {"core": (), "a": ("core",), "b": ("core",)}


class Engine:
    def __init__(self) -> None:
        self.asked: list[str] = []
        self.prepared: list[list[str]] = []
        self.addresses: dict[str, Address] = {}

    def probe_all(self, requests: Sequence[tuple[str, Address]], timeout: float) -> None:
        self.asked += [key for key, _ in requests]
        self.addresses.update(requests)

    def prepare(self, requests: Sequence[tuple[str, Address]]) -> Callable[[float], None] | None:
        self.prepared.append([key for key, _ in requests])
        return partial(self.probe_all, requests)


class Loop:
    """A prober whose time is `now`; `changed` collects the devices that it told of, `told` counts how often it did."""

    def __init__(self, tree=TREE, inventory: Inventory | None = None, witnesses: Mapping[str, str] = NOBODY) -> None:
        self.now = 0.0
        self.changed: list[str] = []
        self.told = 0
        self.engine = Engine()
        inventory = inventory or inventory_of(tree)
        self.witnesses = witnesses
        self.prober = Prober(
            inventory, City(inventory, Policy(), witnesses), lambda: self.now, self._hear, witnesses
        )
        self.prober._engine = self.engine

    def _hear(self, devices: Iterable[str]) -> None:
        self.changed.extend(devices)
        self.told += 1

    def adopt(self, inventory: Inventory, policy: Policy | None = None) -> None:
        city = City(inventory, policy or Policy(), self.witnesses)
        self.prober.adopt(inventory, city, self.witnesses)

    def answers(self, device: str) -> None:
        self.prober.take(PingResult(device, Outcome.UP, self.now, self.now + 0.01, 0.01, ""))

    def errs(self, device: str) -> None:
        self.prober.take(PingResult(device, Outcome.ERROR, self.now, self.now, None, "no route"))

    def misses(self, device: str) -> None:
        self.prober.take(PingResult(device, Outcome.DOWN, self.now, self.now + 1.0, None, "timeout"))

    def state(self, device: str) -> State:
        return self.prober.city.tracks[device].health.state


def pace(loop: Loop, device: str) -> float:
    """Seconds between two turns of the device, as the schedule has it."""
    return loop.prober.schedule._slot_of[device].key[1]

"""What is known of every device's conditions: told of each poll, and judging now and then what the paths lose."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from math import ceil

from netwatch.common_moment import common_moment
from netwatch.core.agent import AgentState, asks_for_a_look, judge_poll_of, taken_up, unchanged_by, watching
from netwatch.core.city import City
from netwatch.core.condition_view import ConditionView, ConditionViewer
from netwatch.core.conditions.paths import KEY as LOSS
from netwatch.core.conditions.paths import Paths
from netwatch.core.conditions.rules import Rules
from netwatch.core.scene import Ways
from netwatch.core.situation import Situation
from netwatch.core.state import UP
from netwatch.core.status import DeviceStatus
from netwatch.core.ticket import Ticket
from netwatch.inventory.model import Device, Inventory
from probes.snmp.reading import SnmpResult

ROUND = 30.0
"""Seconds in which every path of a large city is judged once: what is judged is the level of twenty minutes."""

SMALL_ROUND = 8.0
"""Seconds in which every path of a small one is."""

AT_LEAST = 350
"""Paths at a time, so that the process does not wake for a few."""


class ConditionWatch:
    """`city` gives the city as it is now, `wall_of` the wall time of a moment of its clock, `ways` what is known of
    which port leads where.

    `on_news(device, matters)`: there is something new to say of a device; it matters where a ticket may follow.
    """

    def __init__(
        self,
        inventory: Inventory,
        rules: Mapping[str, Rules],
        city: Callable[[], City],
        ways: Callable[[], Ways],
        monotonic: Callable[[], float],
        wall_of: Callable[[float], datetime],
        on_news: Callable[[str, bool], None],
    ) -> None:
        self.agents: dict[str, AgentState] = {}
        self.paths = Paths()
        self._city = city
        self._ways = ways
        self._monotonic = monotonic
        self._wall_of = wall_of
        self._on_news = on_news
        self.adopt(inventory, rules)

    def adopt(self, inventory: Inventory, rules: Mapping[str, Rules]) -> None:
        """Goes on with a changed inventory or other rules; what is known of the devices that stay is kept."""
        self._inventory, self._rules = inventory, rules
        self.agents = {
            device.id: watching(self.agents.get(device.id) or AgentState(), _interfaces(device))
            for device in inventory.devices.values()
            if device.snmp is not None
        }
        self.paths.keep_only(inventory.devices)

    def restore(self, stored: Mapping[str, DeviceStatus]) -> None:
        """Takes up what was stored before a restart: old problems are no new ones."""
        for device in self._inventory.devices.values():
            status = stored.get(device.id)
            if status is None:
                continue
            if device.id in self.agents:
                self.agents[device.id] = taken_up(status, _interfaces(device))
            for condition in status.conditions:
                if condition.key == LOSS:
                    self.paths.restore(device.id, condition)

    def take(self, device: str, result: SnmpResult) -> None:
        """One poll's result."""
        city, before = self._city(), self.agents.get(device)
        if before is None or device not in city.tracks:
            return
        rules, after = self._rules[device], None
        if city.way_out.isolation is None and city.tracks[device].health.state is UP:
            after = unchanged_by(before, result, rules)
        if after is None:
            after = judge_poll_of(device, city, before, result, rules, self._now())
        self.agents[device] = after
        # Even an unchanged reading is evidence while a child is silent: a port that is still up.
        children = city.children[device]
        is_witness = children and any(city.tracks[child].health.is_silent for child in children)
        if is_witness or asks_for_a_look(before, after, city.policy.close_after):
            self._on_news(device, True)
        elif (after.conditions, after.model, after.serial) != (before.conditions, before.model, before.serial):
            self._on_news(device, False)

    def judge_paths(self, devices: Iterable[str] | None = None) -> None:
        """Those of the devices, None: all."""
        judged = self.paths.judge(self._city(), self._rules, self._monotonic(), self._now(), devices)
        for device, matters in judged:
            self._on_news(device, matters)

    async def run(self) -> None:
        """Judges the paths until it is cancelled, in rounds."""
        while True:
            devices = tuple(self._city().tracks)
            share = max(AT_LEAST, ceil(len(devices) / ROUND))
            pause = min(SMALL_ROUND, ROUND // ceil(max(1, len(devices)) / share))
            for first in range(0, max(1, len(devices)), share):
                self.judge_paths(devices[first : first + share])
                await common_moment(pause)

    def view(
        self, opened: Sequence[Ticket], dismissed: Sequence[Ticket], situation: Situation
    ) -> ConditionView:
        """How the conditions stand that may be a ticket's."""
        viewer = ConditionViewer(
            self._inventory, self._city(), self.agents, self.paths, self._rules, self._ways(), self._wall_of,
            self._now(),
        )
        return viewer.view(opened, dismissed, situation)

    def _now(self) -> datetime:
        return self._wall_of(self._monotonic())


def _interfaces(device: Device) -> tuple[str, ...]:
    return () if device.snmp is None else device.snmp.interfaces

"""Remembers what the database says of each device, so that only what has changed is written."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from netwatch.core.device_event import DeviceEvent
from netwatch.core.status import DeviceStatus

REBOOT = "reboot"


class StatusBook:
    """`propose` what holds now, `settle` once it is committed, `withdraw` what may not be; until then nothing is taken
    for written, nor for unwritten: a commit whose answer was lost has come about.

    `passing`: the devices that the database shows in maintenance, or up and down in turns. That ends by time alone, so
    they are looked at every time.
    """

    def __init__(self, stored: Mapping[str, DeviceStatus]) -> None:
        self._stored = dict(stored)
        self._proposed: dict[str, DeviceStatus] = {}
        self._doubtful: set[str] = set()
        self.passing = {device for device, status in stored.items() if _is_passing(status)}

    def propose(self, current: Iterable[DeviceStatus]) -> list[DeviceStatus]:
        """The statuses that differ from the stored ones, or may.

        `since` is reckoned from a monotonic clock and wavers by microseconds: while the state stays, the stored
        one stands.
        """
        changed = []
        for status in current:
            before = self._stored.get(status.device)
            if before is not None and before.state is status.state:
                status = replace(status, since=before.since)
            if before is None or status.device in self._doubtful or _essence(status) != _essence(before):
                self._proposed[status.device] = status
                changed.append(status)
        return changed

    def reboots(self) -> list[DeviceEvent]:
        """What the proposed statuses say of devices that have started anew, if the stored ones do not know it."""
        return [
            DeviceEvent(device, status.last_reboot_at, REBOOT, f"started anew at {status.last_reboot_at:%H:%M:%S} UTC")
            for device, status in self._proposed.items()
            if status.last_reboot_at is not None
            and ((before := self._stored.get(device)) is None or before.last_reboot_at != status.last_reboot_at)
        ]

    def withdraw(self) -> None:
        """What was proposed may have come about or not."""
        self._doubtful.update(self._proposed)
        self._proposed = {}

    def settle(self) -> None:
        self._stored.update(self._proposed)
        self._doubtful.difference_update(self._proposed)
        self.passing.difference_update(self._proposed)
        self.passing.update(device for device, status in self._proposed.items() if _is_passing(status))
        self._proposed = {}


def _is_passing(status: DeviceStatus) -> bool:
    return status.maintenance or status.flapping


def _essence(status: DeviceStatus) -> tuple[object, ...]:
    conditions = tuple((c.key, c.state, c.detail, c.since if c.key != "ping" else None) for c in status.conditions)
    flags = (status.maintenance, status.flapping)
    told = (status.last_reboot_at, status.model, status.serial)
    return status.state, status.reason, status.root, flags, told, conditions

"""The devices' states as the JSON that `status` promises."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from netwatch.core.maintenance import Window, in_maintenance
from netwatch.core.state import State
from netwatch.core.status import DeviceStatus, MonitorStatus, Reading
from netwatch.core.ticket import Ticket
from netwatch.inventory.model import Device, Inventory
from netwatch.running import is_running
from netwatch.show.ticket_json import condition_json, moment

NOT_TAKEN_UP = "not watched yet: netwatch runs with an earlier inventory; take this one up: systemctl reload netwatch"


def status_json(
    inventory: Inventory,
    statuses: Mapping[str, DeviceStatus],
    monitor: MonitorStatus | None,
    readings: Mapping[str, Reading],
    open_tickets: Sequence[Ticket],
    windows: Sequence[Window],
    zone: ZoneInfo,
    now: datetime,
) -> dict[str, Any]:
    tickets = tickets_by_device(open_tickets)
    work = in_maintenance(windows, inventory, now)
    running = is_running(monitor, now)

    def status_of(device: str) -> DeviceStatus:
        status = statuses.get(device) or DeviceStatus(device, State.UNKNOWN, None, "not probed yet")
        left_out = running and readings and device not in readings
        return replace(status, reason=NOT_TAKEN_UP) if left_out and status.state is State.UNKNOWN else status

    return {
        "generated_at": moment(now, zone),
        "monitor": {
            "isolated": monitor is not None and monitor.isolated,
            "running": running,
            "traps": None if monitor is None else monitor.traps,
        },
        "devices": [
            {
                **_device(device, status_of(device.id), readings.get(device.id), tickets.get(device.id), zone),
                "maintenance_window": _window(work.get(device.id), zone),
            }
            for device in inventory.devices.values()
        ],
    }


def tickets_by_device(tickets: Sequence[Ticket]) -> dict[str, int]:
    """The open ticket of each device that has one, as its cause or behind it."""
    found: dict[str, int] = {}
    for ticket in tickets:
        found.update({impact.device: ticket.id for impact in ticket.impacted if impact.device not in found})
    for ticket in tickets:
        if ticket.root is not None and ticket.root.device is not None:
            found[ticket.root.device] = ticket.id
    return found


def _device(
    device: Device, status: DeviceStatus, reading: Reading | None, ticket: int | None, zone: ZoneInfo
) -> dict[str, Any]:
    return {
        "id": device.id,
        "name": device.name,
        "site": device.site,
        "state": status.state.value,
        "since": moment(status.since, zone),
        "reason": status.reason,
        "last_probe_at": moment(reading.last_probe_at, zone) if reading else None,
        "rtt_ms": None if reading is None or reading.rtt_ms is None else round(reading.rtt_ms, 3),
        "loss": None if reading is None or reading.loss is None else round(reading.loss, 4),
        "maintenance": status.maintenance,
        "flapping": status.flapping,
        "last_reboot_at": moment(status.last_reboot_at, zone),
        "conditions": [condition_json(condition, zone) for condition in status.conditions],
        "ticket": ticket,
    }


def _window(window: Window | None, zone: ZoneInfo) -> dict[str, Any] | None:
    if window is None:
        return None
    return {"id": window.key, "to": moment(window.end, zone), "reason": window.reason}

"""`/status`: the whole city, a place, or a device, as it stands now."""

from collections import Counter
from collections.abc import Container, Mapping, Sequence
from datetime import datetime

from netwatch.core.maintenance import Window
from netwatch.core.message import Message
from netwatch.core.state import ConditionState, State
from netwatch.core.status import DeviceStatus, Reading
from netwatch.core.ticket import Ticket
from netwatch.inventory.model import Device
from netwatch.text.device_kind import DEVICE_KIND
from netwatch.text.headline import short_place, subject
from netwatch.text.html import bold, capitalised, data
from netwatch.text.listing import fitting, names
from netwatch.text.number import decimal
from netwatch.text.office import Office
from netwatch.text.state import MARK, STATE
from netwatch.text.symptom import symptom
from netwatch.text.time import date_and_clock, duration, moment
from netwatch.text.work_news import note

WORST_FIRST = (State.DOWN, State.UNREACHABLE, State.DEGRADED, State.UNKNOWN, State.UP)
BLIND = "⚠️ Pemantau sedang terputus dari jaringan; keadaan di bawah mungkin tidak mutakhir."
CROWD = 4
"""So many devices in the same plight are counted, not listed."""
MOST_AILMENTS = 5

MOST_WORK = 3

Statuses = Mapping[str, DeviceStatus]


def of_city(
    statuses: Statuses, tickets: Sequence[Ticket], office: Office, now: datetime, *, blind: bool,
    work: Sequence[Window] = (),
) -> Message:
    """Counts, then what is not normal. `tickets`: the open ones. `blind`: the monitor is cut off itself. `work`: what
    goes on now."""
    devices = tuple(office.inventory.devices.values())
    return _overview("Jaringan kota", devices, statuses, tickets, office, now, blind, work, with_place=True)


def of_site(
    site: str, statuses: Statuses, tickets: Sequence[Ticket], office: Office, now: datetime, *, blind: bool,
    work: Sequence[Window] = (),
) -> Message:
    devices = tuple(device for device in office.inventory.devices.values() if device.site == site)
    here = {device.id for device in devices}
    own = [ticket for ticket in tickets if ticket.site == site or _touches(ticket, here)]
    name = data(office.inventory.site_name(site))
    felt = [window for window in work if any(window.covers(device, office.inventory) for device in here)]
    return _overview(name, devices, statuses, own, office, now, blind, felt, with_place=False)


def of_device(
    device: Device, status: DeviceStatus | None, reading: Reading | None, tickets: Sequence[Ticket],
    office: Office, now: datetime, *, blind: bool, work: Sequence[Window] = (),
) -> Message:
    """One device with its last answer and its conditions."""
    state = status.state if status is not None else State.UNKNOWN
    lines = [
        bold(f"{MARK[state]} {data(device.name)}: {STATE[state]}{_since(status, office, now)}"),
        *([BLIND] if blind else []),
        f"{capitalised(DEVICE_KIND[device.kind])} di {data(office.inventory.site_name(device.site))}",
    ]
    lines += _work([window for window in work if window.covers(device.id, office.inventory)], office, now)
    if status is not None:
        lines += _circumstances(status, office, now)
    lines += _last_probe(reading, state, now, office)
    own = [ticket for ticket in tickets if _touches(ticket, {device.id})]
    lines += [_ticket(ticket, office) for ticket in own[:5]]
    return Message("\n".join(lines))


def place_not_found(text: str, examples: Sequence[str]) -> Message:
    """`examples`: names that would have been found, the likeliest first; may be empty."""
    meant = f"\nNama yang dikenal misalnya: {names(examples, 6)}." if examples else ""
    return Message(
        f"Tempat atau perangkat “{data(text, 60)}” tidak ditemukan.{meant}\n"
        "Contoh: /status kejaksan. Untuk seluruh kota cukup /status."
    )


def _overview(
    title: str, devices: Sequence[Device], statuses: Statuses, tickets: Sequence[Ticket],
    office: Office, now: datetime, blind: bool, work: Sequence[Window], *, with_place: bool,
) -> Message:
    states = {device.id: _state(statuses, device) for device in devices}
    count = Counter(states.values())
    worst = next((state for state in WORST_FIRST if count[state]), State.UNKNOWN)
    others = ", ".join(f"{count[state]} {STATE[state]}" for state in WORST_FIRST[:-1] if count[state])
    summary = f"{count[State.UP]} dari {len(devices)} perangkat normal"
    head = "\n".join(
        [
            bold(f"{MARK[worst]} {title}: {summary}"),
            *([BLIND] if blind else []),
            *([f"Lainnya: {others}."] if others else []),
            *_work(work, office, now),
            f"Keadaan {date_and_clock(now, office.zone)}",
        ]
    )
    ill = sorted(
        (device for device in devices if states[device.id] is not State.UP),
        key=lambda device: WORST_FIRST.index(states[device.id]),
    )
    entries = [f"\n{bold('Tiket terbuka')}", *(_ticket(t, office) for t in tickets)] if tickets else []
    if ill:
        entries.append(f"\n{bold('Rincian')}")
        entries += _lines(ill, statuses, office, now, with_place)
    return Message(fitting(head, entries))


def _lines(
    ill: Sequence[Device], statuses: Statuses, office: Office, now: datetime, with_place: bool
) -> list[str]:
    """A line a device; but those behind one cause, and those not known yet, are counted once they are many."""
    crowds: dict[tuple[State, str | None], list[Device]] = {}
    for device in ill:
        status = statuses.get(device.id)
        state = _state(statuses, device)
        root = status.root if status is not None and state is State.UNREACHABLE else None
        alone = device.id if state in (State.DOWN, State.DEGRADED) else root
        crowds.setdefault((state, alone), []).append(device)
    lines = []
    for (state, root), crowd in crowds.items():
        if len(crowd) < CROWD:
            lines += [_line(device, statuses.get(device.id), office, now, with_place) for device in crowd]
        else:
            because = f" karena {data(office.inventory.device_name(root), 40)}" if root else ""
            lines.append(f"{MARK[state]} {len(crowd)} perangkat {STATE[state]}{because}")
    return lines


def _line(
    device: Device, status: DeviceStatus | None, office: Office, now: datetime, with_place: bool
) -> str:
    state = status.state if status is not None else State.UNKNOWN
    place = f", {data(short_place(office.inventory.site_name(device.site)), 40)}" if with_place else ""
    root = status.root if status is not None else None
    because = f" karena {data(office.inventory.device_name(root), 40)}" if root and root != device.id else ""
    flags = _flags(status)
    return f"{MARK[state]} {data(device.name, 40)}{place}: {STATE[state]}{because}{_since(status, office, now)}{flags}"


def _state(statuses: Statuses, device: Device) -> State:
    status = statuses.get(device.id)
    return status.state if status is not None else State.UNKNOWN


def _since(status: DeviceStatus | None, office: Office, now: datetime) -> str:
    if status is None or status.since is None:
        return ""
    return f" sejak {moment(status.since, now, office.zone)} ({duration(now - status.since)})"


def _flags(status: DeviceStatus | None) -> str:
    if status is None:
        return ""
    maintenance = ", dalam pemeliharaan" if status.maintenance else ""
    return f"{maintenance}{', tidak stabil' if status.flapping else ''}"


def _work(windows: Sequence[Window], office: Office, now: datetime) -> list[str]:
    shown = [note(window, None, office, now) for window in windows[:MOST_WORK]]
    left = len(windows) - MOST_WORK
    return [*shown, f"… dan {left} pemeliharaan lain: /pemeliharaan"] if left > 0 else shown


def _circumstances(status: DeviceStatus, office: Office, now: datetime) -> list[str]:
    lines = []
    if status.root and status.root != status.device:
        lines.append(f"Penyebab: {data(office.inventory.device_name(status.root))}")
    if status.flapping:
        lines.append("Tidak stabil: sebentar normal, sebentar terganggu")
    ailing = [condition for condition in status.conditions if condition.state is ConditionState.PROBLEM]
    lines += [f"⚠️ {capitalised(data(symptom(condition), 120))}" for condition in ailing[:MOST_AILMENTS]]
    if status.last_reboot_at is not None:
        lines.append(f"Terakhir menyala ulang: {moment(status.last_reboot_at, now, office.zone)}")
    return lines


def _last_probe(reading: Reading | None, state: State, now: datetime, office: Office) -> list[str]:
    """How long the answer took, and how many were lost, is said only of a device that answers."""
    if reading is None or reading.last_probe_at is None:
        return ["Belum pernah diperiksa sejak pemantauan dimulai"]
    probed = f"Diperiksa {moment(reading.last_probe_at, now, office.zone)}"
    if state in (State.DOWN, State.UNREACHABLE):
        return [probed]
    answer = f", waktu jawab {decimal(reading.rtt_ms)} ms" if reading.rtt_ms is not None else ""
    loss = f", paket hilang {decimal(reading.loss * 100)}%" if reading.loss else ""
    return [f"{probed}{answer}{loss}"]


def _ticket(ticket: Ticket, office: Office) -> str:
    return f"🎫 #{ticket.id} {subject(ticket, office)}"


def _touches(ticket: Ticket, devices: Container[str]) -> bool:
    root = ticket.root.device if ticket.root is not None else None
    return (root is not None and root in devices) or any(impact.device in devices for impact in ticket.impacted)

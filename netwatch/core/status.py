"""What is known of each device and of the monitor itself, as it is stored and shown. Times are UTC."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from netwatch.core.state import ConditionState, State


@dataclass(frozen=True, slots=True)
class ConditionStatus:
    """`detail` is the reason in English, with its numbers.

    `sign` says which of several problems it is, where a condition has several (`battery low`), and `figures` the
    numbers by name (`percent`, `limit`, `celsius` …): people are told both in their own language.
    """

    key: str
    state: ConditionState
    since: datetime | None
    detail: str = ""
    sign: str = ""
    figures: Mapping[str, float] = field(default_factory=dict)

    @property
    def family(self) -> str:
        """`if` of `if:ether1`."""
        return self.key.partition(":")[0]

    @property
    def name(self) -> str:
        """`ether1` of `if:ether1`; empty for a condition that a device has once."""
        return self.key.partition(":")[2]


@dataclass(frozen=True, slots=True)
class DeviceStatus:
    """Changes with events, so it is a row of its own, written in the transaction of the event.

    `reason` says why the state is what it is; `root` is the device that makes this one unreachable. `model` and
    `serial` as its agent has told them, '' where it has not.
    """

    device: str
    state: State
    since: datetime | None
    reason: str = ""
    root: str | None = None
    maintenance: bool = False
    flapping: bool = False
    last_reboot_at: datetime | None = None
    conditions: tuple[ConditionStatus, ...] = ()
    model: str = ""
    serial: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """Changes with every probe, so all devices' readings are written together, every few seconds.

    `rtt_ms` of the last answer in milliseconds, `loss` lately as a fraction 0 to 1.
    """

    device: str
    last_probe_at: datetime | None
    rtt_ms: float | None
    loss: float | None


@dataclass(frozen=True, slots=True)
class MonitorStatus:
    """Whoever reads it judges whether the daemon still runs: by the age of `heartbeat_at`, and by `pid` on its `host`.

    `traps`: what became of the traps since the start, by counter; None where none are heard. `host`: the machine's
    name, '' where it is not known.
    """

    pid: int
    started_at: datetime
    heartbeat_at: datetime
    isolated: bool
    traps: Mapping[str, int] | None = None
    host: str = ""

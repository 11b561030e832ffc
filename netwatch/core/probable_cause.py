"""What has probably happened where a ticket was opened, from what the devices around it say.

Pure. Only evidence leads to a cause; without any there is none, and nothing is guessed. Times are aware datetimes.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from netwatch.core.conditions.traffic import DAMAGED, DROPPED
from netwatch.core.conditions.ups import BATTERY_LOW, ON_BATTERY
from netwatch.core.port_seen import PortState
from netwatch.core.scene import Port, Scene


class Suspect(StrEnum):
    LINK = "link"
    POWER = "power"
    HUNG = "hung"
    CONGESTION = "congestion"
    AGENT_ONLY = "agent only"
    MAINTENANCE = "maintenance"
    COOLING = "cooling"


class Proof(StrEnum):
    """What was seen that speaks for it."""

    PORT_DOWN = "port down"
    PORT_UP = "port up"
    PORT_BUSY = "port busy"
    UPS_ON_BATTERY = "ups on battery"
    SITE_VANISHED = "site vanished"
    RESTARTED = "restarted"
    AGENT_SILENT = "agent silent"
    SILENT_SINCE_WORK = "silent since work"
    WAY_LOST = "way lost"
    PACKETS_DAMAGED = "packets damaged"
    SITE_HOT = "site hot"


SUSPECT = {
    Proof.PORT_DOWN: Suspect.LINK,
    Proof.PORT_UP: Suspect.HUNG,
    Proof.PORT_BUSY: Suspect.CONGESTION,
    Proof.UPS_ON_BATTERY: Suspect.POWER,
    Proof.SITE_VANISHED: Suspect.POWER,
    Proof.RESTARTED: Suspect.POWER,
    Proof.AGENT_SILENT: Suspect.AGENT_ONLY,
    Proof.SILENT_SINCE_WORK: Suspect.MAINTENANCE,
    Proof.WAY_LOST: Suspect.LINK,
    Proof.PACKETS_DAMAGED: Suspect.LINK,
    Proof.SITE_HOT: Suspect.COOLING,
}


@dataclass(frozen=True, slots=True)
class ProbableCause:
    """`reason` is the evidence in English. `device`, `port` and `at`: where and when it was seen, where it says so."""

    proof: Proof
    reason: str
    device: str | None = None
    port: str | None = None
    at: datetime | None = None

    @property
    def suspect(self) -> Suspect:
        return SUSPECT[self.proof]


EARLY = timedelta(seconds=30)
"""A poll may see a port fall this much before the first probe is missed."""

SETTLED = timedelta(seconds=10)
"""Agents answer from memory: a port that is said to be up so soon after the fall may have lost its cable."""

UPS_LATE = timedelta(minutes=2)
"""The UPS is polled more seldom than devices are pinged: it may say so this much after the fall."""

UPS_LASTS = timedelta(hours=12)
"""No battery carries longer: what has been on battery for longer is no news."""

BOOT = timedelta(minutes=10)
"""A device answers at the latest this long after it was switched on."""


def probable_cause(scene: Scene) -> ProbableCause | None:
    """The cause that the evidence speaks for, None where it does not suffice."""
    match scene.condition.partition(":")[0]:
        case "ping" if scene.is_silent:
            return _power(scene) or _ports(scene)
        case "ping":
            return _restarted(scene)
        case "power":
            return _ups(scene) or _vanished(scene)
        case "snmp" if not scene.is_silent:
            return ProbableCause(Proof.AGENT_SILENT, f"{scene.device} answers ping, its SNMP agent does not")
        case "traffic":
            return _traffic(scene)
        case "if":
            return _way(scene)
        case "ups":
            return _mains(scene)
        case "temp":
            return _cooling(scene)
        case "loss":
            return _busy(scene)
        case _:
            return None


def _traffic(scene: Scene) -> ProbableCause | None:
    _, _, port = scene.condition.partition(":")
    sign = "" if scene.status is None else scene.status.sign
    if sign in DAMAGED:
        return ProbableCause(Proof.PACKETS_DAMAGED, f"packets of {scene.device} {port} are damaged", scene.device, port)
    if sign in DROPPED:
        return None
    reason = f"the traffic of {scene.device} {port} is above its limit"
    return ProbableCause(Proof.PORT_BUSY, reason, scene.device, port)


def _way(scene: Scene) -> ProbableCause | None:
    """The link is gone, and what it leads to is not: there is another way."""
    _, _, port = scene.condition.partition(":")
    for other in scene.leads_to:
        reason = f"{scene.device} {port} leads to {other}, which still answers by another way"
        return ProbableCause(Proof.WAY_LOST, reason, other, port)
    return None


def _mains(scene: Scene) -> ProbableCause | None:
    status = scene.status
    if status is None or status.sign not in (ON_BATTERY, BATTERY_LOW) or status.since is None:
        return None
    reason = f"{scene.device} has been on battery since {status.since:%H:%M:%S} UTC"
    return ProbableCause(Proof.UPS_ON_BATTERY, reason, scene.device, at=status.since)


def _cooling(scene: Scene) -> ProbableCause | None:
    if len(scene.hot) < 2:
        return None
    return ProbableCause(Proof.SITE_HOT, f"{', '.join(sorted(scene.hot))} of the same site are too hot at once")


def _power(scene: Scene) -> ProbableCause | None:
    return _ups(scene) or _vanished(scene)


def _ups(scene: Scene) -> ProbableCause | None:
    for ups in scene.ups:
        if -UPS_LATE <= scene.fell_at - ups.on_battery_since <= UPS_LASTS:
            since = ups.on_battery_since
            reason = f"{ups.device} of the same site has been on battery since {since:%H:%M:%S} UTC"
            return ProbableCause(Proof.UPS_ON_BATTERY, reason, ups.device, at=since)
    return None


def _vanished(scene: Scene) -> ProbableCause | None:
    if len(scene.vanished) < 2 or scene.site_answers:
        return None
    reason = f"{', '.join(sorted(scene.vanished))} fell silent at once, each by itself, and nothing at the site answers"
    return ProbableCause(Proof.SITE_VANISHED, reason)


def _ports(scene: Scene) -> ProbableCause | None:
    """What the ports say that lead to the device: those of every parent that answers have to be known."""
    settled = scene.fell_at + SETTLED
    up = [port for port in scene.ports if port.state is PortState.UP and port.read_at >= settled]
    if busy := _busy(scene):
        return busy
    if up:
        port = up[0]
        reason = f"{_named(port)}, which leads to {scene.device}, is up, and {scene.device} does not answer"
        return ProbableCause(Proof.PORT_UP, reason, port.parent, port.name)
    down = [
        port
        for port in scene.ports
        if port.state is PortState.DOWN and port.since is not None and port.since >= scene.fell_at - EARLY
    ]
    if not down or not scene.answering_parents <= {port.parent for port in down}:
        return None
    reason = f"{', '.join(map(_named, down))} went down when {scene.device} fell silent"
    return ProbableCause(Proof.PORT_DOWN, reason, down[0].parent, down[0].name)


def _named(port: Port) -> str:
    """With how it is known that it leads there."""
    return f"{port.parent} {port.name}" + (f" ({port.why})" if port.why else "")


def _busy(scene: Scene) -> ProbableCause | None:
    for port in scene.ports:
        if port.is_busy and port.state is PortState.UP:
            reason = f"{port.parent} {port.name}, which leads to {scene.device}, is up and its traffic above its limit"
            return ProbableCause(Proof.PORT_BUSY, reason, port.parent, port.name)
    return None


def _restarted(scene: Scene) -> ProbableCause | None:
    """After it is back: its uptime says whether it was off. A port that stayed up speaks against its power."""
    at, back_at = scene.rebooted_at, scene.back_at
    if at is None or back_at is None or not scene.fell_at <= at <= back_at + UPS_LATE or back_at - at > BOOT:
        return None
    if any(p.state is PortState.UP and p.since is not None and p.since < scene.fell_at for p in scene.ports):
        return None
    reason = f"{scene.device} started anew at {at:%H:%M:%S} UTC: it had no power, or somebody restarted it"
    return ProbableCause(Proof.RESTARTED, reason, at=at)

"""The stored status of devices, from what the city and the agents' readings amount to."""

from collections.abc import Callable, Container, Iterable, Mapping
from datetime import datetime
from types import MappingProxyType

from netwatch.core.agent import AgentState
from netwatch.core.city import City
from netwatch.core.conditions.paths import Paths
from netwatch.core.flapping import is_flapping
from netwatch.core.state import ConditionState, State
from netwatch.core.status import ConditionStatus, DeviceStatus

NO_AGENT = AgentState()


def statuses(
    city: City,
    agents: Mapping[str, AgentState],
    roots: Mapping[str, str],
    devices: Iterable[str],
    at: float,
    wall_of: Callable[[float], datetime],
    maintenance: Container[str] = (),
    paths: Paths | None = None,
    unasked: Mapping[str, str] = MappingProxyType({}),
) -> list[DeviceStatus]:
    """One status a device at `at`; `wall_of` turns seconds of the city's clock into wall time. `maintenance`: the
    devices in maintenance. `paths`: what is known of the condition `loss`. `unasked`: why devices are not asked, of
    which the condition `ping` is not known then, unless they are silent."""
    found = []
    for device in devices:
        health = city.tracks[device].health
        agent = agents.get(device, NO_AGENT)
        since = None if health.state is State.UNKNOWN else wall_of(health.since)
        why = "" if health.is_silent else unasked.get(device, "")
        asked = ConditionStatus("ping", _ping(health.state), since, health.reason)
        ping = ConditionStatus("ping", ConditionState.UNKNOWN, since, why) if why else asked
        path = None if paths is None else paths.of(device)
        others = agent.conditions if path is None else (path, *agent.conditions)
        problems = [c for c in others if c.state is ConditionState.PROBLEM]
        degraded = health.state is State.UP and bool(problems)
        reason = why if why and health.state is State.UNKNOWN else health.reason
        found.append(
            DeviceStatus(
                device=device,
                state=State.DEGRADED if degraded else health.state,
                since=min((c.since for c in problems if c.since), default=since) if degraded else since,
                reason="; ".join(f"{c.key}: {c.detail}" for c in problems) if degraded else reason,
                root=roots.get(device) if health.state is State.UNREACHABLE else None,
                maintenance=device in maintenance,
                flapping=is_flapping(city.tracks[device].flaps, at),
                last_reboot_at=agent.last_reboot_at,
                conditions=(ping, *others),
                model=agent.model,
                serial=agent.serial,
            )
        )
    return found


def _ping(state: State) -> ConditionState:
    if state is State.DOWN:
        return ConditionState.PROBLEM
    return ConditionState.OK if state in (State.UP, State.DEGRADED) else ConditionState.UNKNOWN

"""SNMP agents of a simulated world: their ports, sensors and batteries follow the truth, and tests may set more."""

from __future__ import annotations

from dataclasses import dataclass, field

from probes.snmp.reading import (
    AdminStatus,
    FailureKind,
    InterfaceReading,
    OperStatus,
    SnmpFailure,
    SnmpReading,
    SnmpResult,
    TemperatureReading,
    UpsReading,
)
from tests.sim.office import SimOffice

SPEED = 100_000_000


@dataclass
class SimPort:
    """`to`: the neighbour at its other end, None for one that nobody watches. `is_cut`: down whatever else."""

    to: str | None = None
    alias: str = ""
    is_cut: bool = False


@dataclass
class SimAgent:
    """`booted_at` in simulated seconds; `answers`: whether the agent runs."""

    ports: dict[str, SimPort] = field(default_factory=dict)
    temperatures: dict[str, float] = field(default_factory=dict)
    ups: UpsReading | None = None
    cpu: float | None = None
    answers: bool = True
    booted_at: float = -100_000.0


class SimAgents:
    """Polled each at its own phase, once a minute, as the world runs."""

    def __init__(self, office: SimOffice, agents: dict[str, SimAgent], interval: float = 60.0) -> None:
        self.office = office
        self.agents = agents
        self.interval = interval
        for number, device in enumerate(agents):
            self._plan(device, office.world.now + 1.0 + number * 7.0 % interval)

    def __getitem__(self, device: str) -> SimAgent:
        return self.agents[device]

    def poll(self, device: str) -> None:
        """One poll out of turn."""
        self.office.polled(device, self._result(device))

    def _plan(self, device: str, at: float) -> None:
        def happen() -> None:
            self.poll(device)
            self._plan(device, at + self.interval)

        self.office.world.at(at, happen)

    def _result(self, device: str) -> SnmpResult:
        world, agent = self.office.world, self.agents[device]
        if not agent.answers or not world.reachable(device):
            return SnmpFailure(device, world.now, FailureKind.TIMEOUT, "no answer within 2 s, asked 2 times")
        ports = tuple(
            self._port(device, name, port, index) for index, (name, port) in enumerate(agent.ports.items(), start=1)
        )
        uptime = round((world.now - agent.booted_at) * 100) % 2**32
        sensors = tuple(TemperatureReading(name, celsius) for name, celsius in agent.temperatures.items())
        return SnmpReading(
            device, world.now, uptime, device, None, None, None, ports, (), agent.cpu, sensors, agent.ups
        )

    def _port(self, device: str, name: str, port: SimPort, index: int) -> InterfaceReading:
        oper = OperStatus.UP if self._has_carrier(device, port) else OperStatus.DOWN
        octets = round(self.office.world.now) * 1_000_000
        return InterfaceReading(name, port.alias, index, AdminStatus.UP, oper, octets, octets, 64, SPEED)

    def _has_carrier(self, device: str, port: SimPort) -> bool:
        if port.is_cut:
            return False
        world, other = self.office.world, port.to
        cut = other is not None and ((device, other) in world.cuts or (other, device) in world.cuts)
        return other is None or (other not in world.dead and not cut)

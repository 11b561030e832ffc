"""An agent that is polled, and what it tells, for the tests of its conditions."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from netwatch.core.agent import AgentState, judge_poll, unchanged_by, watching
from netwatch.core.conditions.hearing import Hearing
from netwatch.core.conditions.rules import Rules, built_in
from netwatch.core.state import ConditionState
from netwatch.core.status import ConditionStatus
from netwatch.inventory.model import DeviceKind
from probes.snmp.reading import (
    AdminStatus,
    FailureKind,
    InterfaceReading,
    OperStatus,
    SnmpFailure,
    SnmpReading,
    TemperatureReading,
)

START = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
RULES = built_in(DeviceKind.SWITCH)
PORT = InterfaceReading("ether1", "", 4, AdminStatus.UP, OperStatus.UP, 0, 0, 64, 100_000_000)


class Agent:
    """An agent that is polled; `clock` is seconds since the start."""

    def __init__(self, rules: Rules = RULES, interfaces: tuple[str, ...] = ("ether1",)) -> None:
        self.rules = rules
        self.clock = 0.0
        self.state = watching(AgentState(), interfaces)

    def reads(self, seconds: float = 60.0, hearing: Hearing = Hearing.CLEAR, **told: object) -> Agent:
        """A poll that is answered, so many seconds after the last one."""
        self.clock += seconds
        whole = SnmpReading("sw", self.clock, round(self.clock * 100) + 1, None, None, None, None, (), ())
        return self._judge(whole._replace(**told), hearing)  # type: ignore[arg-type]

    def fails(
        self, kind: FailureKind = FailureKind.TIMEOUT, seconds: float = 60.0, hearing: Hearing = Hearing.CLEAR
    ) -> Agent:
        self.clock += seconds
        return self._judge(SnmpFailure("sw", self.clock, kind, f"it says {kind}"), hearing)

    def _judge(self, result: SnmpReading | SnmpFailure, hearing: Hearing) -> Agent:
        short = None if hearing is Hearing.SUSPENDED else unchanged_by(self.state, result, self.rules)
        self.state = short or judge_poll(self.state, result, self.rules, hearing, self.now)
        return self

    @property
    def now(self) -> datetime:
        return START + timedelta(seconds=self.clock)

    def status(self, key: str) -> ConditionStatus:
        return next(each for each in self.state.conditions if each.key == key)

    def __getitem__(self, key: str) -> ConditionState:
        return self.status(key).state


def hot(celsius: float, limit: float | None = None) -> tuple[TemperatureReading, ...]:
    return (TemperatureReading("rak", celsius, limit),)


def port(oper: OperStatus | None, admin: AdminStatus | None = AdminStatus.UP) -> tuple[InterfaceReading, ...]:
    return (PORT._replace(oper=oper, admin=admin),)


def moved(octets: int) -> tuple[InterfaceReading, ...]:
    return (PORT._replace(in_octets=octets, out_octets=octets),)

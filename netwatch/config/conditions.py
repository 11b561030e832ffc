"""The section `conditions`, in the settings and of a device: which problems open a ticket, and from where on they are
problems. What is left out is as it was: the device's words come before the settings' words for its kind, those before
the settings' general ones, and those before what is built in.
"""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from netwatch.config.duration import Duration
from netwatch.config.section import Section

TicketChoice = Literal["none", "low", "normal", "high", "critical"]
"""The priority of the ticket that is opened, or that none is."""


class RuleEntry(Section):
    """`hold`, written `for`: how long a problem has to last before it counts."""

    ticket: TicketChoice | None = None
    hold: Duration | None = Field(default=None, alias="for")


class UpsEntry(RuleEntry):
    """`low`: the priority once the battery is low."""

    low: TicketChoice | None = None


class BandEntry(Section):
    """A problem from `problem` on, well again below `ok`; left out, `ok` keeps its proportion to `problem`."""

    problem: Annotated[float, Field(gt=0, le=100)] | None = None
    ok: Annotated[float, Field(gt=0)] | None = None

    @model_validator(mode="after")
    def _ok_lies_below(self) -> Self:
        if self.ok is not None and self.problem is None:
            raise ValueError(f"ok ({self.ok:g}) stands here without problem; write both, or problem alone")
        if self.ok is not None and self.problem is not None and self.ok >= self.problem:
            raise ValueError(f"ok ({self.ok:g}) has to be below problem ({self.problem:g}); write a lower one")
        return self


class PercentEntry(RuleEntry, BandEntry):
    pass


class TemperatureEntry(PercentEntry):
    """Degrees Celsius, for sensors whose limit the device does not tell itself."""

    problem: Annotated[float, Field(gt=0, le=150)] | None = None


class TrafficEntry(PercentEntry):
    """`problem` and `ok` are percent of the port's speed, `errors` percent of its packets."""

    errors: BandEntry | None = None


class ConditionEntries(Section):
    snmp: RuleEntry | None = None
    port: RuleEntry | None = Field(default=None, alias="if")
    ups: UpsEntry | None = None
    temp: TemperatureEntry | None = None
    cpu: PercentEntry | None = None
    traffic: TrafficEntry | None = None
    loss: PercentEntry | None = None


class KindEntries(Section):
    """Entries for one kind of device each."""

    router: ConditionEntries | None = None
    switch: ConditionEntries | None = None
    ap: ConditionEntries | None = None
    cctv: ConditionEntries | None = None
    server: ConditionEntries | None = None
    ups: ConditionEntries | None = None
    olt: ConditionEntries | None = None
    radio: ConditionEntries | None = None
    other: ConditionEntries | None = None


class ConditionSettings(ConditionEntries):
    kinds: KindEntries = KindEntries()

"""How a device's conditions are judged, and which of them open a ticket: the numbers and the built-in defaults."""

from dataclasses import dataclass, replace

from netwatch.core.conditions.band import Band
from netwatch.core.conditions.ups import BATTERY_LOW
from netwatch.core.status import ConditionStatus
from netwatch.core.ticket import Priority
from netwatch.inventory.model import DeviceKind


@dataclass(frozen=True, slots=True)
class Rule:
    """`ticket`: the priority of the ticket that a problem opens, None for none. `hold`: seconds that it has to last
    before the ticket; the condition itself is told at once."""

    ticket: Priority | None = None
    hold: float = 0.0


@dataclass(frozen=True, slots=True)
class LimitRule:
    """A rule for what is measured and wavers; `band` in the unit of the condition. `hold`: seconds that it has to last
    before it is a problem at all."""

    band: Band
    ticket: Priority | None = None
    hold: float = 0.0


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one device. `port` is the rule of `if:NAME`; `ups_low` the priority once the battery is low.

    `temp` is in degrees Celsius, for sensors whose limit the device does not tell itself; the others in percent.
    `port_errors`: the share of packets that come damaged or are dropped, part of `traffic:NAME`.
    """

    snmp: Rule
    port: Rule
    ups: Rule
    ups_low: Priority | None
    temp: LimitRule
    cpu: LimitRule
    traffic: LimitRule
    port_errors: Band
    loss: LimitRule

    def ticket_for(self, status: ConditionStatus, held_for: float) -> Priority | None:
        """The priority of the ticket that this problem calls for, None where it calls for none, or not yet.

        `held_for`: seconds of evidence that it has lasted.
        """
        if status.sign == BATTERY_LOW:
            return self.ups_low
        told_at_once = {"snmp": self.snmp, "if": self.port, "ups": self.ups}.get(status.family)
        if told_at_once is not None:
            return told_at_once.ticket if held_for >= told_at_once.hold else None
        measured = {"temp": self.temp, "cpu": self.cpu, "traffic": self.traffic, "loss": self.loss}.get(status.family)
        return None if measured is None else measured.ticket


DEFAULT = Rules(
    snmp=Rule(),
    port=Rule(hold=20.0),
    ups=Rule(Priority.HIGH),
    ups_low=Priority.CRITICAL,
    temp=LimitRule(Band(75.0, 70.0), Priority.HIGH, 120.0),
    cpu=LimitRule(Band(90.0, 80.0), None, 600.0),
    traffic=LimitRule(Band(90.0, 80.0), None, 300.0),
    port_errors=Band(1.0, 0.5),
    loss=LimitRule(Band(10.0, 5.0), None, 300.0),
)

CARRIES_A_SITE = frozenset({DeviceKind.ROUTER, DeviceKind.SWITCH, DeviceKind.OLT, DeviceKind.RADIO})


def built_in(kind: DeviceKind) -> Rules:
    """What holds where the settings and the inventory say nothing.

    A port that falls is the office's affair where the device carries others' traffic. Batteries age fast above 40 °C,
    and processors of servers run hotter than switches.
    """
    rules = DEFAULT
    if kind in CARRIES_A_SITE:
        rules = replace(rules, port=replace(rules.port, ticket=Priority.NORMAL))
    if kind is DeviceKind.UPS:
        rules = replace(rules, temp=replace(rules.temp, band=Band(45.0, 40.0)))
    if kind is DeviceKind.SERVER:
        rules = replace(rules, temp=replace(rules.temp, band=Band(90.0, 85.0)))
    return rules

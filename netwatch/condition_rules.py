"""Every device's rules for its conditions: what is built in, then the settings, then the inventory."""

from dataclasses import replace

from netwatch.config.conditions import BandEntry, ConditionEntries, PercentEntry, RuleEntry, TicketChoice
from netwatch.config.settings import Settings
from netwatch.core.conditions.band import Band
from netwatch.core.conditions.rules import LimitRule, Rule, Rules, built_in
from netwatch.core.ticket import Priority
from netwatch.inventory.model import DeviceKind, Inventory


def condition_rules(inventory: Inventory, settings: Settings) -> dict[str, Rules]:
    """The rules of each device, by its id."""
    of_kind = {kind: _of_kind(kind, settings) for kind in DeviceKind}
    return {
        device.id: _with(of_kind[device.kind], device.conditions) for device in inventory.devices.values()
    }


def _of_kind(kind: DeviceKind, settings: Settings) -> Rules:
    general = _with(built_in(kind), settings.conditions)
    special: ConditionEntries | None = getattr(settings.conditions.kinds, kind.value)
    return _with(general, special)


def _with(rules: Rules, written: ConditionEntries | None) -> Rules:
    if written is None:
        return rules
    ups, traffic = written.ups, written.traffic
    return Rules(
        snmp=_rule(rules.snmp, written.snmp),
        port=_rule(rules.port, written.port),
        ups=_rule(rules.ups, ups),
        ups_low=_ticket(rules.ups_low, None if ups is None else ups.low),
        temp=_limit(rules.temp, written.temp),
        cpu=_limit(rules.cpu, written.cpu),
        traffic=_limit(rules.traffic, traffic),
        port_errors=_band(rules.port_errors, None if traffic is None else traffic.errors),
        loss=_limit(rules.loss, written.loss),
    )


def _rule(rule: Rule, written: RuleEntry | None) -> Rule:
    if written is None:
        return rule
    return Rule(_ticket(rule.ticket, written.ticket), rule.hold if written.hold is None else written.hold)


def _limit(rule: LimitRule, written: PercentEntry | None) -> LimitRule:
    if written is None:
        return rule
    ticket = _ticket(rule.ticket, written.ticket)
    return LimitRule(_band(rule.band, written), ticket, rule.hold if written.hold is None else written.hold)


def _band(band: Band, written: BandEntry | None) -> Band:
    if written is None or written.problem is None:
        return band
    moved = band.at(written.problem)
    return moved if written.ok is None else replace(moved, ok=written.ok)


def _ticket(before: Priority | None, written: TicketChoice | None) -> Priority | None:
    if written is None:
        return before
    return None if written == "none" else Priority(written)

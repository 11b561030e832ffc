"""What a notification means to netwatch, and what it is about."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from probes.snmp.oid import IF_DESCR, IF_NAME, Oid
from probes.snmp.question import Value
from probes.snmp.text import text_of
from probes.traps.notification import Notification


class TrapKind(StrEnum):
    LINK_DOWN = "link_down"
    LINK_UP = "link_up"
    COLD_START = "cold_start"
    WARM_START = "warm_start"
    AUTHENTICATION_FAILURE = "authentication_failure"
    UPS_ON_BATTERY = "ups_on_battery"
    UPS_LOW_BATTERY = "ups_low_battery"
    UPS_RESTORED = "ups_restored"


@dataclass(frozen=True, slots=True)
class Meaning:
    """`subject`: the port of a link trap by name, else `ifIndex 3`; empty for the others."""

    kind: TrapKind
    subject: str = ""


IF_INDEX: Final[Oid] = (1, 3, 6, 1, 2, 1, 2, 2, 1, 1)
LONGEST_NAME = 64

# SNMPv2-MIB (RFC 3418) and IF-MIB (RFC 2863)
_SNMP_TRAPS: Final[Oid] = (1, 3, 6, 1, 6, 3, 1, 1, 5)
# UPS-MIB (RFC 1628)
_UPS_TRAPS: Final[Oid] = (1, 3, 6, 1, 2, 1, 33, 2)
_UPS_ALARM_DESCR: Final[Oid] = (1, 3, 6, 1, 2, 1, 33, 1, 6, 2, 1, 2)
_UPS_WELL_KNOWN_ALARMS: Final[Oid] = (1, 3, 6, 1, 2, 1, 33, 1, 6, 3)
_ON_BATTERY, _LOW_BATTERY, _DEPLETED_BATTERY = 2, 3, 4
_ALARM_ADDED, _ALARM_REMOVED = 3, 4
# PowerNet-MIB: its traps are of version 1, with the enterprise `apc`
_APC: Final[Oid] = (1, 3, 6, 1, 4, 1, 318)
# XUPS-MIB of Eaton Powerware: basic traps, traps of one alarm, and those that name the UPS's port too
_EATON: Final[tuple[Oid, ...]] = (
    (1, 3, 6, 1, 4, 1, 534, 1, 0, 0),
    (1, 3, 6, 1, 4, 1, 534, 1, 11, 4, 1),
    (1, 3, 6, 1, 4, 1, 534, 1, 11, 4, 2),
)
# MG-SNMP-UPS-MIB of MGE, which is Eaton's since 2007
_MGE: Final[Oid] = (1, 3, 6, 1, 4, 1, 705, 1, 11)

_KIND: Final[dict[Oid, TrapKind]] = {
    (*_SNMP_TRAPS, 1): TrapKind.COLD_START,
    (*_SNMP_TRAPS, 2): TrapKind.WARM_START,
    (*_SNMP_TRAPS, 3): TrapKind.LINK_DOWN,
    (*_SNMP_TRAPS, 4): TrapKind.LINK_UP,
    (*_SNMP_TRAPS, 5): TrapKind.AUTHENTICATION_FAILURE,
    (*_UPS_TRAPS, 1): TrapKind.UPS_ON_BATTERY,
    (*_APC, 5): TrapKind.UPS_ON_BATTERY,
    (*_APC, 7): TrapKind.UPS_LOW_BATTERY,
    (*_APC, 9): TrapKind.UPS_RESTORED,
    **{(*eaton, 3): TrapKind.UPS_ON_BATTERY for eaton in _EATON},
    **{(*eaton, 4): TrapKind.UPS_LOW_BATTERY for eaton in _EATON},
    **{(*eaton, 5): TrapKind.UPS_RESTORED for eaton in _EATON},
    (*_MGE, 11): TrapKind.UPS_ON_BATTERY,
    (*_MGE, 12): TrapKind.UPS_RESTORED,
}
_ADDED: Final = {
    _ON_BATTERY: TrapKind.UPS_ON_BATTERY,
    _LOW_BATTERY: TrapKind.UPS_LOW_BATTERY,
    _DEPLETED_BATTERY: TrapKind.UPS_LOW_BATTERY,
}


def meaning_of(notification: Notification) -> Meaning | None:
    """None for what netwatch has no use for."""
    trap = _plain(notification.trap)
    if trap in ((*_UPS_TRAPS, _ALARM_ADDED), (*_UPS_TRAPS, _ALARM_REMOVED)):
        kind = _alarm(notification, trap[-1])
    else:
        kind = _KIND.get(trap)
    if kind is None:
        return None
    is_link = kind in (TrapKind.LINK_DOWN, TrapKind.LINK_UP)
    return Meaning(kind, _port(notification.rows) if is_link else "")


def _plain(trap: Oid) -> Oid:
    """Without the zero that the translation from version 1 puts before the last number (RFC 3584, 3.1)."""
    return (*trap[:-2], trap[-1]) if len(trap) > 2 and trap[-2] == 0 else trap


def _alarm(notification: Notification, trap: int) -> TrapKind | None:
    for name, value in notification.rows:
        if name[: len(_UPS_ALARM_DESCR)] == _UPS_ALARM_DESCR and isinstance(value, tuple):
            alarm = value[-1] if value[:-1] == _UPS_WELL_KNOWN_ALARMS else 0
            if trap == _ALARM_REMOVED:
                return TrapKind.UPS_RESTORED if alarm == _ON_BATTERY else None
            return _ADDED.get(alarm)
    return None


def _port(rows: tuple[tuple[Oid, Value], ...]) -> str:
    for column in (IF_NAME, IF_DESCR):
        for name, value in rows:
            text = text_of(value) if name[:-1] == column else None
            if text:
                # A name is written into logs and the history: one line, no control characters.
                return "".join(c if c.isprintable() else "?" for c in text[:LONGEST_NAME])
    index = next((name[-1] for name, _ in rows if name[:-1] == IF_INDEX), None)
    return "" if index is None else f"ifIndex {index}"

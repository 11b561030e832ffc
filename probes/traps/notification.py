"""One trap or inform, whatever version it came in."""

from dataclasses import dataclass

from probes.snmp.oid import Oid
from probes.snmp.question import Value


@dataclass(frozen=True, slots=True)
class Notification:
    """`trap` is what snmpTrapOID.0 names; version 1 is translated as RFC 3584, section 3.1, says.

    `rows` are the objects sent along, without sysUpTime.0 and snmpTrapOID.0.
    """

    trap: Oid
    rows: tuple[tuple[Oid, Value], ...] = ()

"""When a reading says of every condition what the one before it has said, and all was well: nothing is to be judged.

Pure. Of a hundred readings ninety-nine are such. To judge one of these anew would find the very same conditions.
"""

from collections.abc import Mapping
from typing import NamedTuple

from netwatch.core.conditions import traffic
from netwatch.core.conditions.counters import SHORTEST, flows
from netwatch.core.conditions.rules import Rules
from netwatch.core.conditions.watched import Watched
from netwatch.core.reboot import started_anew
from netwatch.core.state import OK
from probes.snmp.reading import SnmpReading


class Said(NamedTuple):
    """What a reading was judged by, `rules`, and what it has said of each port's `traffic`, in its order.

    `recovered`: those conditions whose health has come after a problem.
    """

    rules: Rules
    traffic: tuple[str, ...]
    recovered: tuple[Watched, ...]


def said_when_well(reading: SnmpReading, watched: Mapping[str, Watched], rules: Rules) -> Said | None:
    """`watched`: what the reading has made of the conditions. None where it has not told that all of them are well."""
    for each in watched.values():
        if each.status.state is not OK or each.is_tripped or each.unheard:
            return None
    return Said(
        rules,
        tuple([watched[traffic.key_of(port.name)].status.detail for port in reading.interfaces]),
        tuple([each for each in watched.values() if each.recovered]),
    )


def says_again(said: Said, before: SnmpReading, after: SnmpReading, rules: Rules) -> bool:
    """Whether to judge the later reading by `rules` would leave every condition as it is.

    `said` is of the earlier one, which is also the one that its counters are compared with.
    """
    seconds = after.at - before.at
    if (
        said.rules is not rules
        or seconds < SHORTEST
        or after.missing
        or len(after.interfaces) != len(said.traffic)
        or after.cpu != before.cpu
        or after.temperatures != before.temperatures
        or after.ups != before.ups
        or started_anew(before, after)
    ):
        return False
    for old, new, told in zip(before.interfaces, after.interfaces, said.traffic, strict=True):
        if old.name != new.name or old.admin is not new.admin or old.oper is not new.oper:
            return False
        seen = flows(old, new, seconds)
        if seen is None or traffic.well(seen, new.speed, rules.traffic.band, rules.port_errors) != told:
            return False
    return True

"""What an agent that turns an SNMPv3 message away says about it (RFC 3414 section 3.2)."""

from enum import IntEnum
from typing import Final

from probes.snmp.oid import Oid, dotted
from probes.snmp.reading import FailureKind
from probes.snmp.target import SnmpV3
from probes.snmp.trouble import Trouble

AGAINS: Final = 4
"""How often one question is asked anew. An honest agent needs two: its engine ID, then its clock."""

USM_STATS: Final = (1, 3, 6, 1, 6, 3, 15, 1, 1)
"""usmStats of SNMP-USER-BASED-SM-MIB (RFC 3414 section 5); a Report's number and 0 follow."""


class Level(IntEnum):
    """securityLevel, by its number."""

    NO_AUTH = 1
    AUTH_NO_PRIV = 2
    AUTH_PRIV = 3

    @classmethod
    def of(cls, access: SnmpV3) -> "Level":
        if access.auth is None:
            return cls.NO_AUTH
        return cls.AUTH_NO_PRIV if access.priv is None else cls.AUTH_PRIV


class Report(IntEnum):
    """The counters of usmStats, by their number."""

    UNSUPPORTED_LEVEL = 1
    NOT_IN_TIME_WINDOW = 2
    UNKNOWN_USER = 3
    UNKNOWN_ENGINE = 4
    WRONG_DIGEST = 5
    DECRYPTION_ERROR = 6


_TURNED_AWAY: Final = {
    Report.UNSUPPORTED_LEVEL: (FailureKind.UNSUPPORTED_LEVEL, "the agent has this user at another security level"),
    Report.UNKNOWN_USER: (FailureKind.WRONG_USER, "the agent does not know this user"),
    Report.WRONG_DIGEST: (FailureKind.WRONG_KEY, "the agent has another authentication key or protocol"),
    Report.DECRYPTION_ERROR: (FailureKind.WRONG_PRIVACY, "the agent has another privacy key or protocol"),
}


def ask_again(counter: Oid, user: str) -> Report:
    """UNKNOWN_ENGINE or NOT_IN_TIME_WINDOW, which another message mends. Raises Trouble for every other."""
    number = counter[len(USM_STATS)] if counter[: len(USM_STATS)] == USM_STATS and len(counter) > 9 else 0
    if number in (Report.UNKNOWN_ENGINE, Report.NOT_IN_TIME_WINDOW):
        return Report(number)
    turned_away = next((words for report, words in _TURNED_AWAY.items() if report == number), None)
    if turned_away is None:
        raise Trouble(FailureKind.AGENT_ERROR, f"the agent reports {dotted(counter) or 'nothing'}")
    kind, detail = turned_away
    raise Trouble(kind, f"{detail} (user {user})")


def does_not_hold_still(times: int) -> Trouble:
    return Trouble(
        FailureKind.NOT_IN_TIME_WINDOW,
        f"the agent's engine ID or clock does not hold still: asked {times} times",
    )


def silent_to_encrypted(user: str) -> Trouble:
    return Trouble(
        FailureKind.WRONG_PRIVACY,
        "the agent answers what is signed and is silent to what is encrypted: it has another privacy key "
        f"or protocol (user {user})",
    )

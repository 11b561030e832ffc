"""What one datagram turned out to be."""

from dataclasses import dataclass, field
from enum import Enum

from probes.traps.notification import Notification


class Verdict(Enum):
    BELIEVED = "believed"
    DISCOVERY = "a question for our engine ID or clock, which comes before an inform"
    WRONG_ACCESS = "a community, user, key or security level that the settings do not have"
    UNTIMELY = "signed, but of another time: sent again by somebody, or the sender has lost its count of boots"
    UNUSABLE = "no trap"


@dataclass(frozen=True, slots=True)
class Heard:
    """`reply`: what is sent back to the sender: the answer to an inform, or a report why there is none."""

    verdict: Verdict
    notification: Notification | None = None
    reply: bytes | None = field(default=None, repr=False)

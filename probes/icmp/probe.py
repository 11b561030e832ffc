"""One echo request and what is still to be known of it."""

from dataclasses import dataclass

from probes.icmp.target import Target


@dataclass(slots=True, eq=False)
class Probe:
    """`sent_at` is when it was asked for until `sent`; `cookie` is unique among all probes.

    Times are seconds of the monotonic clock. `postponed`: it left later than it was asked for.
    """

    key: str
    target: Target
    sequence: int
    cookie: bytes
    timeout: float
    sent_at: float
    deadline: float
    sent: bool = False
    settled: bool = False
    postponed: bool = False

"""Whether an answer that is late, though its probe is not lost yet, is a reason to ask again at once.

A probe waits its whole timeout, a second, before it counts as lost. Who answers within milliseconds as a rule and has
not after a tenth of a second is asked again already then, as TCP does (the tail loss probe of RFC 8985): a verdict
takes as many lost probes as ever, and comes nearly a second sooner. Pure.
"""

from netwatch.core.state import UP
from netwatch.core.track import Track

PROMPT = 0.02
"""Seconds: whose round trip is longer may be late without being lost."""

QUICK_AFTER = 0.1
"""Seconds from such a probe to the next, as a rule: the engine looks at its sockets ten times a second."""


def is_suspicious(track: Track) -> bool:
    """Whether the delay is to be heeded: nobody is asked quickly for two reasons, nor for a device that is not well."""
    return (
        track.health.state is UP
        and track.health.run is None
        and track.rtt is not None
        and track.rtt <= PROMPT
        and not (track.suspected or track.errors or track.watched_until)
    )

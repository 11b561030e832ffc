"""Devices of one site that fall within one window, though what each is reached through answers, have lost their power.

Pure. Takes the causes of single devices and gives those that belong together as one.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from netwatch.core.policy import Policy
from netwatch.core.situation import PING, Cause
from netwatch.core.ticket import Impact, RootCause, Ticket

POWER = "power"


def gather_power(causes: Sequence[Cause], open_tickets: Iterable[Ticket], policy: Policy) -> tuple[Cause, ...]:
    """`causes` with one power cause a site in place of those that fell together there.

    What belongs to an open power ticket stays with it until the last of its devices is back.
    """
    of_ticket = {
        (ticket.site, impact.device)
        for ticket in open_tickets
        if ticket.root == RootCause(None, POWER)
        for impact in ticket.impacted
        if impact.confirmed
    }
    found: list[Cause] = []
    for site, here in _by_site(causes).items():
        single = [cause for cause in here if cause.root.condition == PING and not cause.flapping]
        together = [cause for cause in single if (site, cause.root.device) in of_ticket]
        together += _fell_together([cause for cause in single if cause not in together], policy)
        if together:
            found.append(_power(site, together))
        found += [cause for cause in here if cause not in together]
    return tuple(found)


def _by_site(causes: Iterable[Cause]) -> dict[str, list[Cause]]:
    found: dict[str, list[Cause]] = {}
    for cause in causes:
        found.setdefault(cause.site, []).append(cause)
    return found


def _fell_together(causes: Sequence[Cause], policy: Policy) -> list[Cause]:
    """Those that have another one near them: what fails at once is noticed within one interval and one timeout."""
    window = policy.interval + policy.timeout
    ordered = sorted(causes, key=lambda cause: cause.fell_ago)
    near = [one.fell_ago + window >= following.fell_ago for one, following in pairwise(ordered)]
    return [cause for n, cause in enumerate(ordered) if any(near[max(0, n - 1) : n + 1])]


def _power(site: str, together: Sequence[Cause]) -> Cause:
    devices = tuple(device for cause in together for device in cause.devices)
    span = max(cause.fell_ago for cause in together) - min(cause.fell_ago for cause in together)
    reason = f"{', '.join(devices)} fell silent within {span:.0f} s, and what they are reached through answers"
    if len(devices) == 1:
        reason = f"{devices[0]} is still silent"
    impacted = {impact.device: impact for cause in together for impact in cause.impacted}
    impacted |= {device: Impact(device, True) for device in devices}
    fell_ago = max(cause.fell_ago for cause in together)
    return Cause(RootCause(None, POWER), site, devices, fell_ago, reason, tuple(impacted.values()))

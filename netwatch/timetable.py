"""When the daemon departs for what it does again and again: at multiples of the paces, drawn out and pushed together.

Each waking of the process costs more than what most loops then find to do, so whoever can departs with the others. And
whoever asked every 10.0 s would never see what breaks every 5.0 s, or always: so the whole timetable wobbles, slowly,
and all of one nominal time still have the very same time.

Pure. Times are seconds of one monotonic clock.
"""

from math import floor
from typing import Final

WOBBLE: Final = 0.2
"""Part of a period within which departures lie around their nominal times."""

PERIOD: Final = 10.0
"""Seconds."""

STEP: Final = 0.1458980337503154
"""So far the wobble goes on in a period, as a part of its way to and fro. The golden ratio's fourth power: its
multiples, modulo 1, are spread evenly however many there are (Weyl's sequence). It is small, so that a departure lies
near the one before it in the wobble's range: no pause between two is longer than its pace by more than
2 * STEP * WOBBLE, 5.84 % of it."""


def period_of(pace: float) -> float:
    """Who is probed more often than once a PERIOD wobbles as the others, so that they have departures in common; who is
    probed more seldom, within his own pace."""
    return max(pace, PERIOD)


def departure(nominal: float, period: float = PERIOD) -> float:
    """When what is to be done at `nominal`, by rights, is done."""
    # Up and down through the range, -0.5 to 0.5, and so evenly spread too.
    wobble = 2.0 * abs(nominal / period * STEP % 1.0 - 0.5) - 0.5
    return nominal + wobble * WOBBLE * period


def departures_by(at: float, pace: float, offset: float = 0.0, period: float = PERIOD) -> int:
    """The number of the latest departure that is not after `at`; that of number n is by rights at `n * pace + offset`.
    """
    number = floor((at - offset + WOBBLE / 2.0 * period) / pace)
    while departure(number * pace + offset, period) > at:
        number -= 1
    return number

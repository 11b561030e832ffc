"""When a datagram arrived, on the monotonic clock."""

import math

# Two clocks are read one after the other; what lies between the readings must not look like a clock's jump.
SLACK = 0.005


def arrival(
    now: float,
    wall_now: float,
    stamp: float | None,
    sent_at: float,
    deadline: float,
) -> float:
    """Turns the kernel's receive time into the monotonic clock's, in seconds.

    `now` and `wall_now` are the monotonic and the wall clock read together, `stamp` the wall-clock time at
    which the kernel received the datagram. A stamp from the future or from before `sent_at` means that the
    wall clock was set in between. Then, and without a stamp, the arrival is not known, and an answer that
    lies there is not called late: it counts as arriving now, or at the `deadline` if that has passed.
    """
    if stamp is not None:
        at = now - (wall_now - stamp)
        if sent_at - SLACK <= at <= now + SLACK:
            return min(max(at, sent_at), now)
    return min(now, deadline)


def read_through(now: float, wall_now: float, stamp: float | None) -> float:
    """The monotonic time up to which a queue has been read when its last datagram has that stamp.

    Minus infinity when that is not known: what lies behind it may have come at any time.
    """
    if stamp is None or stamp > wall_now + SLACK:
        return -math.inf
    return min(now - (wall_now - stamp), now)

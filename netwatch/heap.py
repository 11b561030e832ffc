"""Keeps Python's collector and its threads from holding up the loop where thousands of objects are made at once.

Measured with 10,000 devices: while their inventory is read, the collector looks at all there is ten times, in vain,
for they hold no cycles; later it does so twice a minute, and the loop stands still for 0.2 s. A thread that
computes gives way every 5 ms by default, and the loop would wait that long after each packet it sends.
"""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_YOUNG = 10_000
"""Objects made and still there before the collector looks at those. Python's 700 are reached by a handful of polls."""

_GIVES_WAY = 0.0002
"""Seconds after which a computing thread gives way to the loop."""


def collect_seldom() -> None:
    """For a process that makes much and keeps little: nearly all of it goes when nobody refers to it any more."""
    gc.set_threshold(_YOUNG)


@contextmanager
def made_to_stay() -> Iterator[None]:
    """What is made inside is to last: nothing is collected meanwhile, nor looked at again afterwards.

    What is no longer referred to goes as ever; only garbage in cycles, if there was some at its end, would stay.
    """
    patience = sys.getswitchinterval()
    gc.disable()
    sys.setswitchinterval(_GIVES_WAY)
    try:
        yield
    finally:
        sys.setswitchinterval(patience)
        gc.freeze()
        gc.enable()

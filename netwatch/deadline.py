"""An end that comes in time even where a thread hangs in a call that nobody can break off."""

import os
import threading


def end_within(seconds: float) -> None:
    """Ends the process with exit code 0 after `seconds`, unless it has ended by then.

    A name server or a disk that does not answer holds a thread, and Python would wait for it. Nothing is lost by
    not waiting: what counts is in the database's transactions, and those survive even a kill.
    """
    timer = threading.Timer(seconds, os._exit, args=(0,))
    timer.daemon = True
    timer.start()

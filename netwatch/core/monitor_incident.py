"""The monitor's own incident: netwatch is cut off from the city, and says so once it can.

Pure. It has no official number and walks no step of the SOP: nobody has anything to repair by it alone.
"""

from datetime import datetime

from netwatch.core.change import SYSTEM, Change
from netwatch.core.history import Entry
from netwatch.core.lifecycle import close
from netwatch.core.news import Opened
from netwatch.core.situation import Situation
from netwatch.core.ticket import Priority, RootCause, Source, Status, Ticket
from sop.document import Sop

ISOLATED = RootCause(None, "isolated")


def watch_monitor(ticket: Ticket | None, situation: Situation, sop: Sop, now: datetime) -> Change | None:
    """What follows for the open incident `ticket`, or for none; None where nothing does.

    An incident from before a restart stays open until something has answered.
    """
    if situation.isolated is not None and ticket is None:
        incident = Ticket(
            id=0, number=None, status=Status.OPEN, opened_at=now, source=Source.MONITOR, priority=Priority.CRITICAL,
            root=ISOLATED, site=None,
        )
        return Change(incident, (Entry("opened", SYSTEM, f"isolated: {situation.isolated}"),), (Opened(),))
    if situation.isolated is None and situation.connected and ticket is not None:
        return close(ticket, sop, now, SYSTEM, "the network answers again")
    return None

"""The team at work: it begins, and says that it is done where no probe can see that."""

from dataclasses import replace

from netwatch.core.change import Change, Refusal, Why
from netwatch.core.history import Entry
from netwatch.core.lifecycle import close
from netwatch.core.press.pressing import Pressing, another_teams, walk
from netwatch.core.ticket import Mark, Source


def start(pressing: Pressing) -> Change | Refusal:
    """Mulai perbaikan. What held them has passed, if they can begin."""
    ticket, by = pressing.ticket, pressing.person.name
    if another_teams(pressing):
        return Refusal(Why.OTHER_TEAM, ticket.team)
    if ticket.accepted_by is None:
        return Refusal(Why.NOT_YET)
    if ticket.repair_began is not None:
        return Refusal(Why.ALREADY_DONE, ticket.repair_began.by, ticket.repair_began.at)
    at_work = replace(ticket, repair_began=Mark(by, pressing.now), hold=None)
    return Change(at_work, (Entry("started", by),))


def repaired(pressing: Pressing) -> Change | Refusal:
    """Selesai, of a citizen's report: what a probe watches closes by itself."""
    if pressing.ticket.source is not Source.CITIZEN:
        return Refusal(Why.NOT_YOURS)
    walked = walk(pressing, "repair")
    if isinstance(walked, Refusal):
        return walked
    by = pressing.person.name
    done = Change(walked.ticket, (*walked.entries, Entry("repaired", by)))
    return done.then(close(walked.ticket, pressing.sop, pressing.now, by, "repaired"))

"""Which team does it: Kasi instructs one or gives it to another, and the team accepts, instructed or not."""

from dataclasses import replace

from netwatch.core.change import Change, Refusal, Why
from netwatch.core.history import Entry
from netwatch.core.news import Accepted, Instructed, Reassigned
from netwatch.core.press.pressing import Pressing, another_teams, walk
from sop.machine import NotPossible, hand_over


def instruct(pressing: Pressing) -> Change | Refusal:
    ticket, team, by = pressing.ticket, pressing.argument, pressing.person.name
    if team is None or pressing.directory.team(team) is None:
        return Refusal(Why.NO_SUCH_TEAM)
    if ticket.accepted_by is not None:
        return Refusal(Why.ALREADY_DONE, ticket.accepted_by)
    walked = walk(pressing, "kasi_instruct")
    if isinstance(walked, Refusal):
        return walked
    instructed = replace(walked.ticket, team=team)
    return Change(instructed, (*walked.entries, Entry("instructed", by, team)), (Instructed(team, by),))


def reassign(pressing: Pressing) -> Change | Refusal:
    """Gives it to another team, which accepts anew. What held the one before may not hold this one."""
    ticket, team, by = pressing.ticket, pressing.argument, pressing.person.name
    if team is None or pressing.directory.team(team) is None:
        return Refusal(Why.NO_SUCH_TEAM)
    if ticket.team is None:
        return Refusal(Why.NOT_YET)
    if ticket.team == team:
        return Refusal(Why.NOTHING_NEW)
    handed = hand_over(pressing.sop, ticket.steps, pressing.now)
    if isinstance(handed, NotPossible):
        return Refusal(Why.NOT_YET)
    given = replace(ticket, steps=handed, team=team, accepted_by=None, repair_began=None, hold=None)
    entry = Entry("reassigned", by, f"{ticket.team} -> {team}")
    return Change(given, (entry,), (Reassigned(team, ticket.team, by),))


def accept(pressing: Pressing) -> Change | Refusal:
    ticket, by = pressing.ticket, pressing.person.name
    if another_teams(pressing):
        return Refusal(Why.OTHER_TEAM, ticket.team)
    walked = walk(pressing, "team_receive")
    if isinstance(walked, Refusal):
        return walked
    team = pressing.person.team or ticket.team
    taken = replace(walked.ticket, accepted_by=by, team=team)
    accepted = Accepted(team or "", by, walked.passed_over)
    return Change(taken, (*walked.entries, Entry("accepted", by)), (accepted,))

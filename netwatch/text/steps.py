"""The SOP's steps in few words, and who stands behind each."""

from collections.abc import Iterable

from netwatch.core.acting import acting
from netwatch.core.ticket import Ticket
from netwatch.text.html import data
from netwatch.text.listing import names
from netwatch.text.office import Office
from netwatch.text.role import ROLE
from sop.machine import Step
from sop.role import Role

STEP = {
    "report": "pelaporan gangguan",
    "receive": "SPV menerima laporan",
    "forward": "SPV meneruskan laporan",
    "kasi_receive": "Kasi menerima laporan",
    "kasi_instruct": "Kasi menginstruksikan tim",
    "team_receive": "Tim menerima instruksi",
    "repair": "perbaikan",
    "done": "selesai",
}


def step_name(no: int, office: Office) -> str:
    """HTML; a step with a key of the office's own is named by its activity."""
    named = STEP.get(office.step_key(no))
    if named:
        return named
    activity = office.sop.numbered(no)
    return data(activity.activity, 60) if activity is not None else f"langkah {no}"


def step_names(numbers: Iterable[int], office: Office) -> str:
    """`4 (Kasi menerima laporan) dan 5 (Kasi menginstruksikan tim)`."""
    named = [f"{no} ({step_name(no, office)})" for no in numbers]
    return " dan ".join([", ".join(named[:-1]), named[-1]] if len(named) > 1 else named)


def responsible(step: Step, ticket: Ticket, office: Office) -> str:
    """Who has to do the step, as HTML: `Kasi Infrastruktur TIK (Dedi)`, `Tim Utara`."""
    if step.role is Role.TIM_LAPANGAN:
        return team_names(ticket, office)
    people = [each.name for each in acting(office.directory.with_role(step.role), office.directory)]
    return f"{ROLE[step.role]} ({names(people, 3)})" if people else ROLE[step.role]


def team_names(ticket: Ticket, office: Office) -> str:
    """The team that has the ticket; before one has it, those of its site. HTML."""
    if ticket.team is not None:
        return data(office.team_name(ticket.team))
    teams = [team.name for team in office.directory.teams_for(ticket.site)]
    return names(teams, 3) if teams else ROLE[Role.TIM_LAPANGAN]

"""What every sentence needs to look up: names of places, people and steps, and the zone of the clock on the wall."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from netwatch.core.directory import Directory
from netwatch.inventory.model import Inventory
from sop.document import Sop


@dataclass(frozen=True, slots=True)
class Office:
    inventory: Inventory
    directory: Directory
    sop: Sop
    zone: ZoneInfo

    def step_key(self, no: int) -> str:
        """The key of a step (`repair` …); '' for a step that the document does not have (any more)."""
        activity = self.sop.numbered(no)
        return activity.key if activity is not None else ""

    def team_name(self, team_id: str) -> str:
        """The team's name; the id itself for a team that has left the settings."""
        team = self.directory.team(team_id)
        return team.name if team else team_id

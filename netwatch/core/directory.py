"""Who works in the office, and which team looks after which site."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sop.role import Role


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    role: Role
    telegram_id: int | None = None
    phone: str | None = None
    team: str | None = None


@dataclass(frozen=True, slots=True)
class Team:
    """`chat_id` is the team's group; without one each member is written to in private. `topic`: where in the group."""

    id: str
    name: str
    chat_id: int | None = None
    sites: tuple[str, ...] = ()
    default: bool = False
    topic: int | None = None


@dataclass(frozen=True, slots=True)
class Directory:
    """`off_duty`: who is told without a sound now. `away`: who is not there now, each with their deputy or None."""

    people: tuple[Person, ...] = ()
    teams: tuple[Team, ...] = ()
    off_duty: frozenset[str] = frozenset()
    away: Mapping[str, str | None] = field(default_factory=dict)

    def by_telegram_id(self, telegram_id: int) -> Person | None:
        return next((p for p in self.people if p.telegram_id == telegram_id), None)

    def by_name(self, name: str | None) -> Person | None:
        return next((p for p in self.people if p.name == name), None)

    def with_role(self, role: Role) -> Iterator[Person]:
        return (p for p in self.people if p.role is role)

    def team(self, team_id: str) -> Team | None:
        return next((t for t in self.teams if t.id == team_id), None)

    def topic_in(self, chat_id: int) -> int | None:
        """The topic of a group that its team is written to in."""
        return next((t.topic for t in self.teams if t.chat_id == chat_id), None)

    def members(self, team_id: str) -> Iterator[Person]:
        return (p for p in self.people if p.team == team_id)

    def teams_for(self, site: str | None) -> tuple[Team, ...]:
        """The teams of a site; where no team has it, those marked default; where none is, all."""
        own = tuple(t for t in self.teams if site is not None and site in t.sites)
        return own or tuple(t for t in self.teams if t.default) or self.teams

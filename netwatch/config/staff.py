"""What has to hold among people and teams of the settings file."""

from collections.abc import Iterator

from netwatch.config.document import Document
from netwatch.config.problem import Problem
from netwatch.config.suggestion import did_you_mean
from sop.role import Role


def staff_problems(document: Document) -> Iterator[Problem]:
    """Works on the raw document, so that it speaks even when single values are wrong as well."""
    teams: dict[object, int] = {}
    for index, team in document.entries("teams"):
        yield from _once(document, teams, ("teams", index, "id"), team.get("id"), "team id")
    telegram_ids: dict[object, int] = {}
    for index, person in document.entries("people"):
        telegram_id = person.get("telegram_id")
        yield from _once(document, telegram_ids, ("people", index, "telegram_id"), telegram_id, "telegram_id")
        team_id = person.get("team")
        if isinstance(team_id, str) and team_id not in teams:
            hint = did_you_mean(team_id, map(str, teams)) or "; add it under teams:"
            yield document.problem_at(("people", index, "team"), f"there is no team {team_id!r}{hint}")
        if person.get("role") == Role.TIM_LAPANGAN and team_id is None:
            yield document.problem_at(
                ("people", index), "a person of tim_lapangan needs a team; write team: ID"
            )


def _once(
    document: Document, seen: dict[object, int], key_path: tuple[str, int, str], value: object, what: str
) -> Iterator[Problem]:
    if not isinstance(value, str | int):
        return
    if value in seen:
        yield document.problem_at(
            key_path, f"the {what} {value!r} is already given in line {seen[value]}; give each its own"
        )
    else:
        seen[value] = document.place(key_path)[0]

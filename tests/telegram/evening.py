"""How an evening is told: what each person sees, and what is on record of it in the end."""

from datetime import datetime, timedelta
from typing import Any

from tests.telegram.play import Play, head, labels


def sees(play: Play, name: str) -> list[str]:
    """The new messages as a lock screen shows them, with their buttons; those without a sound in brackets."""
    told = []
    for shown in play.new(name):
        line = head(shown) + "".join(f" [{label}]" for label in labels(shown))
        told.append(f"({line})" if shown.silent else line)
    return told


def read_by_all(play: Play) -> None:
    """Everybody has read what they have."""
    for name in play.people:
        play.new(name)


def nobody_else_sees(play: Play, *names: str) -> bool:
    """Whether nobody but these has anything that was not looked at yet."""
    return not any(play.new(name) for name in play.people if name not in names)


async def after(play: Play, **span: float) -> None:
    """So long after the latest ticket was opened, everything that time brings having been told."""
    opened = (await play.tickets())[-1].opened_at
    left = (opened + timedelta(**span) - play.now()).total_seconds()
    await play.passes(left, looking_every=max(20.0, left / 40))
    await play.settles()


def steps(ticket: Any) -> list[str]:
    """`4 Dedi`, `5 Dedi, late`, `7 netwatch, not needed`, of a ticket's JSON."""
    return [
        f"{step['no']} {step['done_by']}" + ", late" * step["breached"] + ", not needed" * step["skipped"]
        for step in ticket["steps"]
    ]


def limits(ticket: Any) -> dict[int, float]:
    """Minutes that each step had, as far as it has a limit."""
    return {
        step["no"]: (_time(step["due_at"]) - _time(step["started_at"])) / timedelta(minutes=1)
        for step in ticket["steps"] if step["due_at"] is not None
    }


def deeds(ticket: Any, *events: str) -> list[str]:
    """`Dedi acknowledged` of the ticket's history, in order; only these events where any are given."""
    return [
        f"{entry['actor']} {entry['event']}" for entry in ticket["history"] if not events or entry["event"] in events
    ]


def _time(iso: str) -> datetime:
    return datetime.fromisoformat(iso)

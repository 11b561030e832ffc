"""Turns what was told into the table."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bench.detection.plan import SCENARIOS, Round, Scenario
from bench.detection.told import Told
from bench.detection.watcher import Pace

_HEAD = ("", "rounds", "told of the cause", "median s (min to max)", "messages", "false")


@dataclass(frozen=True, slots=True)
class Result:
    """One round under one watcher. `after`: seconds from the fault to the first word of its cause, None for none;
    `messages` all that were sent, recoveries too; `false` those about a device that was not the cause."""

    scenario: Scenario
    watcher: str
    pace: Pace
    lasted: float
    after: float | None
    messages: int
    false: int


def judge(watcher: str, pace: Pace, told: Iterable[Told], each: Round) -> Result:
    heard = sorted((t for t in told if each.since <= t.at < each.until), key=lambda t: t.at)
    right = [t for t in heard if t.device in each.scenario.cause]
    return Result(
        each.scenario, watcher, pace, each.until - each.since, right[0].at - each.since if right else None,
        len(heard), len(heard) - len(right),
    )  # fmt: skip


def markdown(results: Sequence[Result]) -> str:
    """One table a scenario, its rows the watchers in the order of their names."""
    parts = []
    for scenario in SCENARIOS:
        of_it = [r for r in results if r.scenario is scenario]
        if not of_it:
            continue
        rows = [_HEAD, tuple("---" for _ in _HEAD)]
        rows += [_row(scenario, *key, of_it) for key in sorted({(r.pace, r.watcher) for r in of_it}, key=_order)]
        parts.append(f"**{scenario.title}**\n\n" + "\n".join(f"| {' | '.join(row)} |" for row in rows))
    return "\n\n".join(parts)


def _order(key: tuple[Pace, str]) -> tuple[bool, str]:
    # netwatch is spelt small, and so comes last.
    return key[0] is not Pace.USUAL, key[1]


def _row(scenario: Scenario, pace: Pace, watcher: str, results: Sequence[Result]) -> tuple[str, ...]:
    own = [r for r in results if (r.pace, r.watcher) == (pace, watcher)]
    after = [r.after for r in own if r.after is not None]
    told = f"{len(after)} of {len(own)}" if scenario.cause else "nobody should"
    longest = max(r.lasted for r in own)
    if after:
        times = f"{statistics.median(after):.1f} ({min(after):.1f} to {max(after):.1f})"
    else:
        times = f"not within {longest:.0f}" if scenario.cause else "–"
    messages = statistics.median(r.messages for r in own)
    return f"{watcher}, {pace}", str(len(own)), told, times, f"{messages:g}", str(sum(r.false for r in own))

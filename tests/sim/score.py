"""Scores the real decisions against the truth: `python -m tests.sim.score --seed 1 --days 100`.

Each simulated day has a city and faults of its own. The table counts what a duty officer would complain of; every
day that went wrong is named by its seed, and `--story SEED` plays that day again and prints it line by line.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing import Pool

from netwatch.core.policy import Policy
from netwatch.core.ticket import Source
from netwatch.inventory.model import Inventory
from netwatch.inventory.topology import roots
from netwatch.timetable import WOBBLE
from tests.sim.agent_polls import AgentPolls, misjudged
from tests.sim.cities import random_city
from tests.sim.faults import KINDS, Fault, draw_fault, schedule_fault
from tests.sim.ledger import Ledger, Life
from tests.sim.network import Network
from tests.sim.truth import Truth, observe, slowest_ticket
from tests.sim.watch import Watch

DAY, WEEK = 86_400.0, 7 * 86_400.0
WARM_UP = 60.0
CALM = 3_600.0
"""Seconds at the end of a run without any fault: everything has to be closed by then."""

COMPLAINTS = (
    "false", "missed", "duplicate", "wrong root", "wrong impacted", "wrongly closed", "left open",
    "false isolation", "missed isolation", "late isolation", "agent false", "agent missed",
    "missed flapping",
)
ISOLATED_WITHIN = 15.0
FLAPPING_WITHIN = 480.0
"""Seconds: seven of the twenty samples of half a minute have to change, and the first blinks may go unseen."""


@dataclass
class Score:
    """`complaints` by name; `delays` from the beginning of a silence to its ticket in seconds; `per_fault`: by kind of
    fault, how many new messages each day with it gave."""

    complaints: Counter[str] = field(default_factory=Counter)
    episodes: int = 0
    tickets: int = 0
    messages: Counter[str] = field(default_factory=Counter)
    delays: list[float] = field(default_factory=list)
    per_fault: dict[str, list[int]] = field(default_factory=dict)
    faults: int = 0
    probes: int = 0
    details: list[str] = field(default_factory=list)

    def add(self, other: Score) -> None:
        self.complaints += other.complaints
        self.messages += other.messages
        self.delays += other.delays
        for kind, counts in other.per_fault.items():
            self.per_fault.setdefault(kind, []).extend(counts)
        self.details += other.details
        self.episodes += other.episodes
        self.tickets += other.tickets
        self.faults += other.faults
        self.probes += other.probes

    def complain(self, what: str, detail: str) -> None:
        self.complaints[what] += 1
        self.details.append(f"{what}: {detail}")


@dataclass(frozen=True)
class Plan:
    """One day: its city, what befalls it, and how long it is watched, in seconds."""

    inventory: Inventory
    faults: list[Fault]
    seconds: float
    gateway: bool = True


def single_fault_day(seed: int, most: int = 200) -> Plan:
    """One fault in a random city; one day in four netwatch is killed while it lasts."""
    luck = random.Random(seed)
    inventory = random_city(luck, int(10 * (most / 10) ** luck.random()))
    kind = luck.choice(KINDS)
    fault = draw_fault(luck, inventory, kind, luck.uniform(WARM_UP + 60.0, DAY - 6 * CALM))
    faults = [fault]
    if luck.random() < 0.25:
        at = luck.uniform(fault.start, min(fault.end + 120.0, fault.start + 600.0))
        faults.append(Fault("restart", at, at))
    # Without a gateway the devices without parents testify, and at least two are needed.
    gateway = len(roots(inventory)) < 2 or kind == "power" or luck.random() < 0.5
    return Plan(inventory, faults, DAY, gateway)


def overlapping_day(seed: int, most: int = 200) -> Plan:
    """Two to five faults within half an hour of each other."""
    luck = random.Random(seed)
    inventory = random_city(luck, int(10 * (most / 10) ** luck.random()))
    first = luck.uniform(WARM_UP + 60.0, DAY / 2)
    kinds = [k for k in KINDS if k not in ("flapping", "isolation", "no-route")]
    faults = [
        draw_fault(luck, inventory, luck.choice(kinds), first + luck.uniform(0.0, 1800.0))
        for _ in range(luck.randint(2, 5))
    ]
    return Plan(inventory, faults, DAY)


def busy_week(seed: int, most: int = 1000) -> Plan:
    """Seven days of `most` devices with twenty faults a day, some of them at the same time."""
    luck = random.Random(seed)
    inventory = random_city(luck, most)
    kinds = [k for k in KINDS if k not in ("loss", "congestion")]
    starts = sorted(luck.uniform(WARM_UP + 60.0, WEEK - 6 * CALM) for _ in range(140))
    return Plan(inventory, [draw_fault(luck, inventory, luck.choice(kinds), start) for start in starts], WEEK)


def lossy_week(seed: int, most: int = 1000) -> Plan:
    """Seven days in which every fifth probe of each of `most` devices is lost, and twenty of their links are cut."""
    luck = random.Random(seed)
    inventory = random_city(luck, most)
    everywhere = Fault("loss", 600.0, WEEK, tuple(inventory.devices), share=0.2)
    starts = sorted(luck.uniform(7_200.0, WEEK - 6 * CALM) for _ in range(20))
    return Plan(inventory, [everywhere, *(draw_fault(luck, inventory, "cut", start) for start in starts)], WEEK)


def play(plan: Plan, seed: int, policy: Policy, tell: Callable[[str], None] = lambda line: None) -> Score:
    """Lets one plan happen and scores it."""
    network = Network(plan.inventory, seed)
    watch = Watch(plan.inventory, network, policy, gateway=plan.gateway)

    def timed(line: str) -> None:
        tell(f"{watch.now:10.1f}  {line}")

    watch.tell = timed
    ledger = Ledger(watch, timed)
    polls = AgentPolls(watch, plan.faults, timed)
    for fault in plan.faults:
        schedule_fault(watch, fault)
    watch.run(plan.seconds + CALM)
    truth = observe(Network(plan.inventory, seed), plan.faults, plan.seconds + CALM)
    score = Score(faults=len(plan.faults), probes=watch.probes, messages=ledger.messages)
    if len(kinds := {fault.kind for fault in plan.faults} - {"restart"}) == 1:
        score.per_fault[kinds.pop()] = [sum(ledger.messages.values())]
    judge(score, ledger, truth, plan, policy)
    polls.end()
    for what, detail in misjudged(polls, plan.faults, truth):
        score.complain(what, detail)
    return score


def judge(score: Score, ledger: Ledger, truth: Truth, plan: Plan, policy: Policy) -> None:
    """Compares the tickets' lives with the truth."""
    slack = slowest_ticket(policy)
    lives = [life for life in ledger.lives.values() if life.source is Source.PROBE]
    score.tickets += len(lives)
    spans: dict[str, list[tuple[float, float]]] = {}
    for episode in truth.episodes:
        spans.setdefault(episode.root, []).append((episode.start, episode.end))
    for life in lives:
        if not any(truth.was_silent(device, life.opened - slack, life.opened) for device in life.first):
            score.complain("false", f"ticket {life.id} for {life.root} at {life.opened:.1f}")
            continue
        since, root = life.roots[-1]
        if not life.merged and not any(s - 1.0 <= since <= e + slack for s, e in spans.get(root, ())):
            score.complain("wrong root", f"ticket {life.id} for {root} since {life.opened:.1f}")
        for at, devices in life.closings:
            # so long nobody can know that it has fallen again
            unseen = policy.interval * (1.0 + WOBBLE) + policy.timeout
            if not life.merged and any(truth.is_silent_since(device, at - unseen, at) for device in devices):
                score.complain("wrongly closed", f"ticket {life.id} of {', '.join(devices)} at {at:.1f}")
    _judge_episodes(score, lives, truth, plan, policy)
    _judge_flapping(score, lives, plan)
    _judge_isolations(score, ledger, truth, plan)
    for ticket in ledger.open:
        score.complain("left open", f"ticket {ticket.id} for {ticket.root}")


def _judge_flapping(score: Score, lives: list[Life], plan: Plan) -> None:
    """Whether a device that went up and down for long got its ticket meanwhile, however short each time."""
    for fault in plan.faults:
        if fault.kind == "flapping" and fault.end - fault.start >= FLAPPING_WITHIN:
            (device,) = fault.devices
            own = [life for life in lives if device in [root for _, root in life.roots]]
            if not any(life.was_open(fault.start, fault.end) for life in own):
                score.complain("missed flapping", f"{device} every {fault.period:.1f} s from {fault.start:.1f}")


def _judge_isolations(score: Score, ledger: Ledger, truth: Truth, plan: Plan) -> None:
    incidents = [life for life in ledger.lives.values() if life.source is Source.MONITOR]
    for life in incidents:
        if not any(start <= life.opened <= end + 1.0 for start, end in truth.isolations):
            score.complain("false isolation", f"at {life.opened:.1f}")
    restarted = [fault.start for fault in plan.faults if fault.kind == "restart"]
    for start, end in truth.isolations:
        if end - start < ISOLATED_WITHIN + 1.0 or any(start - 60.0 < at < end for at in restarted):
            continue
        if any(other < start < until for other, until in truth.isolations):
            continue  # part of an isolation that was there already
        noticed = min((life.opened for life in incidents if start <= life.opened <= end), default=None)
        if noticed is None:
            score.complain("missed isolation", f"from {start:.1f} to {end:.1f}")
        elif noticed - start > ISOLATED_WITHIN:
            score.complain("late isolation", f"noticed {noticed - start:.1f} s after {start:.1f}")


def _judge_episodes(score: Score, lives: list[Life], truth: Truth, plan: Plan, policy: Policy) -> None:
    slack = slowest_ticket(policy)
    flapping = {d for f in plan.faults if f.kind == "flapping" for d in f.devices}
    disturbed = [(f.start, f.start + 60.0) for f in plan.faults if f.kind == "restart"] + truth.isolations
    for episode in truth.episodes:
        lasts = episode.end - episode.start
        if all(truth.was_silent(device, episode.start - 1.0, episode.start - 1.0) for device in episode.devices):
            # Hidden behind another failure until now: a device gets so long to come back when its way is mended.
            lasts -= policy.close_after
        lasts -= truth.blind_within(episode.start, episode.end)
        if lasts < slack or (episode.devices & flapping and lasts < 2 * slack):
            continue
        score.episodes += 1
        own = [life for life in lives if any(r == episode.root for _, r in life.roots)]
        during = [life for life in own if life.was_open(episode.start, episode.end)]
        if not during:
            score.complain("missed", f"{episode.root} from {episode.start:.1f} to {episode.end:.1f}")
            continue
        here = [
            life for life in lives
            if life.root == episode.root and not life.merged and life.was_open(episode.start + slack, episode.end)
        ]
        if len(here) > 1:
            score.complain("duplicate", f"{episode.root}: tickets {[life.id for life in here]}")
        calm = not any(s < episode.end and e > episode.start for s, e in disturbed)
        first = min(
            (at for life in during for at in (life.opened, *life.reopenings) if at >= episode.start - 1.0),
            default=None,
        )
        if first is not None and calm:
            score.delays.append(first - episode.start)
        alone = len(truth.episodes) == 1
        expected = episode.behind | (episode.devices if episode.is_power else frozenset())
        if alone and here and here[0].impacted != expected:
            missing = sorted(expected - here[0].impacted)[:3]
            extra = sorted(here[0].impacted - expected)[:3]
            score.complain("wrong impacted", f"{episode.root}: without {missing}, with {extra}")


def print_table(score: Score, days: int, seconds: float, out: Callable[[str], None]) -> None:
    out(f"{days} days, {score.faults} faults, {score.episodes} silences that need a ticket, {score.tickets} tickets")
    for name in COMPLAINTS:
        out(f"  {name:<16}{score.complaints[name]:>8}")
    if score.delays:
        ordered = sorted(score.delays)
        p99 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
        out(f"  time to ticket: median {statistics.median(ordered):.1f} s, p99 {p99:.1f} s, most {ordered[-1]:.1f} s")
    if score.episodes:
        sent = sum(score.messages.values())
        out(f"  messages to the Kasi per silence: {sent / score.episodes:.2f} ({dict(score.messages)})")
    for kind, counts in sorted(score.per_fault.items()):
        out(f"  messages per {kind}: median {statistics.median(counts):.0f}, most {max(counts)}, {len(counts)} days")
    out(f"  {score.probes} probes simulated one by one, {seconds:.1f} s of computing")


DAYS = {"single": single_fault_day, "overlapping": overlapping_day, "week": busy_week, "lossy": lossy_week}


def one_day(task: tuple[str, int, int]) -> tuple[int, Score]:
    kind, seed, most = task
    return seed, play(DAYS[kind](seed, most), seed, Policy())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--days", type=int, default=200)
    parser.add_argument("--kind", choices=sorted(DAYS), default="single")
    parser.add_argument("--most", type=int, default=200, help="devices of the largest city (at most 2000)")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--story", type=int, metavar="SEED", help="play this one day and print what happens")
    args = parser.parse_args()
    if args.story is not None:
        score = play(DAYS[args.kind](args.story, args.most), args.story, Policy(), print)
        print("\n".join(score.details) or "nothing to complain of")
        return 1 if score.complaints else 0
    began, total = time.perf_counter(), Score()
    tasks = [(args.kind, seed, args.most) for seed in range(args.seed, args.seed + args.days)]
    with Pool(args.jobs) as pool:
        for seed, score in pool.imap(one_day, tasks, chunksize=8):
            for line in score.details:
                print(f"seed {seed}: {line}")
            total.add(score)
    print_table(total, args.days, time.perf_counter() - began, print)
    return 1 if total.complaints else 0


if __name__ == "__main__":
    sys.exit(main())

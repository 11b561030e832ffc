"""Two limits instead of one, so that a value which wavers about a limit does not make a problem come and go."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Band:
    """It trips at `problem` and above, and clears below `ok`, which is lower; between the two nothing changes."""

    problem: float
    ok: float

    def __post_init__(self) -> None:
        if not self.ok < self.problem:
            raise ValueError(f"ok ({self.ok:g}) has to be below problem ({self.problem:g})")

    def trips(self, value: float, was_tripped: bool) -> bool:
        return value >= (self.ok if was_tripped else self.problem)

    def at(self, problem: float) -> "Band":
        """The same band about another limit: `ok` lies below it in the same proportion."""
        return Band(problem, problem * self.ok / self.problem)

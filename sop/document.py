"""The SOP as a document: what the office signed, as validated data."""

from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Literal, Self

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from sop.limit import seconds
from sop.moments import moments
from sop.role import Role

SHIPPED = "048-SOP-ESDU-2019.yaml"

REQUIRED_KEYS = ("report", "receive", "kasi_receive", "team_receive", "repair", "done")
"""The steps that tickets are tied to, in this order; others, such as `forward`, may stand between them."""

Text = Annotated[str, Field(min_length=1)]
# strictness gives way only where YAML has no such type: it has lists for tuples, words for enums
Lines = Annotated[tuple[Text, ...], Field(strict=False)]
Moments = Annotated[tuple[float, ...] | None, BeforeValidator(moments)]
Day = Annotated[date, Field(strict=False)]


USUALLY = 0.8
"""The part of its limit after which a step's actor is reminded, where the document names no moments."""


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, populate_by_name=True)


class Activity(_Strict):
    """One row of the SOP's table. `limit` in seconds, None where the SOP sets none; written `5m`, `24h`.

    `no` is called `step` in the file, since YAML reads a bare `no` as a boolean. `key` names the step for the
    program. `remind`: seconds after the step's start when its actor is reminded, None for 80 % of the limit, empty
    for never. `on_breach`: `advance`: when the limit passes the step counts as passed over and the next begins;
    `wait`: it stays in progress.
    """

    no: Annotated[int, Field(ge=1, alias="step")]
    key: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    activity: Text
    role: Annotated[Role, Field(strict=False)]
    requirement: Text | None = None
    limit: Annotated[float | None, BeforeValidator(seconds)] = None
    output: Text | None = None
    remind: Moments = None
    on_breach: Literal["advance", "wait"] = "wait"

    @field_validator("role")
    @classmethod
    def _plays_a_part(cls, role: Role) -> Role:
        if role is Role.ADMIN:
            others = ", ".join(other for other in Role if other is not Role.ADMIN)
            raise ValueError(f"admin has no part in the SOP: write one of {others}")
        return role

    @model_validator(mode="after")
    def _reminds_before_the_limit(self) -> Self:
        late = [at for at in self.remind or () if self.limit is None or at >= self.limit]
        if late:
            raise ValueError(
                f"step {self.no} reminds {late[0]:g} s after its start, when there is no time left: write moments "
                "before its limit"
            )
        return self

    @property
    def reminders(self) -> tuple[float, ...]:
        """Seconds after the step's start, rising, all before its limit."""
        if self.limit is None:
            return ()
        return (USUALLY * self.limit,) if self.remind is None else tuple(sorted(set(self.remind)))


class Sop(_Strict):
    """The document whole. `approved_by` is a position, never a person's name or NIP."""

    number: Text
    name: Text
    issued_by: Lines = ()
    created: Day | None = None
    revised: Day | None = None
    effective: Day | None = None
    approved_by: Text | None = None
    legal_basis: Lines = ()
    qualifications: Lines = ()
    equipment: Lines = ()
    related: Lines = ()
    warnings: Lines = ()
    records: Lines = ()
    steps: Annotated[tuple[Activity, ...], Field(strict=False)]

    @model_validator(mode="after")
    def _fits_the_machine(self) -> Self:
        if not self.steps:
            raise ValueError(f"steps is empty: write at least {', '.join(REQUIRED_KEYS)}")
        for position, step in enumerate(self.steps, start=1):
            if step.no != position:
                raise ValueError(f"step {step.no} stands in place {position}: number the steps 1, 2, 3 …")
        keys = [step.key for step in self.steps]
        for step in self.steps:
            if step.key in keys[: step.no - 1]:
                raise ValueError(f"step {step.no}: the key {step.key!r} is taken, write one of its own")
        missing = [key for key in REQUIRED_KEYS if key not in keys]
        if missing:
            raise ValueError(f"no step has the key {', '.join(missing)}: give it to the step that does this")
        if [key for key in keys if key in REQUIRED_KEYS] != list(REQUIRED_KEYS):
            raise ValueError(f"the steps are out of order: write them as {', '.join(REQUIRED_KEYS)}")
        last = self.steps[-1]
        if last.key != REQUIRED_KEYS[-1]:
            raise ValueError(f"the last step has the key {last.key!r}: end with {REQUIRED_KEYS[-1]!r}")
        if last.limit is not None:
            raise ValueError(f"step {last.no} is the end and cannot run late: leave its limit out")
        return self

    def step(self, key: str) -> Activity:
        """Raises KeyError, naming the keys there are."""
        for activity in self.steps:
            if activity.key == key:
                return activity
        raise KeyError(f"SOP {self.number} has no step {key!r}, only " + ", ".join(a.key for a in self.steps))

    def numbered(self, no: int) -> Activity | None:
        """None for a number past the end, as in a ticket that was opened under a longer SOP."""
        return self.steps[no - 1] if 0 < no <= len(self.steps) else None


def shipped_path() -> Path:
    """The file of the SOP that ships with the package."""
    return Path(str(files("sop").joinpath(SHIPPED)))


def load_shipped() -> Sop:
    """The SOP that ships. Raises nothing on an unharmed installation."""
    return Sop.model_validate(yaml.safe_load(shipped_path().read_text(encoding="utf-8")))

"""The SOP as a document: what the office signed, as validated data."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from sop.role import Role


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Activity(_Strict):
    """One row of the SOP's table. `limit` in seconds, None where the SOP sets none.

    `on_breach`: `advance`: when the limit passes the step counts as passed over and the next begins;
    `wait`: it stays in progress.
    """

    no: Annotated[int, Field(ge=1)]
    activity: str
    role: Role
    requirement: str | None = None
    limit: float | None = None
    output: str | None = None
    on_breach: Literal["advance", "wait"] = "wait"


class Sop(_Strict):
    number: str
    name: str
    steps: tuple[Activity, ...]

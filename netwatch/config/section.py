"""The base of every model that a file is read into."""

from pydantic import BaseModel, ConfigDict


class Section(BaseModel):
    """Unknown keys and values of another kind are errors; values neither change nor show in errors."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)

"""Which keys a model allows at a place in its file."""

from collections.abc import Iterator, Sequence
from typing import Any, get_args

from pydantic import BaseModel


def allowed_keys(model: type[BaseModel], key_path: Sequence[str | int]) -> list[str]:
    """The keys of the model that `key_path` leads to from `model`, as files spell them; [] where none is."""
    kinds: list[Any] = [model]
    for step in key_path:
        kinds = [inner for kind in kinds for inner in _inside(kind, step)] or kinds
    return [alias for kind in kinds for found in _models(kind) for alias in _aliases(found)]


def _aliases(model: type[BaseModel]) -> Iterator[str]:
    return (field.alias or name for name, field in model.model_fields.items())


def _inside(kind: Any, step: str | int) -> Iterator[Any]:
    for model in _models(kind):
        for name, field in model.model_fields.items():
            if step in (field.alias, name):
                yield field.annotation


def _models(kind: Any) -> Iterator[type[BaseModel]]:
    """The models an annotation speaks of, through Optional, tuples, lists, dicts and Annotated."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield kind
        return
    for argument in get_args(kind):
        yield from _models(argument)

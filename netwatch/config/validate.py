"""A pydantic model over a located document: every error at once, in plain words, at its line."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from netwatch.config.document import Document
from netwatch.config.located_yaml import load_document
from netwatch.config.model_keys import allowed_keys
from netwatch.config.problem import ConfigError, Problem
from netwatch.config.shown_value import is_secret, shown_value
from netwatch.config.suggestion import did_you_mean

M = TypeVar("M", bound=BaseModel)
KeyPath = Sequence[str | int]


def load_model(path: Path, model: type[M]) -> M:
    """The YAML file as `model`. Raises ConfigError with every problem of the file."""
    return validate(load_document(path), model)


def validate(document: Document, model: type[M], context: Mapping[str, object] | None = None) -> M:
    """The document's content as `model`; `context` reaches its validators. Raises ConfigError.

    The content goes through pydantic's JSON mode: strict there means what a file's author expects (a list is
    a tuple, a word is an enum's value, but a number is no text and a text no number).
    """
    try:
        return model.model_validate_json(json.dumps(document.plain()), context=dict(context or {}))
    except ValidationError as fault:
        errors = fault.errors(include_url=False, include_context=True, include_input=True)
        problems = {_problem(document, model, error) for error in errors}
    # Outside the handler: pydantic's error knows the values, and among them are secrets.
    raise ConfigError(problems)


def _problem(document: Document, model: type[BaseModel], error: ErrorDetails) -> Problem:
    path = error["loc"]
    if error["type"] == "missing":
        return document.problem_at(path[:-1], f"the key {path[-1]!r} is missing here; add it")
    if error["type"] == "extra_forbidden":
        return document.problem_at(path, _unknown_key(model, path), at_key=True)
    return document.problem_at(path, _sentence(error, path), at_key="[key]" in path)


def _unknown_key(model: type[BaseModel], path: KeyPath) -> str:
    known = allowed_keys(model, path[:-1])
    hint = did_you_mean(str(path[-1]), known) or f"; known here: {', '.join(known)}"
    return f"the key {path[-1]!r} is not known{hint}"


def _sentence(error: ErrorDetails, path: KeyPath) -> str:
    write = _REMEDIES.get(error["type"])
    # Where a mapping belongs, a single value may be the secret that should have stood inside it.
    single = write is _MAPPING and not isinstance(error["input"], list | type(None))
    shown = "a single value" if single else shown_value(error["input"], path)
    if write is not None and error["input"] is None:
        return "no value stands here; write one, or remove the key"
    if write is not None:
        return f"{shown} {write(error, path)}"
    message = error["msg"].removeprefix("Value error, ").removeprefix("Assertion failed, ")
    if error["type"] in ("value_error", "assertion_error"):
        return message
    return f"{shown} does not fit: {message[:1].lower()}{message[1:]}"


def _text(error: ErrorDetails, path: KeyPath) -> str:
    value = error["input"]
    if isinstance(value, bool) or not isinstance(value, int | float):
        return "is not a text; write one, in quotes if need be"
    return "is a number where a text belongs; put it in quotes" + ("" if is_secret(path) else f': "{value}"')


def _choice(error: ErrorDetails, path: KeyPath) -> str:
    choices = [word.strip("'") for word in error["ctx"]["expected"].replace(" or ", ", ").split(", ")]
    value = error["input"]
    hint = did_you_mean(value, choices) if isinstance(value, str) else ""
    return f"is not known; write one of {', '.join(choices)}{hint}"


def _bound(relation: str, key: str) -> Callable[[ErrorDetails, KeyPath], str]:
    return lambda error, path: f"has to be {relation} {error['ctx'][key]}"


def _fixed(sentence: str) -> Callable[[ErrorDetails, KeyPath], str]:
    return lambda error, path: sentence


_WHOLE = _fixed("is not a whole number; write one without quotes, such as 5")
_LIST = _fixed("stands where a list belongs; write [a, b], or one '- a' a line")
_MAPPING = _fixed("stands where 'key: value' entries belong; write them indented below, or {key: value}")

_REMEDIES: dict[str, Callable[[ErrorDetails, KeyPath], Any]] = {
    "string_type": _text,
    "string_too_short": _fixed("is empty; write a text"),
    "too_short": _fixed("stands here without an item; write at least one"),
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_from_float": _WHOLE,
    "float_type": _fixed("is not a number; write one without quotes, such as 0.5"),
    "bool_type": _fixed("is neither true nor false; write one of them"),
    "path_type": _fixed("is not a file's name; write one"),
    "tuple_type": _LIST,
    "list_type": _LIST,
    "dict_type": _MAPPING,
    "model_type": _MAPPING,
    "model_attributes_type": _MAPPING,
    "enum": _choice,
    "literal_error": _choice,
    "greater_than": _bound("more than", "gt"),
    "greater_than_equal": _bound("at least", "ge"),
    "less_than": _bound("less than", "lt"),
    "less_than_equal": _bound("at most", "le"),
}

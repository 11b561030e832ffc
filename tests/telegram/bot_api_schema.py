"""Checks requests and responses against the official Bot API schema, where it lies beside the repo.

The schema lists for each method its parameters, for each type its fields, with types and whether required;
lengths stand in the descriptions ("1-4096 characters", "1-64 bytes", "must include 2-10 items").
"""

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from netwatch.demo.botapi.multipart import Part

SCHEMA_FILE = Path(__file__).resolve().parents[3] / "shared" / "telegram" / "bot-api-10.1.json"
ABSENT = f"the official Bot API schema is not at hand (looked for {SCHEMA_FILE})"

_LENGTH = re.compile(r"(\d+)-(\d+) (characters|bytes)", re.IGNORECASE)
_ITEMS = re.compile(r"must include (\d+)-(\d+) items")
_RANGE = re.compile(r"Values between (\d+)-(\d+) are accepted")
_AT_MOST = re.compile(r"At most (\d+) \w+ can be specified")
_LITERAL = re.compile(r"(?:always|must be) [\"“]?(\w+)[\"”]?$")
_ARRAY = "Array of "

Field = dict[str, Any]


def load_schema() -> "BotApiSchema | None":
    """None when the schema does not lie beside the repo."""
    if not SCHEMA_FILE.exists():
        return None
    document = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    return BotApiSchema(document["methods"], document["types"])


@dataclass(frozen=True, slots=True)
class BotApiSchema:
    methods: dict[str, Any]
    types: dict[str, Any]

    def request_problems(self, method: str, params: dict[str, Any]) -> list[str]:
        """`params` as they came over HTTP: text, and uploaded parts by their name."""
        if method not in self.methods:
            return [f"{method}: no such method"]
        attached = {name for name, value in params.items() if isinstance(value, Part)}
        fields = self.methods[method].get("fields", [])
        named = {each["name"] for each in fields}
        # parts that are no parameter themselves must be meant by some attach://
        texts = " ".join(str(value) for value in params.values() if not isinstance(value, Part))
        loose = {name for name in attached - named if f"attach://{name}" in texts}
        given = {name: value for name, value in params.items() if name not in loose}
        decoded = {each["name"]: _decoded(given[each["name"]], each["types"])
                   for each in fields if each["name"] in given}
        unknown = {name: value for name, value in given.items() if name not in named}
        return self._object_problems(method, fields, {**unknown, **decoded})

    def response_problems(self, method: str, response: dict[str, Any]) -> list[str]:
        if response.get("ok") is True:
            extra = set(response) - {"ok", "result", "description"}
            problems = [f"{method} response: unknown {name}" for name in sorted(extra)]
            returns = self.methods[method]["returns"]
            return problems + self._union_problems(f"{method} result", returns, response.get("result"))
        where = f"{method} response"
        problems = [] if isinstance(response.get("error_code"), int) else [f"{where}: no error_code"]
        if not isinstance(response.get("description"), str):
            problems.append(f"{where}: no description")
        if "parameters" in response:
            problems += self._type_problems(where, "ResponseParameters", response["parameters"])
        return problems

    def _object_problems(self, where: str, fields: list[Field], value: dict[str, Any]) -> list[str]:
        known = {each["name"]: each for each in fields}
        problems = [f"{where}: unknown {name}" for name in value if name not in known]
        problems += [f"{where}: missing {each['name']}" for each in fields
                     if each["required"] and each["name"] not in value]
        for name, item in value.items():
            if name in known:
                place = f"{where}.{name}"
                problems += self._union_problems(place, known[name]["types"], item)
                problems += _size_problems(place, known[name]["description"], item, value)
        return problems

    def _union_problems(self, where: str, types: list[str], value: Any) -> list[str]:
        """None if one of the types takes the value; else what the nearest one says."""
        attempts = [self._type_problems(where, each, value) for each in types]
        # a type whose own name is in the value is nearer than one with fewer complaints
        return min(attempts, key=lambda said: (sum(": must be " in each for each in said), len(said)))

    def _type_problems(self, where: str, kind: str, value: Any) -> list[str]:
        if kind.startswith(_ARRAY):
            if not isinstance(value, list):
                return [f"{where}: {type(value).__name__} instead of an array"]
            inner = kind.removeprefix(_ARRAY)
            return [problem for number, item in enumerate(value)
                    for problem in self._type_problems(f"{where}[{number}]", inner, item)]
        if kind in _PLAIN:
            fits = isinstance(value, _PLAIN[kind]) and (kind == "Boolean" or not isinstance(value, bool))
            return [] if fits else [f"{where}: {type(value).__name__} instead of {kind}"]
        if kind == "InputFile":
            return [] if isinstance(value, Part) else [f"{where}: no file was uploaded"]
        definition = self.types[kind]
        if subtypes := definition.get("subtypes"):
            return self._union_problems(where, subtypes, value)
        if not isinstance(value, dict):
            return [f"{where}: {type(value).__name__} instead of {kind}"]
        return self._object_problems(f"{where}({kind})", definition.get("fields", []), value)


@dataclass(slots=True)
class SchemaObserver:
    """Plugged into the server: collects what is wrong with accepted requests and with all responses.

    Requests that were refused are not judged: tests send wrong ones on purpose.
    """

    schema: BotApiSchema
    problems: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def __call__(self, method: str, params: dict[str, Any], response: dict[str, Any]) -> None:
        if method not in self.schema.methods:
            return
        self.seen.add(method)
        if response["ok"]:
            self.problems += self.schema.request_problems(method, params)
        self.problems += self.schema.response_problems(method, response)


_PLAIN: dict[str, tuple[type, ...]] = {
    "Integer": (int,), "Boolean": (bool,), "String": (str,), "Float": (float, int), "True": (bool,),
}  # fmt: skip


def _decoded(value: Any, types: list[str]) -> Any:
    """What the text that HTTP carries stands for; the text itself where it is none of the types."""
    if isinstance(value, Part):
        return value
    if "Integer" in types and re.fullmatch(r"-?\d+", value):
        return int(value)
    if "String" in types:
        return value
    if "Boolean" in types:
        return {"true": True, "false": False, "1": True, "0": False}.get(value.lower(), value)
    try:
        return json.loads(value)
    except ValueError:
        return value


def _size_problems(where: str, description: str, value: Any, siblings: dict[str, Any]) -> list[str]:
    if isinstance(value, str):
        # how long a text is after parsing, only the server knows
        marked_up = "pars" in description and any("parse_mode" in name for name in siblings)
        return _literal_problems(where, description, value) + (
            [] if marked_up else _length_problems(where, description, value)
        )
    if isinstance(value, list):
        problems = _outside(where, _ITEMS.search(description), len(value), "items")
        if (most := _AT_MOST.search(description)) and len(value) > int(most[1]):
            problems.append(f"{where}: {len(value)} items, at most {most[1]} are allowed")
        return problems
    if isinstance(value, int):
        return _outside(where, _RANGE.search(description), value, "")
    return []


def _literal_problems(where: str, description: str, value: str) -> list[str]:
    literal = _LITERAL.search(description)
    return [f"{where}: must be {literal[1]}, not {value!r}"] if literal and value != literal[1] else []


def _length_problems(where: str, description: str, value: str) -> list[str]:
    found = _LENGTH.search(description)
    unit = found[3].lower() if found else ""
    return _outside(where, found, len(value.encode()) if unit == "bytes" else len(value), unit)


def _outside(where: str, bounds: re.Match[str] | None, size: int, unit: str) -> list[str]:
    if bounds is None or int(bounds[1]) <= size <= int(bounds[2]):
        return []
    return [f"{where}: {size} {unit}".rstrip() + f", allowed are {bounds[1]}-{bounds[2]}"]

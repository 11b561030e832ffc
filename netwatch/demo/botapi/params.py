"""A request's parameters, from the query string, a form, JSON or multipart: Telegram takes each of them.

Every value becomes text, as in Telegram's own server: what was nested stays JSON until a method reads it.
"""

import json
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from netwatch.demo.botapi.errors import bad_request
from netwatch.demo.botapi.multipart import MalformedBody, Part, parse_multipart


@dataclass(slots=True)
class Params:
    values: dict[str, str] = field(default_factory=dict)
    files: dict[str, Part] = field(default_factory=dict)

    def text(self, name: str) -> str:
        return self.values.get(name, "")

    def required(self, name: str) -> str:
        """Raises the 400 for a parameter that is missing or empty."""
        if not (value := self.text(name)):
            raise bad_request(f'parameter "{name}" is required')
        return value

    def integer(self, name: str, default: int = 0) -> int:
        """The leading number; 0 for what is none, as Telegram reads it."""
        value = self.text(name)
        return leading_integer(value) if value else default

    def boolean(self, name: str) -> bool:
        return self.text(name).strip().lower() in ("true", "yes", "1")

    def json(self, name: str, complaint: str) -> Any:
        """The decoded value, None when absent; raises a 400 with `complaint` when it is not JSON."""
        value = self.text(name)
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(complaint) from None

    def shown(self) -> dict[str, Any]:
        """For the log and the observer: text values and, by their name, the uploaded files."""
        return {**self.values, **self.files}


def leading_integer(value: str) -> int:
    found = re.match(r"\s*-?\d+", value)
    return int(found.group()) if found else 0


def read_params(query: str, body: bytes, content_type: str) -> Params:
    """Raises a 400 for a body that is not what its content type says."""
    params = Params(dict(parse_qsl(query, keep_blank_values=True)))
    kind = content_type.partition(";")[0].strip().lower()
    if not body:
        return params
    if kind == "application/json":
        params.values.update(_from_json(body))
    elif kind == "application/x-www-form-urlencoded":
        params.values.update(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    elif kind == "multipart/form-data":
        try:
            parts = parse_multipart(body, content_type)
        except MalformedBody as error:
            raise bad_request(str(error)) from None
        for part in parts:
            if part.filename is None:
                params.values[part.name] = part.data.decode("utf-8", "replace")
            else:
                params.files[part.name] = part
    return params


def _from_json(body: bytes) -> dict[str, str]:
    try:
        decoded = json.loads(body)
    except ValueError:
        raise bad_request("can't parse parameter value") from None
    if not isinstance(decoded, dict):
        raise bad_request("JSON object expected")
    return {
        name: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        for name, value in decoded.items()
        if value is not None
    }

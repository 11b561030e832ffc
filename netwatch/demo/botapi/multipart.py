"""multipart/form-data (RFC 7578), as bots upload it: whole bodies in memory, files marked by a filename."""

from dataclasses import dataclass
from email.message import Message


@dataclass(frozen=True, slots=True)
class Part:
    """`filename` None: an ordinary field."""

    name: str
    data: bytes
    filename: str | None = None
    mime_type: str = "application/octet-stream"


class MalformedBody(ValueError):
    """The body is not what its Content-Type says."""


def parse_multipart(body: bytes, content_type: str) -> list[Part]:
    """Raises MalformedBody where boundary, part headers or the end are missing."""
    boundary = _header("Content-Type", content_type).get_param("boundary")
    if not isinstance(boundary, str) or not boundary:
        raise MalformedBody("boundary not found")
    delimiter = b"\r\n--" + boundary.encode("latin-1")
    # a leading line break lets the first delimiter look like all others
    chunks = (b"\r\n" + body).split(delimiter)
    if len(chunks) < 2 or not chunks[-1].startswith(b"--"):
        raise MalformedBody("unexpected end of request content")
    return [_part(chunk) for chunk in chunks[1:-1]]


def _part(chunk: bytes) -> Part:
    head, separator, data = chunk.removeprefix(b"\r\n").partition(b"\r\n\r\n")
    if not separator:
        raise MalformedBody("headers in multipart/form-data are empty")
    headers = Message()
    for line in head.decode("utf-8", "replace").split("\r\n"):
        name, _, value = line.partition(":")
        headers[name.strip()] = value.strip()
    field_name = headers.get_param("name", header="content-disposition")
    if not isinstance(field_name, str):
        raise MalformedBody("field name in multipart/form-data not found")
    return Part(field_name, data, headers.get_filename(), headers.get_content_type())


def _header(name: str, value: str) -> Message:
    message = Message()
    message[name] = value
    return message

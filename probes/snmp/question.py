"""One request to an agent and its answer, without the message around them."""

from dataclasses import dataclass
from enum import IntEnum

from probes.snmp.oid import Oid

Value = int | bytes | Oid


class ErrorStatus(IntEnum):
    """error-status of RFC 3416 section 3, as far as reading can meet it."""

    NO_ERROR = 0
    TOO_BIG = 1
    NO_SUCH_NAME = 2
    GEN_ERR = 5
    NO_ACCESS = 6
    RESOURCE_UNAVAILABLE = 13
    AUTHORIZATION_ERROR = 16


@dataclass(frozen=True, slots=True)
class Question:
    """A GET of `oids`; with `repetitions` above 0 a GETBULK that goes on from them."""

    oids: tuple[Oid, ...]
    repetitions: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """`status` and `index` as in RFC 3416 (`index` counts from 1); None stands for noSuchObject,
    noSuchInstance and endOfMibView."""

    status: int
    index: int
    rows: tuple[tuple[Oid, Value | None], ...]

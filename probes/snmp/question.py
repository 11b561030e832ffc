"""One request to an agent and its answer, without the message around them."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

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


NO_ERROR: Final = ErrorStatus.NO_ERROR
"""For what is asked of every answer: in Python 3.11 it costs a call to name a member by its enumeration."""


@dataclass(frozen=True, slots=True)
class Question:
    """A GET of `oids`; with `repetitions` above 0 a GETBULK that goes on from them."""

    oids: tuple[Oid, ...]
    repetitions: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """`status` and `index` as in RFC 3416 (`index` counts from 1). `values` are those of `oids`, one for one; None
    stands for noSuchObject, noSuchInstance and endOfMibView."""

    status: int
    index: int
    oids: tuple[Oid, ...] = ()
    values: tuple[Value | None, ...] = ()

    @classmethod
    def of(cls, rows: Iterable[tuple[Oid, Value | None]]) -> "Answer":
        """A successful one."""
        found = tuple(rows)
        return cls(NO_ERROR, 0, tuple(oid for oid, _ in found), tuple(value for _, value in found))

    @property
    def rows(self) -> tuple[tuple[Oid, Value | None], ...]:
        return tuple(zip(self.oids, self.values, strict=True))

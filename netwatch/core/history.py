"""The append-only history: each entry carries the hash of the one before it, over all tickets."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

GENESIS = "0" * 64
"""What stands in place of a hash before the first entry."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to be written. `detail` never holds a citizen's name or phone: the history is kept for good.

    `event` is a key in English (`opened`, `accepted`, `closed` …), `actor` a person's name or `netwatch`.
    """

    event: str
    actor: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Recorded:
    """An entry as it stands in the chain. `seq` counts from 1 without gaps over all tickets."""

    seq: int
    ticket_id: int
    at: datetime
    actor: str
    event: str
    detail: str
    hash: str


@dataclass(frozen=True, slots=True)
class Broken:
    """The first entry that does not fit, and why. Of what was written, only `seq` is told."""

    seq: int
    why: str


def link(previous_hash: str, seq: int, ticket_id: int, at: datetime, entry: Entry) -> Recorded:
    """The entry as it joins the chain behind the one with `previous_hash` (`GENESIS` for the first).

    The hash is SHA-256, in lower-case hex, over a JSON array of ASCII without blanks:
    `[previous hash, seq, ticket id, at in UTC with microseconds, actor, event, detail]`. JSON quotes what it
    holds, so that no two different entries have the same encoding. Raises ValueError for a naive time.
    """
    digest = _hash(previous_hash, seq, ticket_id, at, entry)
    return Recorded(seq, ticket_id, at, entry.actor, entry.event, entry.detail, digest)


def verify(entries: Iterable[Recorded], after: Recorded | None = None) -> Broken | None:
    """Walks the chain once, holding one entry at a time; None when everything fits.

    `after` is the last entry that was verified before, for a chain that is read in parts. Entries cut off at
    the end leave no trace in those that remain: keep the newest hash elsewhere to see that.
    """
    seq, previous = (after.seq, after.hash) if after is not None else (0, GENESIS)
    for found in entries:
        seq += 1
        if found.seq > seq:
            return Broken(found.seq, f"gap: missing before it from {seq} to {found.seq - 1}")
        if found.seq < seq:
            return Broken(found.seq, f"order: it stands where entry {seq} belongs")
        if found.at.tzinfo is None:
            return Broken(found.seq, "hash: its time has no zone, so that it cannot be checked")
        entry = Entry(found.event, found.actor, found.detail)
        if found.hash != _hash(previous, seq, found.ticket_id, found.at, entry):
            return Broken(found.seq, "hash: the entry is not as it was written, or not where it was")
        previous = found.hash
    return None


def _hash(previous_hash: str, seq: int, ticket_id: int, at: datetime, entry: Entry) -> str:
    if at.tzinfo is None:
        raise ValueError(f"history entry {seq}: {at.isoformat()} has no zone: give an aware datetime")
    utc = at.astimezone(UTC).isoformat(timespec="microseconds")
    content = [previous_hash, seq, ticket_id, utc, entry.actor, entry.event, entry.detail]
    encoded = json.dumps(content, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(encoded.encode("ascii")).hexdigest()

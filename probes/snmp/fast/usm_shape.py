"""SNMPv3 messages that are shaped like one before: they are taken apart by one call.

When one was found well formed, so are all that differ from it in the contents of some elements alone.
"""

from dataclasses import dataclass
from typing import Final

from probes.snmp.fast.ber import INTEGER, OCTETS, SEQUENCE, content, to_integer
from probes.snmp.fast.cut import Cut, cut_of
from probes.snmp.fast.usm_message import UsmMessage, read

_REMEMBERED: Final = 256
_SHAPES: Final[dict[int, "_Shape"]] = {}
"""The latest of each size: agents of a kind share theirs, so that none has to be kept for an agent."""


def read_shaped(datagram: bytes) -> UsmMessage:
    """What `read` reads. Raises Malformed or IndexError when the datagram is no such message."""
    shape = _SHAPES.get(len(datagram))
    message = None if shape is None else shape.message_in(datagram)
    if message is None:
        message = read(datagram)
        if len(_SHAPES) >= _REMEMBERED:
            _SHAPES.clear()
        _SHAPES[len(datagram)] = _shape_of(datagram, message)
    return message


@dataclass(frozen=True, slots=True)
class _Shape:
    """The places of `cut` are msgID, engine ID, boots, seconds, user, signature, salt and scoped PDU."""

    cut: Cut
    flags: int
    signature: tuple[int, int]
    scoped: tuple[int, int]

    def message_in(self, datagram: bytes) -> UsmMessage | None:
        """None when it is shaped otherwise, or its numbers have to be looked at."""
        found = self.cut.places_of(datagram)
        if found is None:
            return None
        number, engine_id, boots, seconds, user, _, salt, _ = found
        boots, seconds = to_integer(boots), to_integer(seconds)
        if boots < 0 or seconds < 0:
            return None
        return UsmMessage(
            to_integer(number), self.flags, engine_id, boots, seconds, user, self.signature, salt, self.scoped
        )


def _shape_of(datagram: bytes, message: UsmMessage) -> _Shape:
    """Of the well-formed message that `datagram` is."""
    at, _ = content(datagram, 0, SEQUENCE)
    _, at = content(datagram, at, INTEGER)
    at, after_header = content(datagram, at, SEQUENCE)
    places = [content(datagram, at, INTEGER)]
    at, _ = content(datagram, after_header, OCTETS)
    at, _ = content(datagram, at, SEQUENCE)
    for tag in (OCTETS, INTEGER, INTEGER, OCTETS, OCTETS, OCTETS):
        places.append(content(datagram, at, tag))
        at = places[-1][1]
    places.append(content(datagram, at, datagram[at]))
    cut = cut_of(datagram, [(start, end, f"{end - start}s") for start, end in places])
    return _Shape(cut, message.flags, message.signature, message.scoped)

"""What the shared socket needs to know of a conversation beside what every engine does."""

from typing import Protocol

from probes.snmp.conversation import Conversation
from probes.snmp.fast.ber import INTEGER, OCTETS, SEQUENCE, content, to_integer


class NumberedConversation(Conversation, Protocol):
    def awaits(self, number: int) -> bool:
        """Whether a message with this request-id or msgID, as `message_number` reads it, is for this one."""
        ...


def message_number(datagram: bytes) -> int:
    """The request-id of an SNMPv1 or v2c message, the msgID of a v3 message.

    Raises Malformed or IndexError when there is none.
    """
    at, _ = content(datagram, 0, SEQUENCE)
    _, at = content(datagram, at, INTEGER)
    if datagram[at] == SEQUENCE:
        at, _ = content(datagram, at, SEQUENCE)
    else:
        _, at = content(datagram, at, OCTETS)
        at, _ = content(datagram, at, datagram[at])
    start, end = content(datagram, at, INTEGER)
    return to_integer(datagram[start:end])

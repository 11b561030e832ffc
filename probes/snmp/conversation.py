"""One question on its way to an agent, in the messages of one SNMP version."""

from dataclasses import dataclass
from typing import Final, Generic, Protocol, TypeVar

from probes.snmp.question import Answer
from probes.snmp.trouble import Trouble


class Again:
    """The agent told what we lacked (its engine ID, its clock): send anew, at once."""


AGAIN: Final = Again()


class Conversation(Protocol):
    def datagram(self) -> bytes:
        """What to send now: first, after a timeout, or after AGAIN. Raises Trouble when it cannot be made."""
        ...

    def receive(self, datagram: bytes) -> Answer | Again | None:
        """What a datagram from the agent means; None when it is no answer to this question.

        Raises Trouble when the agent turns us away. Never raises on malformed input.
        """
        ...

    def silence(self) -> str:
        """What to add, when nothing usable came, about what that may mean."""
        ...

    def close(self) -> None:
        """Forgets the question; late answers no longer count."""
        ...


C = TypeVar("C", bound=Conversation, covariant=True)


@dataclass(frozen=True, slots=True)
class Doubt(Generic[C]):
    """A question to ask once after silence; its answer would prove that `cause` is behind the silence."""

    conversation: C
    cause: Trouble

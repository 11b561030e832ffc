"""What `netwatch check` has found."""

from dataclasses import dataclass
from enum import Enum, auto


class Weight(Enum):
    FACT = auto()
    ADVICE = auto()
    PROBLEM = auto()


@dataclass(frozen=True, slots=True)
class Finding:
    """`topic` is a word, `text` says what there is: of an advice and a problem also what to do about it.

    With a problem the daemon cannot do its work; with an advice it runs, and does less than it could.
    """

    weight: Weight
    topic: str
    text: str


def fact(topic: str, text: str) -> Finding:
    return Finding(Weight.FACT, topic, text)


def advice(topic: str, text: str) -> Finding:
    return Finding(Weight.ADVICE, topic, text)


def problem(topic: str, text: str) -> Finding:
    return Finding(Weight.PROBLEM, topic, text)

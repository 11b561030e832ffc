"""The report goes from hand to hand: SPV receives and forwards it, Kasi receives it."""

from netwatch.core.change import Change, Refusal
from netwatch.core.history import Entry
from netwatch.core.news import Acknowledged, Forwarded
from netwatch.core.press.pressing import Pressing, walk


def receive(pressing: Pressing) -> Change | Refusal:
    return _received(pressing, "receive", "received")


def acknowledge(pressing: Pressing) -> Change | Refusal:
    return _received(pressing, "kasi_receive", "acknowledged")


def forward(pressing: Pressing) -> Change | Refusal:
    walked = walk(pressing, "forward")
    if isinstance(walked, Refusal):
        return walked
    by = pressing.person.name
    return Change(walked.ticket, (*walked.entries, Entry("forwarded", by)), (Forwarded(by),))


def _received(pressing: Pressing, step: str, event: str) -> Change | Refusal:
    walked = walk(pressing, step)
    if isinstance(walked, Refusal):
        return walked
    by = pressing.person.name
    return Change(walked.ticket, (*walked.entries, Entry(event, by)), (Acknowledged(by),))

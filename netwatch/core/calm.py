"""The devices of which an answer is no news, and what an answer of theirs changes.

Nearly every answer is one of these. The processor's cache is cold when they come, and what they cost is the memory that
is touched: of such a device its track and its loss.
"""

from collections.abc import Iterable

from netwatch.core.state import UP
from netwatch.core.track import Track
from probes.result import Answer


def is_calm(track: Track) -> bool:
    """Whether it is up, answers, and is asked no quicker than others."""
    health = track.health
    return health.run is None and health.state is UP and not (track.errors or track.watched_until or track.suspected)


class Calm:
    """Holds some of those who are calm and have answered. Whose probe came to anything but an answer is let go, and
    is held again when an answer has shown that he is calm."""

    def __init__(self) -> None:
        self._tracks: dict[str, Track] = {}

    def hold(self, track: Track) -> None:
        self._tracks[track.device] = track

    def let_go(self, device: str) -> None:
        self._tracks.pop(device, None)

    def take(self, answers: Iterable[Answer]) -> list[Answer]:
        """Notes the answers of those it holds; gives the others, in their order."""
        tracks = self._tracks
        others: list[Answer] = []
        for answer in answers:
            device, sent_at, at = answer
            track = tracks.get(device)
            if track is None:
                others.append(answer)
                continue
            track.probed_at = at
            track.rtt = at - sent_at
            if sent_at > track.answered_at:
                track.answered_at = sent_at
            loss = track.loss
            if loss.slow or loss.quick:
                loss.answered()
        return others

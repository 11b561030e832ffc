"""Who was given another address lately: what the old one answers, or does not, says nothing of the device.

Pure but for its own memory. All times are seconds of the city's clock.
"""

from collections.abc import Iterable

from netwatch.core.track import NEVER


class Moved:
    """Devices, and since when they have their addresses. Nobody as a rule, and so False: they are forgotten as soon as
    a probe's outcome shows that nothing can be under way any more to where they were."""

    def __init__(self) -> None:
        self._since: dict[str, float] = {}
        self._all_settled = NEVER

    def __bool__(self) -> bool:
        return bool(self._since)

    def __contains__(self, device: str) -> bool:
        return device in self._since

    def note(self, devices: Iterable[str], at: float, timeout: float) -> None:
        """They have other addresses from now on; what is under way has at most `timeout` seconds left."""
        self._since.update(dict.fromkeys(devices, at))
        # twice as long, for an outcome is told a little later than it is settled
        self._all_settled = max(self._all_settled, at + 2 * timeout)

    def is_past(self, device: str, sent_at: float) -> bool:
        """Whether a probe sent at `sent_at` went to an address that is the device's no more. One that was sent late
        enough has all of them forgotten."""
        if sent_at >= self._all_settled:
            self._since.clear()
        return sent_at < self._since.get(device, NEVER)

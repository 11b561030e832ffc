"""The clocks of the SNMPv3 engines that send traps, by which an old trap that is sent again is known."""

from collections import OrderedDict
from typing import Final

from probes.snmp.fast.usm_clock import UsmClock

MOST_ENGINES: Final = 16_384


class SenderClocks:
    """Of the engines heard last, MOST_ENGINES of them. Only signed messages are to be shown to it, so that whoever
    makes up engine IDs fills nothing."""

    def __init__(self) -> None:
        self._clocks: OrderedDict[bytes, UsmClock] = OrderedDict()

    def __len__(self) -> int:
        return len(self._clocks)

    def is_timely(self, engine_id: bytes, boots: int, seconds: int, now: float) -> bool:
        """Whether a signed message is of now; what an engine tells first is believed."""
        clock = self._clocks.get(engine_id)
        if clock is None:
            clock = self._clocks[engine_id] = UsmClock(boots, seconds, now)
            if len(self._clocks) > MOST_ENGINES:
                self._clocks.popitem(last=False)
        self._clocks.move_to_end(engine_id)
        return clock.is_timely(boots, seconds, now)

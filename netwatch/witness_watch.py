"""Keeps the witnesses those who lead to the devices now: routes change while the daemon runs."""

import asyncio
from collections.abc import Callable

import structlog

from netwatch.common_moment import common_moment
from netwatch.core.city import City
from netwatch.files import Files
from netwatch.watch.prober import Prober
from netwatch.witnesses import find_witnesses
from probes.icmp.route_news import RouteNews

log = structlog.get_logger("netwatch")

PAUSE = 60.0
"""Seconds between two looks whether other gateways lead to the devices, if the kernel has told of changed ways."""


class WitnessWatch:
    """`in_force`: the files that the daemon goes by. Listens to the kernel from the beginning."""

    def __init__(self, prober: Prober, in_force: Callable[[], Files]) -> None:
        self._prober = prober
        self._in_force = in_force
        self._news = RouteNews()

    async def run(self) -> None:
        """Until it is cancelled. Where none is found any more, the known ones testify and the next look seeks on."""
        is_due = False
        while True:
            await common_moment(PAUSE)
            is_due = self._news.heard() or is_due
            if is_due:
                is_due = not await self._look()

    def close(self) -> None:
        self._news.close()

    async def _look(self) -> bool:
        """Whether there are any."""
        files, city = self._in_force(), self._prober.city
        found = await asyncio.to_thread(find_witnesses, files.inventory, files.settings.detection.sentinels)
        if found and files is self._in_force() and found.keys() != set(city.way_out.witnesses):
            log.info("other witnesses of the uplink", witnesses=sorted(found))
            self._prober.adopt(files.inventory, City(files.inventory, city.policy, found), found)
        return bool(found)

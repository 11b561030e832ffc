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
    """`in_force`: the files that the daemon goes by. The first look is its own: before it nobody has listened to the
    kernel, and whoever reloads has sought the witnesses some time before they were in force."""

    def __init__(self, prober: Prober, in_force: Callable[[], Files]) -> None:
        self._prober = prober
        self._in_force = in_force
        self._news = RouteNews()
        self._looked_with: Files | None = None

    async def run(self) -> None:
        """Looks until it is cancelled. Where no witness is found any more, the known ones testify."""
        while True:
            await common_moment(PAUSE)
            if self._news.heard() or self._in_force() is not self._looked_with:
                await self._look()

    def close(self) -> None:
        self._news.close()

    async def _look(self) -> None:
        files = self._in_force()
        # until it has ended well: else the next look is due
        self._looked_with = None
        found = await asyncio.to_thread(find_witnesses, files.inventory, files.settings.detection.sentinels)
        if files is not self._in_force():
            return
        city = self._prober.city
        if found and found.keys() != set(city.way_out.witnesses):
            log.info("other witnesses of the uplink", witnesses=sorted(found))
            self._prober.adopt(files.inventory, City(files.inventory, city.policy, found), found)
        self._looked_with = files

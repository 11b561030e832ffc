"""Who is asked because a device falls silent: those it is reached through, those behind it, and those beside it.

Pure but for its own memory. All times are seconds of the city's clock.
"""

from collections.abc import Mapping
from itertools import chain, islice

from netwatch.core.state import UP
from netwatch.core.track import NEVER, Track
from netwatch.inventory.model import Inventory
from netwatch.inventory.topology import descendants, entries

ASKED_LATELY = 0.25
"""Seconds in which a parent is asked for the first miss of one child only: hundreds may miss at once."""

MOST_NEIGHBOURS, MOST_LOOKED_AT = 20, 200
"""Devices of a site that are asked when one of it falls silent: whether its power has gone shows sooner so. They are
sought among so many, for thousands of one site may fall at once."""


class AskedAround:
    """`tracks` are the city's, by device."""

    def __init__(self, inventory: Inventory, tracks: Mapping[str, Track]) -> None:
        self._inventory = inventory
        self._tracks = tracks
        self._entries = entries(inventory)
        self._at_site: dict[str, list[str]] = {}
        for device in inventory.devices.values():
            self._at_site.setdefault(device.site, []).append(device.id)
        self._asked_at: dict[str, float] = {}

    def above(self, device: str, at: float) -> set[str]:
        """Its parents that answer as far as is known; not one that another child has had asked a moment ago."""
        found = set()
        for parent in self.answering_above(device):
            if at >= self._asked_at.get(parent, NEVER) + ASKED_LATELY:
                self._asked_at[parent] = at
                found.add(parent)
        return found

    def answering_above(self, device: str) -> set[str]:
        """Its parents that have missed nothing since their last answer."""
        return {parent for parent in self._tracks[device].parents if self._tracks[parent].health.run is None}

    def below(self, device: str) -> set[str]:
        """Every device that has this one somewhere on a way to it."""
        return set(descendants(self._inventory, device))

    def beside(self, device: str) -> set[str]:
        """Some of those that have their power from the same place: first where the network enters the site, then who
        hangs beside it, then whoever else is there."""
        track = self._tracks[device]
        hanging = (child for parent in track.parents for child in self._inventory.children[parent])
        near = chain(self._entries.get(track.site, ()), hanging, self._at_site[track.site])
        found: set[str] = set()
        for each in map(self._tracks.__getitem__, islice(near, MOST_LOOKED_AT)):
            if each.site == track.site and each.health.state is UP and each.health.run is None:
                found.add(each.device)
                if len(found) == MOST_NEIGHBOURS:
                    break
        return found - {device}

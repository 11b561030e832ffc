"""What the description that somebody gave a port says of where it leads."""

import re
from functools import lru_cache

from netwatch.inventory.model import Device

WORD = re.compile(r"[^\W_]+")


def names(alias: str, device: Device) -> bool:
    """Whether a port's description holds the device's id or a name of it as whole words."""
    words = _words(alias)
    return any(
        words[at : at + len(name)] == name
        for name in (_words(text) for text in (device.id, device.name, *device.aliases))
        if name
        for at in range(len(words) - len(name) + 1)
    )


@lru_cache(maxsize=8192)
def _words(text: str) -> tuple[str, ...]:
    return tuple(WORD.findall(text.casefold()))

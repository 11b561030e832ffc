"""What the network said of a device that does not answer."""

import re

_SPEAKER = re.compile(r" from (\S+)$")
_REFUSED = re.compile(r"^refused by (\S+) itself: ")
_NO_NEIGHBOUR = re.compile(r": no neighbour answers for it on (\S+)$")


def said(words: str) -> str:
    """Plain text of the engine's words: `10.99.1.2 menyatakan perangkat tidak terjangkau`."""
    if refused := _REFUSED.search(words):
        return f"perangkat ({refused[1]}) menyala, tetapi menolak ping"
    if unheard := _NO_NEIGHBOUR.search(words):
        return f"tidak ada yang menjawab di alamatnya ({unheard[1]})"
    speaker = _SPEAKER.search(words)
    return f"{speaker[1] if speaker else 'jaringan'} menyatakan {_fault(words)}"


def _fault(words: str) -> str:
    if "time to live exceeded" in words:
        return "paket berputar-putar (routing loop)"
    if "prohibited" in words or "rejected" in words or "policy" in words:
        return "jalan ke perangkat ditutup (aturan firewall atau rute)"
    if "network" in words or "no route" in words:
        return "tidak ada rute ke perangkat"
    return "perangkat tidak terjangkau"

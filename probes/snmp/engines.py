"""The SNMP engines, by the name that the settings give them."""

from collections.abc import Callable, Mapping
from typing import Final

from probes.snmp.engine import SnmpEngine
from probes.snmp.fast.engine import FastEngine


def _pysnmp_engine(clock: Callable[[], float]) -> SnmpEngine:
    # Loaded for who has chosen it: pysnmp takes 13 MB.
    from probes.snmp.pysnmp_engine import PysnmpEngine

    return PysnmpEngine(clock)


ENGINES: Final[Mapping[str, Callable[[Callable[[], float]], SnmpEngine]]] = {
    "fast": FastEngine,
    "pysnmp": _pysnmp_engine,
}
"""Each is made with a monotonic clock, in seconds, inside the running loop."""

"""The SNMP engines, by the name that the settings give them."""

from collections.abc import Callable, Mapping
from typing import Final

from probes.snmp.engine import SnmpEngine
from probes.snmp.fast.engine import FastEngine
from probes.snmp.pysnmp_engine import PysnmpEngine

ENGINES: Final[Mapping[str, Callable[[Callable[[], float]], SnmpEngine]]] = {
    "fast": FastEngine,
    "pysnmp": PysnmpEngine,
}
"""Each is made with a monotonic clock, in seconds, inside the running loop."""

"""MAC addresses as text, `00:1a:2b:3c:4d:5e`."""

from probes.snmp.oid import Oid
from probes.snmp.question import Value


def mac_of(value: Value | None) -> str | None:
    """Of six octets that are a device's own: not of all zeros, of a group or of anything else."""
    if not isinstance(value, bytes) or len(value) != 6 or value[0] & 1 or not any(value):
        return None
    return value.hex(":")


def index_of(mac: str) -> Oid:
    """As it stands in a table's index. Raises ValueError when it is no MAC address."""
    return tuple(bytes.fromhex(mac.replace(":", "")))

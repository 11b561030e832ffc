"""A recording as objects of the scripted agent, so that a test can change what it says while it is being polled."""

import bz2
from pathlib import Path
from typing import Any

from pysnmp.proto import rfc1902

from probes.snmp.oid import Oid, oid

TYPES = {
    "2": rfc1902.Integer32, "4": rfc1902.OctetString, "6": rfc1902.ObjectIdentifier, "64": rfc1902.IpAddress,
    "65": rfc1902.Counter32, "66": rfc1902.Gauge32, "67": rfc1902.TimeTicks, "70": rfc1902.Counter64,
}


def objects_of(recording: Path) -> dict[Oid, Any]:
    """Every line of a .snmprec or .snmprec.bz2 that is a plain value; those that are reckoned by a formula are left
    out."""
    octets = recording.read_bytes()
    text = (bz2.decompress(octets) if recording.suffix == ".bz2" else octets).decode(errors="replace")
    found: dict[Oid, Any] = {}
    for line in text.splitlines():
        if line[:1].isdigit():
            name, tag, value = line.split("|", 2)
            plain = tag.removesuffix("x")
            if plain in TYPES:
                found[oid(name)] = TYPES[plain](hexValue=value) if tag.endswith("x") else TYPES[plain](value)
    return found

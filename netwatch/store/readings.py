"""All devices' readings in one piece of bytes, since they change with every probe.

The device ids, as deflated JSON, and three columns of little-endian numbers: time of the last probe in seconds since
1970 (float64, -inf before the first), round trip in seconds (float32, NaN where there is none), loss as a fraction
(float32). As they are in memory: what would make them smaller costs more than writing them.
"""

import json
import struct
import zlib
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from math import isnan, nan

from netwatch.core.readings import Readings
from netwatch.core.status import Reading
from netwatch.core.track import NEVER

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_FORM = b"\2"


def pack(readings: Readings) -> bytes:
    """Times and round trips of less than 8 s are right to a microsecond, loss to 1/10,000.

    Takes a millisecond or two for ten thousand devices, and knows neither a database nor an event loop.
    """
    ids = _packed_ids(readings.devices)
    count = len(readings.devices)
    return struct.pack(
        f"<cII{len(ids)}s{count}d{count}f{count}f",
        _FORM,
        count,
        len(ids),
        ids,
        *readings.probed_at,
        *[nan if rtt is None else rtt for rtt in readings.rtt],
        *readings.loss,
    )


@lru_cache(maxsize=1)
def _packed_ids(devices: tuple[str, ...]) -> bytes:
    return zlib.compress(json.dumps(devices, separators=(",", ":")).encode())


def unpack(packed: bytes) -> dict[str, Reading]:
    """Nothing of what another version has written in a form of its own: it stands until the first heartbeat."""
    if packed[:1] != _FORM:
        return {}
    count, size = struct.unpack_from("<II", packed, 1)
    raw, *numbers = struct.unpack_from(f"<{size}s{count}d{count}f{count}f", packed, 9)
    ids: list[str] = json.loads(zlib.decompress(raw))
    times, trips, losses = numbers[:count], numbers[count : 2 * count], numbers[2 * count :]
    return {
        device: Reading(
            device,
            None if at == NEVER else _EPOCH + round(at * 1e6) * _MICROSECOND,
            None if isnan(trip) else round(trip * 1000, 3),
            None if at == NEVER else round(loss, 4),
        )
        for device, at, trip, loss in zip(ids, times, trips, losses, strict=True)
    }

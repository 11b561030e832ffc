"""All devices' readings in one compact piece of bytes, since they change with every probe.

A JSON list of device ids and three columns of little-endian integers, deflated: time of the last probe in
microseconds since 1970 (int64), round trip in microseconds (uint32), loss in 1/10,000 (uint16); the end of
each range stands for None.
"""

import json
import struct
import zlib
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from netwatch.core.readings import Readings
from netwatch.core.status import Reading
from netwatch.core.track import NEVER

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_NEVER = -(2**63)
_NO_RTT = 2**32 - 1
_NO_LOSS = 2**16 - 1
_FAST = 1


def pack(readings: Readings) -> bytes:
    """Times keep their microseconds, round trips are rounded to the microsecond, loss to 1/10,000.

    Takes milliseconds for ten thousand devices, and knows neither a database nor an event loop.
    """
    ids = _packed_ids(readings.devices)
    count = len(readings.devices)
    body = struct.pack(
        f"<II{len(ids)}s{count}q{count}I{count}H",
        count,
        len(ids),
        ids,
        *[_NEVER if at == NEVER else int(at * 1e6 + 0.5) for at in readings.probed_at],
        *[_NO_RTT if rtt is None else int(rtt * 1e6 + 0.5) for rtt in readings.rtt],
        *[
            _NO_LOSS if at == NEVER else int(loss * 1e4 + 0.5)
            for at, loss in zip(readings.probed_at, readings.loss, strict=True)
        ],
    )
    return zlib.compress(body, _FAST)


@lru_cache(maxsize=1)
def _packed_ids(devices: tuple[str, ...]) -> bytes:
    return json.dumps(devices, separators=(",", ":")).encode()


def unpack(packed: bytes) -> dict[str, Reading]:
    body = zlib.decompress(packed)
    count, size = struct.unpack_from("<II", body)
    raw, *numbers = struct.unpack_from(f"<{size}s{count}q{count}I{count}H", body, 8)
    ids: list[str] = json.loads(raw)
    times, trips, losses = numbers[:count], numbers[count : 2 * count], numbers[2 * count :]
    return {
        device: Reading(
            device,
            None if time == _NEVER else _EPOCH + time * _MICROSECOND,
            None if trip == _NO_RTT else trip / 1000,
            None if loss == _NO_LOSS else loss / 10_000,
        )
        for device, time, trip, loss in zip(ids, times, trips, losses, strict=True)
    }

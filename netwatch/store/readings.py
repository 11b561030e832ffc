"""All devices' readings in one compact piece of bytes, since they change with every probe.

A JSON list of device ids and three columns of little-endian integers, deflated: time of the last probe in
microseconds since 1970 (int64), round trip in microseconds (uint32), loss in 1/10,000 (uint16); the end of
each range stands for None.
"""

import json
import struct
import zlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from netwatch.core.status import Reading

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_NEVER = -(2**63)
_NO_RTT = 2**32 - 1
_NO_LOSS = 2**16 - 1
_FAST = 1


def pack(readings: Sequence[Reading]) -> bytes:
    """Times keep their microseconds, round trips are rounded to the microsecond, loss to 1/10,000."""
    ids = json.dumps([reading.device for reading in readings], separators=(",", ":")).encode()
    count = len(readings)
    body = struct.pack(
        f"<II{len(ids)}s{count}q{count}I{count}H",
        count,
        len(ids),
        ids,
        *[_NEVER if (at := r.last_probe_at) is None else (at - _EPOCH) // _MICROSECOND for r in readings],
        *[_NO_RTT if (ms := r.rtt_ms) is None else min(round(ms * 1000), _NO_RTT - 1) for r in readings],
        *[_NO_LOSS if r.loss is None else round(r.loss * 10_000) for r in readings],
    )
    return zlib.compress(body, _FAST)


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

"""Readings come out of their bytes as they went in."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from netwatch.core.status import Reading
from netwatch.store.readings import pack, unpack

TIMES = st.datetimes(datetime(1970, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
READINGS = st.builds(
    Reading,
    device=st.text(max_size=20),
    last_probe_at=st.none() | TIMES,
    rtt_ms=st.none() | st.integers(0, 4_000_000_000).map(lambda microseconds: microseconds / 1000),
    loss=st.none() | st.integers(0, 10_000).map(lambda parts: parts / 10_000),
)


@given(st.lists(READINGS, unique_by=lambda reading: reading.device))
def test_readings_survive_packing(readings: list[Reading]):
    assert unpack(pack(readings)) == {reading.device: reading for reading in readings}


@given(rtt_ms=st.floats(0, 10_000_000), loss=st.floats(0, 1))
def test_what_is_rounded_is_rounded_by_less_than_anybody_sees(rtt_ms: float, loss: float):
    found = unpack(pack([Reading("x", None, rtt_ms, loss)]))["x"]
    assert found.rtt_ms is not None
    assert found.loss is not None
    assert abs(found.rtt_ms - min(rtt_ms, 4_294_967.294)) <= 0.00051
    assert abs(found.loss - loss) <= 0.000051

"""Readings come out of their bytes as they went in."""

import zlib
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netwatch.core.readings import Readings
from netwatch.core.status import Reading
from netwatch.core.track import NEVER
from netwatch.store.readings import pack, unpack

IN_2200 = datetime(2200, 1, 1, tzinfo=UTC).timestamp()
CELLS = st.tuples(
    st.text(max_size=20),
    st.just(NEVER) | st.floats(0, IN_2200),
    st.none() | st.integers(0, 8_000_000).map(lambda microseconds: microseconds / 1_000_000),
    st.integers(0, 10_000).map(lambda parts: parts / 10_000),
)


@given(st.lists(CELLS, unique_by=lambda cell: cell[0]))
def test_readings_survive_packing(cells: list[tuple[str, float, float | None, float]]):
    columns = zip(*cells, strict=True) if cells else ((), (), (), ())
    found = unpack(pack(Readings(*map(tuple, columns))))
    assert list(found) == [device for device, *_ in cells]
    for device, probed_at, rtt, loss in cells:
        reading = found[device]
        assert reading == Reading(
            device,
            None if probed_at == NEVER else reading.last_probe_at,
            None if rtt is None else pytest.approx(rtt * 1000),
            None if probed_at == NEVER else loss,
        )
        if reading.last_probe_at is not None:
            assert abs(reading.last_probe_at.timestamp() - probed_at) <= 0.000002


@given(rtt=st.floats(0, 8), loss=st.floats(0, 1))
def test_what_is_rounded_is_rounded_by_less_than_anybody_sees(rtt: float, loss: float):
    found = unpack(pack(Readings(("x",), (0.0,), (rtt,), (loss,))))["x"]
    assert found.rtt_ms is not None
    assert found.loss is not None
    assert abs(found.rtt_ms - rtt * 1000) <= 0.001
    assert abs(found.loss - loss) <= 0.000051


def test_what_an_older_version_wrote_is_no_reading():
    assert unpack(zlib.compress(b"whatever")) == {}
    assert unpack(b"") == {}

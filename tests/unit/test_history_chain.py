"""The history's chain: what was changed, taken out or moved is named by the first entry that does not fit."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from itertools import islice

import pytest

from netwatch.core.history import GENESIS, Broken, Entry, Recorded, link, verify

T0 = datetime(2026, 11, 24, 2, 0, 0, 120, tzinfo=UTC)


def endless() -> Iterator[Recorded]:
    previous, seq = GENESIS, 0
    while True:
        seq += 1
        entry = Entry("impacted", "netwatch", f"sw-{seq}, \"ap\" é")
        recorded = link(previous, seq, seq % 3, T0 + timedelta(seconds=seq), entry)
        previous = recorded.hash
        yield recorded


def chain(length: int = 6) -> list[Recorded]:
    return list(islice(endless(), length))


def test_an_entry_keeps_what_was_said() -> None:
    recorded = link(GENESIS, 1, 42, T0, Entry("opened", "netwatch", "down"))
    assert (recorded.seq, recorded.ticket_id, recorded.at) == (1, 42, T0)
    assert (recorded.event, recorded.actor, recorded.detail) == ("opened", "netwatch", "down")


def test_the_encoding_is_the_one_that_old_chains_were_written_with() -> None:
    recorded = link(GENESIS, 1, 42, T0, Entry("opened", "netwatch", "rt-kejaksan ping: «mati»"))
    # as sha256sum gives it for
    # ["0…0",1,42,"2026-11-24T02:00:00.000120+00:00","netwatch","opened","rt-kejaksan … \u00bb"]
    assert recorded.hash == "015dc29608f55de5fec2217c63b94dd38d26cae0f6b20fc637a7706a94ef3e6f"


def test_a_whole_chain_fits() -> None:
    assert verify(chain(500)) is None
    assert verify([]) is None


def test_the_zone_that_a_database_gives_back_does_not_matter() -> None:
    jakarta = timezone(timedelta(hours=7))
    assert verify(replace(each, at=each.at.astimezone(jakarta)) for each in chain()) is None


def test_a_chain_read_in_parts_fits_and_breaks_like_one() -> None:
    entries = chain(10)
    assert verify(entries[4:], after=entries[3]) is None
    assert verify(entries[5:], after=entries[3]) == Broken(6, "gap: missing before it from 5 to 5")
    assert verify(entries[4:]) == Broken(5, "gap: missing before it from 1 to 4")


def test_it_stops_at_the_first_that_does_not_fit() -> None:
    def spoiled() -> Iterator[Recorded]:
        for each in endless():
            yield replace(each, detail="") if each.seq >= 3 else each

    found = verify(spoiled())
    assert found is not None
    assert found.seq == 3


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"detail": "nothing happened"}, id="another detail"),
        pytest.param({"detail": "sw-4, \"ap\" é "}, id="a blank more"),
        pytest.param({"actor": "Dedi"}, id="another actor"),
        pytest.param({"event": "closed"}, id="another event"),
        pytest.param({"ticket_id": 9}, id="another ticket"),
        pytest.param({"at": T0}, id="another time"),
        pytest.param({"at": T0 + timedelta(seconds=4, microseconds=1)}, id="a microsecond later"),
        pytest.param({"at": datetime(2026, 11, 24)}, id="a time without a zone"),  # noqa: DTZ001
        pytest.param({"actor": "impacted", "event": "netwatch"}, id="two fields exchanged"),
        pytest.param({"hash": "0" * 64}, id="another hash"),
        pytest.param({"hash": ""}, id="no hash"),
    ],
)
def test_what_was_changed_does_not_fit(change: dict[str, object]) -> None:
    entries = chain()
    entries[3] = replace(entries[3], **change)  # type: ignore[arg-type]
    found = verify(entries)
    assert found is not None
    assert found.seq == 4
    assert found.why.startswith("hash: ")


def test_an_entry_forged_with_a_right_hash_of_its_own_breaks_the_next() -> None:
    entries = chain()
    forged = Entry("impacted", "netwatch", "nothing")
    entries[3] = link(entries[2].hash, 4, entries[3].ticket_id, entries[3].at, forged)
    found = verify(entries)
    assert found is not None
    assert found.seq == 5


@pytest.mark.parametrize(
    ("harm", "broken"),
    [
        pytest.param(
            lambda e: [*e[:2], *e[4:]], Broken(5, "gap: missing before it from 3 to 4"), id="two taken out",
        ),
        pytest.param(
            lambda e: e[1:], Broken(2, "gap: missing before it from 1 to 1"), id="the first taken out",
        ),
        pytest.param(
            lambda e: [*e[:2], e[1], *e[2:]],
            Broken(2, "order: it stands where entry 3 belongs"),
            id="one twice",
        ),
        pytest.param(
            lambda e: [*e[:2], e[3], e[2], *e[4:]],
            Broken(4, "gap: missing before it from 3 to 3"),
            id="exchanged",
        ),
    ],
)
def test_what_was_taken_out_or_moved_does_not_fit(harm: object, broken: Broken) -> None:
    assert callable(harm)
    assert verify(harm(chain())) == broken


def test_a_time_without_a_zone_is_not_written() -> None:
    with pytest.raises(ValueError, match=r"history entry 1: .* has no zone"):
        link(GENESIS, 1, 1, datetime(2026, 11, 24), Entry("opened", "netwatch"))  # noqa: DTZ001

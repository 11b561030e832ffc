"""Whatever is sent, answered and forgotten, in places that are soon taken again: each probe ends once, as its own."""

from array import array
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from probes.icmp import flight as module
from probes.icmp.flight import InFlight, Refusal, request_to
from probes.icmp.packet import SEQUENCE_SHIFT, Echo, cookie_bytes, identifier_tag
from probes.icmp.target import target_of

PLACES = 8
TARGET = target_of("10.0.0.1")

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("send"), st.integers(1, 5), st.sampled_from([0.5, 3.0])),
        st.tuples(st.just("answer"), st.integers(0, 40), st.none()),
        st.tuples(st.just("withdraw"), st.none(), st.none()),
        st.tuples(st.just("judge"), st.integers(1, 20), st.none()),
        st.tuples(st.just("overdue"), st.none(), st.none()),
    ),
    min_size=12,
    max_size=60,
)


@given(steps=STEPS, first=st.integers(0, PLACES - 1))
def test_every_probe_ends_once_and_as_its_own(steps: list[tuple[str, int, float]], first: int) -> None:
    with patch.object(module, "SEQUENCES", PLACES):
        flight, now, cookie = InFlight(first), 0.0, 0
        waiting: dict[int, tuple[int, float, float]] = {}  # by cookie: place, when sent, deadline
        told: set[int] = set()
        for what, number, timeout in steps:
            now += 0.5
            if what == "send":
                flight.expect(timeout, now)
                count = min(number, flight.room)
                cookies = list(range(cookie + 1, cookie + count + 1))
                place = flight.enter([request_to(TARGET, str(each)) for each in cookies], array("Q", cookies))
                flight.sent_at[place : place + count] = array("d", [now]) * count
                waiting.update({each: (place + n, now, now + timeout) for n, each in enumerate(cookies)})
                cookie += count
            elif what == "answer" and waiting:
                each = list(waiting)[number % len(waiting)]
                place, sent_at, deadline = waiting.pop(each)
                echo = Echo(identifier_tag(1) + (place << SEQUENCE_SHIFT), cookie_bytes(each))
                handle = flight.find_answered(TARGET.host, echo)
                assert not isinstance(handle, Refusal)
                assert flight.settle(handle, answered=True) == (str(each), TARGET, sent_at, deadline)
                assert isinstance(flight.find_answered(TARGET.host, echo), Refusal)
            elif what == "withdraw" and waiting:
                each = next(reversed(waiting))
                if flight.requests[waiting[each][0]] is not None and each == cookie:
                    flight.withdraw(waiting.pop(each)[0])
            elif what == "judge":
                due = [each for each, (_, _, deadline) in waiting.items() if deadline <= now]
                found = [(handle, int(flight.probe(handle)[0])) for handle in flight.expired(now, number)]
                assert {each for _, each in found} <= set(due)
                assert len(found) == min(number, len(due))
                for handle, each in found:
                    flight.settle(handle, answered=False)
                    del waiting[each]
            elif what == "overdue":
                for key, sent_at in flight.overdue(now - 0.5):
                    assert waiting[int(key)][1] == sent_at <= now - 0.5
                    assert int(key) not in told
                    told.add(int(key))
            assert len(flight) == len(waiting)
            assert {int(flight.probe(handle)[0]) for handle in flight.handles()} == waiting.keys()

"""Deadlines pass in their order, once, and not at all when they were called off."""

import asyncio

import pytest

from probes.snmp.fast.deadlines import Deadline, Deadlines

pytestmark = pytest.mark.looptime


class Watch:
    """Deadlines that write down when they pass."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._begun = self._loop.time()
        self.deadlines = Deadlines(self._loop)
        self.passed: list[tuple[str, float]] = []

    def put(self, name: str, seconds: float) -> Deadline:
        return self.deadlines.put(seconds, lambda: self._note(name))

    def _note(self, name: str) -> None:
        self.passed.append((name, round(self._loop.time() - self._begun, 3)))


async def test_each_passes_at_its_time_however_they_were_put():
    watch = Watch()
    for name, seconds in (("late", 3.0), ("soon", 1.0), ("between", 2.0)):
        watch.put(name, seconds)
    await asyncio.sleep(5.0)
    assert watch.passed == [("soon", 1.0), ("between", 2.0), ("late", 3.0)]


async def test_what_is_called_off_does_not_pass_and_wakes_nobody():
    watch = Watch()
    off, _, also_off = watch.put("off", 1.0), watch.put("kept", 2.0), watch.put("also off", 3.0)
    off.call_off()
    also_off.call_off()
    await asyncio.sleep(2.5)
    assert watch.passed == [("kept", 2.0)]
    assert watch.deadlines._timer is None


async def test_one_that_passes_may_put_another():
    watch = Watch()
    watch.deadlines.put(1.0, lambda: watch.put("again", 1.0))
    await asyncio.sleep(3.0)
    assert watch.passed == [("again", 2.0)]


async def test_after_the_end_none_passes():
    watch = Watch()
    watch.put("never", 1.0)
    watch.deadlines.close()
    await asyncio.sleep(2.0)
    assert watch.passed == []


async def test_what_fails_when_it_passes_keeps_no_other_from_passing():
    complaints: list[str] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: complaints.append(str(context["exception"])))
    watch = Watch()

    def fail() -> None:
        raise LookupError("its own mistake")

    watch.deadlines.put(1.0, fail)
    watch.put("at once", 1.0)
    watch.put("later", 2.0)
    await asyncio.sleep(3.0)
    assert watch.passed == [("at once", 1.0), ("later", 2.0)]
    assert complaints == ["its own mistake"]


class CountedDeadlines(Deadlines):
    """`wakings`: how often the timer went off."""

    wakings = 0

    def _pass(self) -> None:
        self.wakings += 1
        super()._pass()


async def test_where_all_are_called_off_soon_and_others_follow_nobody_is_woken_until_one_is_not():
    watch = Watch()
    watch.deadlines = deadlines = CountedDeadlines(asyncio.get_running_loop())
    for _ in range(20):
        watch.put("answered", 1.0).call_off()
        await asyncio.sleep(0.3)
    assert deadlines.wakings == 0
    watch.put("kept", 1.0)
    for _ in range(5):
        watch.put("answered", 1.0).call_off()
        await asyncio.sleep(0.3)
    assert watch.passed == [("kept", 7.0)]

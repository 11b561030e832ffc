"""Whether a device has started anew, from its clocks."""


import pytest

from netwatch.core.reboot import rebooted, started_anew
from probes.snmp.reading import SnmpReading

DAY = 86_400
WRAP = 2**32


def reading(at: float, uptime: int, host: int | None = None, engine: int | None = None) -> SnmpReading:
    return SnmpReading("rt", at, uptime % WRAP, None, None, engine, None if host is None else host % WRAP, (), ())


@pytest.mark.parametrize(
    ("before", "after", "is_reboot"),
    [
        pytest.param(reading(0, 500_000), reading(60, 506_000), False, id="time goes on"),
        pytest.param(reading(0, 500_000), reading(60, 2_000), True, id="it started anew 20 s ago"),
        pytest.param(reading(0, 500_000), reading(600, 2_000), True, id="and so it has after ten minutes of silence"),
        pytest.param(reading(0, 500_000), reading(60, 504_500), False, id="its clock is a little slow"),
        pytest.param(reading(0, 500_000), reading(60, 800_000), False, id="its clock was put forward"),
        pytest.param(
            reading(0, 4 * DAY * 100), reading(10 * DAY, 14 * DAY * 100 - 50_000), False,
            id="ten days of a clock that is a little slow",
        ),
        pytest.param(
            reading(0, 500_000, host=90_000_000), reading(60, 2_000, host=90_006_000), False,
            id="the agent was restarted, the host goes on",
        ),
        pytest.param(
            reading(0, 500_000, host=90_000_000), reading(60, 2_000, host=3_000), True, id="the host was restarted"
        ),
        pytest.param(
            reading(0, 500_000, host=429_496_000), reading(60, 506_000, host=5_271), False,
            id="hrSystemUptime of Windows wraps after 49 days",
        ),
        pytest.param(
            reading(0, 500_000, engine=5_000), reading(60, 2_000, engine=20), True, id="snmpEngineTime agrees"
        ),
        pytest.param(
            reading(0, 500_000, engine=5_000), reading(60, 2_000, engine=5_060), False,
            id="snmpEngineTime has gone on: its uptime is at fault",
        ),
        pytest.param(
            reading(0, 500_000, engine=0), reading(10, 2_000, engine=0), True,
            id="an snmpEngineTime that stands still says nothing",
        ),
        pytest.param(
            reading(0, 500_000, host=90_000_000), reading(60, 2_000), True, id="hrSystemUptime is not told any more"
        ),
    ],
)
def test_a_reboot_is_told_from_what_looks_like_one(before, after, is_reboot):
    assert rebooted(before, after) is is_reboot


@pytest.mark.parametrize("gap", [5.0, 60.0, 300.0, 3_600.0])
@pytest.mark.parametrize("left", [0.01, 1.0, 4.99, 59.0])
def test_librenms_13896_a_rollover_of_the_32_bit_sysuptime_is_no_reboot(gap: float, left: float):
    before = reading(0, WRAP - round(left * 100))
    assert not rebooted(before, reading(gap, WRAP + round((gap - left) * 100)))
    assert not started_anew(before, reading(gap, WRAP + round((gap - left) * 100)))


def test_librenms_13896_a_reboot_after_497_days_is_still_one():
    before = reading(0, WRAP - 30_000)
    assert rebooted(before, reading(600, 9_000))


def test_what_an_agent_counts_begins_anew_with_the_agent():
    before = reading(0, 500_000, host=90_000_000)
    after = reading(60, 2_000, host=90_006_000)
    assert started_anew(before, after)
    assert not started_anew(before, after._replace(uptime=506_000))

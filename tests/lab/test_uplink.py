"""The monitor's own uplink is gone: that is one incident of the monitor, and no word of any device."""

import asyncio
import time
from datetime import datetime

import pytest

from tests.lab.lab import DEDI, Lab, laboratory
from tests.needs_lab import needs_lab

pytestmark = [pytest.mark.lab, pytest.mark.long, needs_lab]
ISOLATED_WITHIN = 25.0
"""Seconds until the incident is written down: 15 s as promised, and the time of a busy machine."""

LONG_ENOUGH = 30.0
"""Seconds in which every device would have been called down."""


STATUS_IS_FRESH = 5.0
"""Seconds that `status` may be behind: it tells what the last heartbeat wrote."""


def pull_the_cable(lab: Lab) -> None:
    lab.net.cut("gw", "mon")


def plug_it_in(lab: Lab) -> None:
    lab.net.mend("gw", "mon")


def go_silent(lab: Lab) -> None:
    lab.net.lose("gw", 99)


def speak_again(lab: Lab) -> None:
    lab.net.lose_no_more("gw")


async def is_isolated(lab: Lab) -> bool:
    return bool((await lab.cli("status"))["monitor"]["isolated"])


async def is_in_touch(lab: Lab) -> bool:
    return not await is_isolated(lab)


@pytest.mark.parametrize(
    ("gone", "back"),
    [
        pytest.param(pull_the_cable, plug_it_in, id="the cable is pulled"),
        pytest.param(go_silent, speak_again, id="the link stays up, but nearly nothing comes through"),
    ],
)
async def test_the_monitors_own_uplink_is_one_incident_of_its_own(tmp_path, gone, back):
    async with laboratory(tmp_path) as lab:
        before = await lab.states()
        gone(lab)
        gone_at = time.time()
        await lab.until("isolated", lambda: is_isolated(lab))
        await asyncio.sleep(LONG_ENOUGH)
        assert await lab.states() == before, "no device changes its state"
        (incident,) = await lab.cli("ticket", "list", "--all")
        assert (incident["source"], incident["number"], incident["status"]) == ("monitor", None, "open")
        assert datetime.fromisoformat(incident["opened_at"]).timestamp() - gone_at < ISOLATED_WITHIN

        back(lab)
        await lab.until_ticket("closed", lambda t: t["status"] == "closed")
        await lab.until("in touch", lambda: is_in_touch(lab), STATUS_IS_FRESH)
        await lab.until_all_up()
        assert [t["source"] for t in await lab.cli("ticket", "list", "--all")] == ["monitor"]
        told = lab.texts(DEDI)
        assert not any("Router" in text or "Switch" in text for text in told), told

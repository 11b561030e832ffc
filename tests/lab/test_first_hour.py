"""What an engineer gets wrong in the first hour: the log of the running daemon and `netwatch status` say so."""

from __future__ import annotations

import json

import pytest

from tests.lab.lab import laboratory
from tests.needs_lab import needs_lab

pytestmark = [pytest.mark.lab, pytest.mark.long, needs_lab]

NO_SPOOL = "no SMS can be handed to Gammu"
NAME_FAILS = "the host name does not resolve, what has it is not probed"


async def test_a_spool_a_name_and_a_parent_that_are_wrong(tmp_path):
    async with laboratory(tmp_path, more_settings=f"sms: {{spool: {tmp_path}/nowhere}}\n") as lab:
        assert lab.log.count(NO_SPOOL) == 1, "said at the start"
        assert f"{tmp_path}/nowhere has no folder outbox, sent, error" in lab.log

        async def logged(words: str) -> bool:
            return words in lab.log

        inventory = tmp_path / "inventory.yaml"
        named = "{id: ap-x, name: AP, kind: ap, address: gone.invalid, site: balaikota, parents: [core]}"
        by_name = f"{inventory.read_text()}  - {named}\n"
        by_name = by_name.replace(f"address: {lab.net.addresses['ap-kesambi']},", "address: slip.invalid,")
        inventory.write_text(by_name)
        lab.hang_up()
        await lab.until("the names are in the log", lambda: logged("slip.invalid"))
        await lab.until("the names are in the log", lambda: logged("gone.invalid"))

        async def reasons() -> list[str]:
            shown = {device["id"]: device for device in (await lab.cli("status"))["devices"]}
            never, before = shown["ap-x"], shown["ap-kesambi"]
            assert (never["state"], before["state"]) == ("unknown", "up")
            found = [never["reason"], before["conditions"][0]["detail"]]
            return found if all("does not resolve" in each for each in found) else []

        never, before = await lab.until("status says why", reasons)
        assert never.startswith("the name gone.invalid does not resolve: ")
        assert before.startswith("the name slip.invalid does not resolve: ")

        inventory.write_text(by_name.replace("[core]", "[cor]"))
        lab.hang_up()
        await lab.until("the reload is refused", lambda: logged("reload refused"))
        code, out, err = await lab.command("status", "--json")
        assert (code, "there is no device 'cor' to be a parent" in err) == (0, True)
        states = {device["id"]: device["state"] for device in json.loads(out)["devices"]}
        assert states == {**dict.fromkeys(lab.net.addresses, "up"), "ap-x": "unknown"}
        assert lab.log.count(NAME_FAILS) == 2, "however often it was tried meanwhile"

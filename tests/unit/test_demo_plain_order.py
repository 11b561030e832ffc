"""What is typed into the plain demo."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from netwatch.demo.plain_order import Cable, Mains, Misunderstood, Pace, Says, Story, Switched, Word, read_order
from netwatch.inventory.loader import load_inventory

CITY = load_inventory(Path(__file__).parents[2] / "inventory.yaml", ZoneInfo("Asia/Jakarta"))
PEOPLE, CHAPTERS = ("rina", "agus"), ("cable", "power")


@pytest.mark.parametrize(
    ("line", "orders"),
    [
        pytest.param("", [], id="an empty line is no order"),
        pytest.param("cut rt-kejaksan", [Cable(True, "rt-kejaksan", "core")], id="a device's one cable"),
        pytest.param(
            "cut sw-server", [Cable(True, "sw-server", "core"), Cable(True, "sw-server", "core-2")], id="all its cables"
        ),
        pytest.param("cut sw-server core-2", [Cable(True, "sw-server", "core-2")], id="one of its cables"),
        pytest.param("mend rt-kejaksan", [Cable(False, "rt-kejaksan", "core")], id="a cable is mended"),
        pytest.param("mend", [Word("mend")], id="everything is mended"),
        pytest.param("off core", [Switched("core", False)], id="a device off"),
        pytest.param("ON core", [Switched("core", True)], id="and on, in capitals"),
        pytest.param("power kel-kesenden", [Mains("kel-kesenden", False)], id="the mains fail"),
        pytest.param("power kel-kesenden on", [Mains("kel-kesenden", True)], id="the mains are back"),
        pytest.param("pace 60x", [Pace(60)], id="the pace"),
        pytest.param("story", [Story(True)], id="the story goes on"),
        pytest.param("story power", [Story(True, "power")], id="a chapter"),
        pytest.param("pause", [Story(False)], id="the story holds"),
        pytest.param("Agus: ✅ Terima", [Says("agus", "✅ Terima")], id="somebody presses or says something"),
        pytest.param("rina: /lapor jam 10:30", [Says("rina", "/lapor jam 10:30")], id="with a colon in it"),
        pytest.param("rina:", [], id="nothing said is no order"),
        pytest.param("quit", [Word("quit")], id="the end"),
    ],
)
def test_a_line_means(line, orders) -> None:
    assert read_order(line, CITY, PEOPLE, CHAPTERS) == orders


@pytest.mark.parametrize(
    ("line", "told"),
    [
        pytest.param("cut kejaksan", "no device 'kejaksan'; near it: ap-alun-kejaksan", id="a device nearly named"),
        pytest.param("cut sw-server sw-siaga112", "no cable 'sw-siaga112'", id="a cable that is not there"),
        pytest.param("cut core", "switch it off with: off core", id="the top has no cable"),
        pytest.param("power moon", "no site 'moon'", id="an unknown site"),
        pytest.param("story end", "no chapter 'end'", id="an unknown chapter"),
        pytest.param("dance", "help lists them", id="an unknown word"),
        pytest.param("bob: hello", "help lists them", id="an unknown person"),
    ],
)
def test_what_is_not_understood_says_what_to_type(line, told) -> None:
    with pytest.raises(Misunderstood, match=told):
        read_order(line, CITY, PEOPLE, CHAPTERS)

"""What an inventory that is read again takes from the reading before, and what it must not."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from netwatch.config.problem import ConfigError
from netwatch.inventory.loader import load_inventory
from netwatch.inventory.model import Inventory
from netwatch.inventory.rereading import Rereading

JAKARTA = ZoneInfo("Asia/Jakarta")
SITES = "sites:\n  - {id: s, name: S}\n"


def device(name: str, number: int, more: str = "") -> str:
    return f"  - {{id: {name}, name: {name}, kind: ap, address: 10.0.0.{number}, site: s{more}}}\n"


A, B, C = device("a", 1), device("b", 2), device("c", 3)
FLOW = "devices: [" + (A + B)[4:-1].replace("\n  -", ",") + "]\n"
OPEN_B = B.replace("}\n", ",\n")
BLOCK_B = """\
  - id: b
    # the second
    name: >-
      Menara
      Barat

    kind: ap
    address: 10.0.0.2
    site: s
    parents:
    - a
"""
PLANNED = "maintenance: [{devices: [a], from: 2026-12-01T22:00, to: 2026-12-02T02:00}]\n"


def read(load: object, path: Path, text: str) -> Inventory | list[str]:
    path.write_bytes(text.encode())
    assert callable(load)
    try:
        found = load(path, JAKARTA)
    except ConfigError as wrong:
        return [str(problem) for problem in wrong.problems]
    assert isinstance(found, Inventory)
    return found


@pytest.mark.parametrize(
    ("before", "after", "kept"),
    [
        pytest.param(A + B + C, A + B.replace("name: b", "name: x") + C, "ac", id="one is changed"),
        pytest.param(A + C, A + B + C, "ac", id="one is added"),
        pytest.param(A + B + C, A + C, "ac", id="one is taken out"),
        pytest.param(A + B, B + A, "ab", id="two change places"),
        pytest.param(A + B + C, "# ours\n\n" + A + B + C, "abc", id="a comment is written above all"),
        pytest.param(A + B + C, A + "  # next\n" + B + C, "bc", id="a comment belongs to what is above it"),
        pytest.param(A + B, A + B + PLANNED, "ab", id="a section is added behind"),
        pytest.param(A + BLOCK_B + C, A + BLOCK_B.replace("Barat", "Timur") + C, "ac", id="one of many lines"),
        pytest.param(A + BLOCK_B, A + BLOCK_B + C, "ab", id="behind one of many lines"),
        pytest.param((A + B).replace("  -", "-"), (A + B + C).replace("  -", "-"), "ab", id="dashes at the margin"),
        pytest.param(A + B, A + B, "ab", id="nothing is changed"),
        pytest.param(A + BLOCK_B[:-1], A + BLOCK_B[:-1], "ab", id="the last line without its end"),
    ],
)
def test_entries_that_stay_are_the_very_same(tmp_path: Path, before: str, after: str, kept: str) -> None:
    path, again = tmp_path / "inventory.yaml", Rereading()
    first, second = (read(again.load, path, SITES + "devices:\n" + text) for text in (before, after))

    assert second == read(load_inventory, path, SITES + "devices:\n" + after)
    assert isinstance(first, Inventory)
    assert isinstance(second, Inventory)
    assert [name for name in "abc" if first.devices.get(name, "") is second.devices.get(name)] == list(kept)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            "devices:\n" + A + OPEN_B + " aliases: [x]}\n" + PLANNED,
            "devices:\n" + A + OPEN_B + PLANNED,
            id="an entry went on where the list seemed to end",
        ),
        pytest.param(
            PLANNED.replace("}]", ', reason: "\ndevices:\n  - x\n  - y"}]') + FLOW,
            "devices:\n" + C + "  - x\n",
            id="the list stood in a text",
        ),
        pytest.param(
            "devices:\n" + A + B.replace("\n", "\r" + PLANNED),
            "devices:\n" + A.replace("name: a", "name: x") + B.replace("\n", "\r" + PLANNED),
            id="a line ends with no line feed",
        ),
        pytest.param(
            "devices:\n" + A + C,
            "devices:\n" + A + BLOCK_B.replace("# the second\n", 'aliases: ["x\n' + C + '  - y"]\n'),
            id="an entry stands in a text of another one",
        ),
        pytest.param("devices:\n" + A + B + "...\n", "devices:\n" + A + B + "...\n" + C, id="behind the end"),
        pytest.param("devices:\n" + A + B, "devices:\n" + A + "---\n" + B, id="a second document"),
        pytest.param("devices:\n" + A + B, "devices:\n" + A + B + A, id="an entry comes twice"),
        pytest.param("devices:\n" + A + B, "devices:\n" + B + "devices:\n" + A, id="a list comes twice"),
        pytest.param("devices:\n" + A + B, "devices:\n" + A[1:] + B, id="the dashes are not below each other"),
        pytest.param("devices:\n" + A + B, "devices:\n" + A + "\t" + B, id="a tab"),
        pytest.param("devices:\n" + A + B, "{devices:\n" + A + B + "}\n", id="braces around all"),
        pytest.param("devices:\n" + A + B, "devices: # ours\n  [\n" + A + B + "  ]\n", id="brackets around the list"),
        pytest.param("devices:\n" + A + B, "devices: |\n" + A + B, id="the list has become a text"),
        pytest.param("devices:\n" + A + B, "devices:\n  'x'\n" + A + B, id="a text before the list"),
        pytest.param("devices:\n" + A + B, "devices:\n  - \"x\n" + A + B + '    "\n', id="a text around entries"),
        pytest.param("devices:\n" + A + B, "devices:\n" + A + "  - \n" + B, id="an entry of nothing"),
        pytest.param("devices:\n" + A + B, "devices:\n" + A + "  -\n" + B, id="an entry of nothing, without a space"),
        pytest.param("devices:\n" + A + B, "sites:\n" + A + B, id="devices under sites"),
        pytest.param("devices:\n" + A + B, "devices:\n" + B, id="all that is left was there before"),
        pytest.param("devices:\n" + A + B, "devices:\n", id="nothing is left"),
        pytest.param(
            "devices:\n" + A + device("b", 2, ", parents: [a]"),
            "devices:\n" + A.replace("a", "x", 2) + device("b", 2, ", parents: [a]"),
            id="a parent has gone",
        ),
        pytest.param(
            "devices:\n" + A + device("b", 2, ", parents: [a]"),
            "devices:\n" + device("a", 1, ", parents: [b]") + device("b", 2, ", parents: [a]"),
            id="a circle through one that has not changed",
        ),
        pytest.param("devices:\n" + A + B, "devices:\n" + A + B + device("c", 2), id="an address comes twice"),
        pytest.param("devices:\n" + A + B, "devices:\n" + A + B + device("c", 3, ", colour: red"), id="an unknown key"),
        pytest.param(
            "devices:\n" + A + B + PLANNED, "devices:\n" + B + C + PLANNED, id="maintenance of a device that has gone"
        ),
    ],
)
def test_a_text_is_read_as_if_it_were_the_first(tmp_path: Path, before: str, after: str) -> None:
    path, again = tmp_path / "inventory.yaml", Rereading()
    first, second = (text if "sites:" in text else SITES + text for text in (before, after))
    assert isinstance(read(again.load, path, first), Inventory)

    found = read(again.load, path, second)

    assert found == read(load_inventory, path, second)


def test_mistakes_that_are_taken_back_leave_all_as_it_was(tmp_path: Path) -> None:
    path, again = tmp_path / "inventory.yaml", Rereading()
    first = read(again.load, path, SITES + "devices:\n" + A + B)
    assert isinstance(read(again.load, path, SITES + "devices:\n" + A + A), list)

    second = read(again.load, path, SITES + "devices:\n" + A + B)

    assert isinstance(first, Inventory)
    assert isinstance(second, Inventory)
    assert second == first
    assert second.devices["b"] is first.devices["b"]


def test_an_entry_means_the_same_in_another_zone_and_maintenance_does_not(tmp_path: Path) -> None:
    path, again = tmp_path / "inventory.yaml", Rereading()
    path.write_text(SITES + "devices:\n" + A + B + PLANNED)
    jakarta = again.load(path, JAKARTA)

    jayapura = again.load(path, ZoneInfo("Asia/Jayapura"))

    assert jayapura.devices["b"] is jakarta.devices["b"]
    assert (jakarta.maintenance[0].start - jayapura.maintenance[0].start).total_seconds() == 2 * 3600

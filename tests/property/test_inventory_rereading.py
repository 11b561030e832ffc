"""An inventory that is read again in part is what it would be read whole: the same entries, or the same mistakes."""

import re
from pathlib import Path
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netwatch.config.problem import ConfigError
from netwatch.inventory.loader import load_inventory
from netwatch.inventory.model import Inventory
from netwatch.inventory.rereading import Rereading

ZONE = ZoneInfo("Asia/Jakarta")

names = st.sampled_from(["Kantor", "'Kantor: 2'", '"Kantor \\" 3"', "Kantor - 4", "é 5", "a#5"])
optional = {
    "aliases": st.sampled_from(["[x, y]", '["x", "- "]', "['- z']", "[x,\n  z]"]),
    "snmp": st.sampled_from(["{}", "{interfaces: [ether1]}"]),
    "failover": st.just("45s"),
}


@st.composite
def entries(draw: st.DrawFn, number: int) -> dict[str, str]:
    parents = draw(st.lists(st.integers(1, number - 1), max_size=2, unique=True)) if number > 1 else []
    return {
        "id": f"d{number}",
        "name": draw(names),
        "kind": "router",
        "address": draw(st.sampled_from([f"10.0.0.{number}", f"FD00:0::{number}", f"R{number}.lan."])),
        "site": draw(st.sampled_from(["s", "t"])),
        "parents": "[" + ", ".join(f"d{parent}" for parent in parents) + "]",
        **draw(st.fixed_dictionaries({}, optional=optional)),
    }


long_texts = st.sampled_from(
    [
        "name: >-\n{0}  Kantor\n{0}  Pusat\n",
        "name: |+\n{0}  Kantor\n\n",
        "name: |\n{0}  Kantor\n{0}  # no comment\n# one\n",
        'name: "Kantor\n{0}- Pusat\n{0}"\n',
        'name: "Kantor\n  - {{id: a, name: b}}\n"\n',
        "name: Kantor\n{0}  - Pusat\n",
        "aliases:\n{0}- eins\n{0}- zwei\n",
        "aliases:\n{0}  - eins\n\n{0}  # two\n{0}  - zwei\n",
        "aliases: [eins,\nzwei]\n",
    ]
)  # fmt: skip


@st.composite
def items(draw: st.DrawFn, depth: int, number: int) -> str:
    entry = draw(entries(number))
    dash = " " * depth + "-" + " " * draw(st.sampled_from([1, 1, 3]))
    if draw(st.booleans()):
        body = ", ".join(f"{key}: {value}" for key, value in entry.items())
        text = f"{dash}{{{body}}}\n"
    else:
        spaces = " " * len(dash)
        more = [draw(long_texts).format(spaces)] if draw(st.integers(0, 4)) == 0 else []
        lines = [f"{key}: {value}\n" for key, value in entry.items() if not more or not more[0].startswith(key)] + more
        text = dash + spaces.join(lines)
    return text + draw(st.sampled_from(["", "", "", "\n", "# next\n", " " * depth + "# - {id: a}\n"]))


@st.composite
def inventories(draw: st.DrawFn) -> str:
    depth = draw(st.sampled_from([0, 2, 2, 4]))
    sites = draw(
        st.sampled_from(
            [
                "sites:\n  - {id: s, name: S}\n  - {id: t, name: T}\n",
                "sites:\n- id: s\n  name: S\n# T\n- {id: t, name: T}\n",
                "sites: [{id: s, name: S}, {id: t, name: T}]\n",
            ]
        )
    )
    devices = "".join(draw(items(depth, number)) for number in range(1, draw(st.integers(4, 8))))
    parts = [
        sites,
        "devices:" + draw(st.sampled_from(["\n", "  # ours\n", "\n\n"])) + devices,
        draw(st.sampled_from(["", "maintenance: []\n", "maintenance:\n- {devices: [d1], from: 2026-12-01T22:00, "
                              "to: 2026-12-02T02:00}\n"])),
    ]  # fmt: skip
    return "".join(draw(st.permutations(parts)))


hostile = st.sampled_from(
    ["", "\t", "\n", " ", ": ", "- ", "\n- ", "\n  - ", "[", "]", "{", "}", "'", '"', "&a ", "*a", "!x ", "%", "#",
     "\n---\n", "\n...\n", "<<: ", "? ", "|\n", ">\n", "\r", "\r\n", "\u2028", "\ufeff", "devices:\n", "\nsites:\n",
     "\n \t- ", "\n#", ", "]
)  # fmt: skip


@st.composite
def edits(draw: st.DrawFn, text: str) -> str:
    """The text with words changed, lines moved, doubled or taken out, or something put in that means much in YAML."""
    for _ in range(draw(st.sampled_from([1, 1, 1, 2, 3]))):
        lines = text.splitlines(keepends=True)
        at, to = (draw(st.integers(0, len(lines) - 1)) for _ in range(2))
        match draw(st.sampled_from(["word", "word", "word", "add", "add", "move", "double", "remove", "spoil"])):
            case "word":
                lines[at] = re.sub(r"Kantor|eins|aliases: .x|d1|kind: router", draw(st.sampled_from(_WORDS)), lines[at])
            case "add":
                dash = re.search(r"^ *(?=- .*id: d)", text, re.MULTILINE)
                added = draw(items(len(dash[0]) if dash else 0, draw(st.integers(10, 200))))
                lines.insert(to, added)
            case "move":
                lines.insert(to, lines.pop(at))
            case "double":
                lines.insert(to, lines[at])
            case "remove":
                del lines[at]
            case _:
                start = draw(st.integers(0, len(text)))
                lines = [text[:start], draw(hostile), text[start + draw(st.integers(0, 3)) :]]
        text = "".join(lines) or "{}"
    return text


_WORDS = ["Gedung", "kind: ap", "d2", "'Kantor", "Kantor # 2"]


@st.composite
def histories(draw: st.DrawFn) -> list[str]:
    """Texts that come one after the other, most of them one of those before with edits: mistakes are taken back."""
    texts = [draw(inventories())]
    for _ in range(draw(st.integers(1, 5))):
        texts.append(draw(edits(draw(st.sampled_from(texts)))) if draw(st.integers(0, 7)) else draw(inventories()))
    return texts


def outcome(load: object, path: Path) -> Inventory | tuple[str, ...]:
    assert callable(load)
    try:
        found = load(path, ZONE)
    except ConfigError as wrong:
        return tuple(map(str, wrong.problems))
    assert isinstance(found, Inventory)
    return found


@given(texts=histories())
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_read_again_in_part_is_what_would_be_read_whole(texts: list[str], tmp_path: Path) -> None:
    path, again = tmp_path / "inventory.yaml", Rereading()
    for text in texts:
        path.write_bytes(text.encode())
        whole, in_part = outcome(load_inventory, path), outcome(again.load, path)
        assert in_part == whole
        if isinstance(whole, Inventory) and isinstance(in_part, Inventory):
            assert list(in_part.devices) == list(whole.devices)
            assert list(in_part.sites) == list(whole.sites)

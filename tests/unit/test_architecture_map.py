from pathlib import Path

from sop.diagram import diagram

ROOT = Path(__file__).resolve().parents[2]


def test_the_map_shows_the_sop_machine_as_it_is():
    assert diagram() in (ROOT / "docs" / "architecture.md").read_text(), "run: python -m sop.diagram"


def test_every_room_has_its_paragraph_on_the_map():
    told = (ROOT / "docs" / "architecture.md").read_text()
    rooms = [p.parent.relative_to(ROOT) for p in ROOT.glob("netwatch/*/__init__.py")]
    assert len(rooms) > 8
    assert [str(room) for room in rooms if f"**{room}/**" not in told] == []

"""What a team photographs."""

from functools import cache
from pathlib import Path


@cache
def repair_photo() -> bytes:
    """A joint box on its pole, drawn: a JPEG of 640 × 480."""
    return (Path(__file__).parent / "web" / "static" / "joint-box.jpg").read_bytes()

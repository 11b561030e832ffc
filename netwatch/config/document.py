"""A file's content with the place of every key and value, so that any later check can point at its line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from netwatch.config.problem import Problem

Scalar = str | int | float | bool | None
KeyPath = Sequence[str | int]
Place = tuple[int, int]
"""Line and column, both from 1."""


class ScalarNode(NamedTuple):
    """As the others a tuple: of these a large inventory has hundreds of thousands."""

    place: Place
    value: Scalar


class ListNode(NamedTuple):
    place: Place
    items: list["Node"]


class MappingNode(NamedTuple):
    """`entries` holds for every key its own place and its value."""

    place: Place
    entries: dict[str, tuple[Place, "Node"]]


Node = ScalarNode | ListNode | MappingNode


@dataclass(frozen=True, slots=True)
class Document:
    path: Path
    root: MappingNode

    def plain(self) -> dict[str, object]:
        """The content as dicts, lists and scalars."""
        return {key: _plain(node) for key, (_, node) in self.root.entries.items()}

    def only(self, keys: Sequence[str]) -> "Document":
        """The document as if its top had none but these keys."""
        entries = {key: entry for key, entry in self.root.entries.items() if key in keys}
        return Document(self.path, MappingNode(self.root.place, entries))

    def entries(self, key: str) -> Iterator[tuple[int, dict[str, object]]]:
        """Position and content of every mapping in the list under `key`; what is not one is passed over."""
        _, node = self.root.entries.get(key, ((1, 1), None))
        for index, item in enumerate(node.items if isinstance(node, ListNode) else ()):
            if isinstance(item, MappingNode):
                yield index, {name: _plain(value) for name, (_, value) in item.entries.items()}

    def place(self, key_path: KeyPath, *, at_key: bool = False) -> Place:
        """Where the value (or its key) stands; for what the file does not hold, the nearest around it.

        Steps of `key_path` that lead nowhere are passed over: pydantic names branches of unions among them.
        """
        node: Node = self.root
        place = node.place
        for step in key_path:
            if isinstance(node, MappingNode) and step in node.entries:
                key_place, node = node.entries[str(step)]
                place = key_place if at_key else node.place
            elif isinstance(node, ListNode) and isinstance(step, int) and step < len(node.items):
                node = node.items[step]
                place = node.place
        return place

    def problem_at(self, key_path: KeyPath, text: str, *, at_key: bool = False) -> Problem:
        line, column = self.place(key_path, at_key=at_key)
        return Problem(self.path, line, column, text)


def _plain(node: Node) -> object:
    if isinstance(node, MappingNode):
        return {key: _plain(value) for key, (_, value) in node.entries.items()}
    if isinstance(node, ListNode):
        return [_plain(item) for item in node.items]
    return node.value

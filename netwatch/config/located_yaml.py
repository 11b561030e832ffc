"""YAML read into a `Document`, with everything that is doubtful in it named at its line.

A smaller YAML than the standard's, on purpose: what reads differently than it looks (anchors, merge keys,
tags, numbers in other bases, keys that are booleans) is refused or stays text. Without aliases nothing in a
file can grow beyond its length. Times such as `2026-12-01T22:00` stay text, for they need a zone.
"""

import re
import string
from collections.abc import Callable
from pathlib import Path
from typing import TypeGuard

import yaml
from yaml.error import MarkedYAMLError
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from netwatch.config.document import Document, ListNode, MappingNode, Node, Place, Scalar, ScalarNode
from netwatch.config.problem import ConfigError, Problem
from netwatch.config.source import read_source
from netwatch.config.yaml_fault import TOO_DEEP, explain_fault

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The parser of libyaml is ten times as fast and gives the same events with the same marks."""

_DEEPEST = 50
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLEANS = {
    spelling: truth
    for truth, words in ((True, ("true", "yes", "on")), (False, ("false", "no", "off")))
    for word in words
    for spelling in (word, word.capitalize(), word.upper())
}
_ONLY_TEXT = frozenset(string.ascii_letters) - {spelling[0] for spelling in (*_BOOLEANS, *_NULLS) if spelling}
"""Letters that begin neither a number nor a word of YAML's own."""

_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})")
_FLOAT = re.compile(r"[-+]?[0-9]{1,15}\.[0-9]{0,15}(?:[eE][-+]?[0-9]{1,2})?")
_ALIASED = "anchors and aliases (&name, *name) are not used in this file; write the value out"


def load_document(path: Path) -> Document:
    """The file's content, every key and value with its place. Raises ConfigError with all that is wrong."""
    return parse_document(read_source(path), path)


def parse_document(text: str, path: Path) -> Document:
    """The same for a text already read; `path` names it in the problems."""
    composer = _Composer(text, path)
    try:
        root = composer.compose()
    except MarkedYAMLError as fault:
        line, column, message = explain_fault(fault, text)
        raise ConfigError([*composer.problems, Problem(path, line, column, message)]) from None
    if composer.problems:
        raise ConfigError(composer.problems)
    if not isinstance(root, MappingNode):
        raise ConfigError([Problem(path, *_start(root), _top_remedy(root))])
    return Document(path, root)


def _start(root: Node | None) -> Place:
    return root.place if root else (1, 1)


def _top_remedy(root: Node | None) -> str:
    if root is None or (isinstance(root, ScalarNode) and root.value is None):
        return "the file is empty; write its keys, one 'key: value' a line, or {} for none"
    kind = "a list" if isinstance(root, ListNode) else "a single text"
    return f"the file holds {kind}; write 'key: value' lines at its top"


class _Composer:
    """Turns the parser's events into nodes, noting problems on the way instead of stopping at the first.

    An inventory of ten thousand devices is read while the daemon goes on probing: what is usual, plain scalars in
    mappings, is recognised by the type of its event alone.
    """

    def __init__(self, text: str, path: Path) -> None:
        self.problems: list[Problem] = []
        self._path = path
        self._next: Callable[[], Event] = _LOADER(text).get_event

    def compose(self) -> Node | None:
        """The one document's top node, None where the stream holds no document."""
        root: Node | None = None
        documents = 0
        while not isinstance(event := self._next(), StreamEndEvent):
            if isinstance(event, DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._note(
                        event, "a second document begins here; keep one document a file, without '---'"
                    )
                    return root
                root = self._node(self._next(), 0)
        return root

    def _node(self, event: Event, depth: int) -> Node:
        if isinstance(event, ScalarEvent) and event.anchor is None and event.tag is None:
            return ScalarNode(_place(event), _resolve(event))
        place = _place(event)
        if isinstance(event, NodeEvent) and event.anchor is not None:
            self._note(event, _ALIASED)
        if isinstance(event, AliasEvent):
            return ScalarNode(place, None)
        if depth > _DEEPEST:
            self._note(event, TOO_DEEP)
            raise ConfigError(self.problems)
        tag = getattr(event, "tag", None)
        if tag is not None:
            self._note(event, "tags (!name) are not used in this file; remove it")
        if isinstance(event, MappingStartEvent):
            return MappingNode(place, self._entries(depth + 1))
        if isinstance(event, SequenceStartEvent):
            return ListNode(place, self._items(depth + 1))
        if not isinstance(event, ScalarEvent):
            raise TypeError(f"the YAML parser gave {type(event).__name__} where a value begins")
        return ScalarNode(place, _resolve(event))

    def _items(self, depth: int) -> list[Node]:
        items: list[Node] = []
        while not isinstance(event := self._next(), SequenceEndEvent):
            items.append(self._node(event, depth))
        return items

    def _entries(self, depth: int) -> dict[str, tuple[Place, Node]]:
        entries: dict[str, tuple[Place, Node]] = {}
        following = self._next
        while not isinstance(event := following(), MappingEndEvent):
            key = event.value if _is_word(event) else self._key(event, depth)
            event_of_value = following()
            if _is_word(event_of_value):
                value: Node = ScalarNode(_place(event_of_value), event_of_value.value)
            else:
                value = self._node(event_of_value, depth)
            if key is None:
                continue
            if key in entries:
                line = entries[key][0][0]
                self._note(event, f"the key {key!r} stands already in line {line}; remove one of the two")
                continue
            entries[key] = (_place(event), value)
        return entries

    def _key(self, event: Event, depth: int) -> str | None:
        node = self._node(event, depth)
        if isinstance(event, AliasEvent):
            return None
        if not isinstance(event, ScalarEvent) or not isinstance(node, ScalarNode):
            self._note(
                event, "a list or mapping cannot be a key; text that begins with [ or { belongs in quotes"
            )
            return None
        if event.value == "<<" and event.implicit[0]:
            self._note(event, "merge keys (<<) are not used in this file; write the keys out")
            return None
        if isinstance(node.value, str):
            return node.value
        kind = {bool: "boolean", type(None): "nothing"}.get(type(node.value), "number")
        self._note(
            event, f"YAML reads this key as {_with_article(kind)}; put it in quotes or name it otherwise"
        )
        return None

    def _note(self, event: Event, text: str) -> None:
        self.problems.append(Problem(self._path, *_place(event), text))


def _with_article(kind: str) -> str:
    return kind if kind == "nothing" else f"a {kind}"


def _is_word(event: Event) -> TypeGuard[ScalarEvent]:
    """Whether it can be nothing but the text that it shows: most of what stands in an inventory."""
    return (
        type(event) is ScalarEvent
        and event.value[:1] in _ONLY_TEXT
        and event.anchor is None
        and event.tag is None
    )


def _place(event: Event) -> Place:
    mark = event.start_mark
    if mark is None:
        raise TypeError("the YAML parser gave an event without its place")
    return mark.line + 1, mark.column + 1


def _resolve(event: ScalarEvent) -> Scalar:
    """What a bare scalar means; quoted ones and blocks are text."""
    text: str = event.value
    if not event.implicit[0] or text[:1] in _ONLY_TEXT:
        return text
    if text in _NULLS:
        return None
    if text in _BOOLEANS:
        return _BOOLEANS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    return text

"""A file's text cut at the items of its block lists, without being read: each begins with a dash at the list's depth.

Whether a cut is right, the text alone does not tell, for a quoted text may look so too. `fits` says it once the text
has been read. What it rests on: a YAML parser goes from left to right, and whenever it is to begin an item of one
list it is in the same state, but for the line's number. So an item's text that has once led from there to the next
item, or out of the list, does so wherever it comes in that list's text, and means the same.
"""

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from typing import NamedTuple

from netwatch.config.document import Document, ListNode, Node, Place

_OTHER_BREAKS = "\r\x85\u2028\u2029"
"""Line ends of YAML beside the usual one: in a text with these, lines are not counted here as they are there."""

_LIST = r"""
    ^{key}: (?: [ ]+[#].* | [ ]* )\n
    (?: [ ]*(?:[#].*)?\n )*+                  # empty lines and comments
    (?P<list>
        (?P<dash>(?P<indent>[ ]*)-[ ]) .*(?:\n|\Z)
        (?: (?: (?P=dash).*                   # the next item
              | (?P=indent)[ ].*              # what stands deeper than the dashes
              | [ ]*[#].*
              | [ ]*(?=\n)
            ) (?:\n|\Z) )*+
    )"""


class Cut(NamedTuple):
    """`text[start:end]` is a list: `items` one after the other, each with all up to the next. `depth`: the spaces
    before a dash."""

    start: int
    end: int
    depth: int
    items: Sequence[str]


Cuts = Mapping[str, Cut]
"""The lists under the top's keys, in the text's order."""


def cut(text: str, keys: Iterable[str]) -> Cuts:
    """Of those keys whose list has its items begin in lines of their own, with a dash and a space."""
    if any(each in text for each in _OTHER_BREAKS):
        return {}
    found = {key: each for key in keys if (each := _cut(text, key)) is not None}
    return dict(sorted(found.items(), key=lambda entry: entry[1].start))


def without(text: str, cuts: Cuts, known: Mapping[str, Container[str]]) -> tuple[str, Cuts]:
    """The text without those items that are `known` under their key; the first of each list stays, or it were none."""
    pieces: list[str] = []
    left: dict[str, Cut] = {}
    at = length = 0
    for key, each in cuts.items():
        first, *others = each.items
        items = [first, *(item for item in others if item not in known[key])]
        start = length + each.start - at
        length = start + sum(map(len, items))
        left[key] = Cut(start, length, each.depth, items)
        pieces += [text[at : each.start], *items]
        at = each.end
    return "".join([*pieces, text[at:]]), left


def fits(text: str, cuts: Cuts, document: Document) -> bool:
    """Whether the document that was read from the text has those very items, where the cuts begin and end them."""
    entries = document.root.entries
    keys_begin = {place for place, _ in entries.values()}
    return all(key in entries and _fits(text, each, entries[key][1], keys_begin) for key, each in cuts.items())


def _cut(text: str, key: str) -> Cut | None:
    found = re.search(_LIST.format(key=key), text, re.MULTILINE | re.VERBOSE)
    if found is None:
        return None
    items = re.split(f"^(?={found['dash']})", found["list"], flags=re.MULTILINE)[1:]
    return Cut(*found.span("list"), len(found["indent"]), items)


def _fits(text: str, each: Cut, node: Node, keys_begin: Container[Place]) -> bool:
    """As many items as dashes are one for each: between its first dash and its end the list has no other ones."""
    first = text.count("\n", 0, each.start) + 1
    if not isinstance(node, ListNode) or node.place != (first, each.depth + 1) or len(node.items) != len(each.items):
        return False
    return each.end == len(text) or (text.count("\n", 0, each.end) + 1, 1) in keys_begin

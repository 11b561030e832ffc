"""What the YAML parser complains about, in words that say what to write."""

import re

from yaml.error import Mark, MarkedYAMLError

_QUOTES = "put the text in quotes"
TOO_DEEP = "values are nested deeper here than this file has any use for; check brackets"
_REMEDIES = (
    ("maximum nesting depth", TOO_DEEP),
    (
        "mapping values are not allowed",
        "no ': ' is expected here; quote the text, or line the key up with those above",
    ),
    ("could not find expected ':'", "this line has no ':' after its key; write 'key: value'"),
    (
        "did not find expected '-'",
        "this does not line up with the list; begin it with '- ' under the items above",
    ),
    (
        "did not find expected key",
        "this does not line up with the lines above; indent keys of one block alike",
    ),
    ("expected <block end>", "this does not line up with the lines above; indent keys of one block alike"),
    (
        "',' or ']'",
        "the list that begins here is not complete; write ',' between items and ']' last",
    ),
    (
        "',' or '}'",
        "the mapping that begins here is not complete; write ',' between entries and '}' last",
    ),
    ("unexpected end of stream", "the text in quotes that begins here does not end; close the quote"),
    ("unexpected document", "the text in quotes that begins here does not end; close the quote"),
    ("escape", "a backslash in double quotes begins an escape; write it twice, or use single quotes"),
    ("tag", f"a text cannot begin with '!'; {_QUOTES}"),
    ("alphabetic or numeric character", f"a text cannot begin with '&' or '*'; {_QUOTES}"),
    ("non-alphabetical", f"a line cannot begin with '%'; {_QUOTES}"),
    ("directive", f"a line cannot begin with '%'; {_QUOTES}"),
    (
        "block sequence entries are not allowed",
        "a list cannot begin here; write its first '- ' on a line of its own",
    ),
)
_BEGINS_AT_CONTEXT = ("unexpected end of stream", "unexpected document", "expected ':'", "or ']'", "or '}'")
"""Faults that the parser notices only after the line that has to be mended."""
_KEY_AGAINST_VALUE = re.compile(r"\s*(- +)?[a-z_]+:[^\s:]")


def explain_fault(fault: MarkedYAMLError, text: str) -> tuple[int, int, str]:
    """Line, column and message for a parser's error in `text`. Quotes no value: it may be a secret."""
    problem = fault.problem or "the file is not YAML"
    mark = fault.problem_mark or fault.context_mark
    if mark is None:
        return 1, 1, f"this is not YAML ({problem}); write 'key: value' lines"
    if fault.context_mark is not None and any(part in problem for part in _BEGINS_AT_CONTEXT):
        mark = fault.context_mark
    lines = text.splitlines()
    tab = _tab_near(mark, lines)
    if tab is not None:
        return mark.line + 1, tab + 1, "a tab stands here; YAML is indented with spaces, write spaces"
    remedy = _remedy(problem, mark, lines)
    return mark.line + 1, mark.column + 1, remedy


def _tab_near(mark: Mark, lines: list[str]) -> int | None:
    """The column of a tab within the indentation of the line complained about, or at the very place."""
    if mark.line >= len(lines):
        return None
    line = lines[mark.line]
    indentation = line[: len(line) - len(line.lstrip())]
    if "\t" in indentation:
        return indentation.index("\t")
    return mark.column if line[mark.column : mark.column + 1] == "\t" else None


def _remedy(problem: str, mark: Mark, lines: list[str]) -> str:
    if "cannot start any token" in problem and mark.line < len(lines):
        letter = lines[mark.line][mark.column : mark.column + 1]
        return f"a text cannot begin with {letter!r}; {_QUOTES}"
    if "could not find expected ':'" in problem and _KEY_AGAINST_VALUE.match("".join(lines[mark.line : mark.line + 1])):
        return "the ':' after the key needs a space behind it; write 'key: value'"
    for part, remedy in _REMEDIES:
        if part in problem:
            return remedy
    return f"this is not YAML ({problem}); check indentation, quotes and colons"

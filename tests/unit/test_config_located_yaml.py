import os
from pathlib import Path

import pytest

from netwatch.config.located_yaml import load_document, parse_document
from netwatch.config.problem import ConfigError

FILE = Path("a.yaml")


def problems_of(text: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        parse_document(text, FILE)
    return str(caught.value).splitlines()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "a: 1\nb: {c: 1, c: 2}\na: 2\n",
            [
                "a.yaml:2:11: the key 'c' stands already in line 2; remove one of the two",
                "a.yaml:3:1: the key 'a' stands already in line 1; remove one of the two",
            ],
            id="every duplicate key is named at its second place",
        ),
        pytest.param(
            "a:\n  b: 1\n\tc: 2\n",
            ["a.yaml:3:1: a tab stands here; YAML is indented with spaces, write spaces"],
            id="a tab in the indentation",
        ),
        pytest.param(
            "# only a remark\n",
            ["a.yaml:1:1: the file is empty; write its keys, one 'key: value' a line, or {} for none"],
            id="a file of remarks is an empty one",
        ),
        pytest.param(
            "- a\n- b\n",
            ["a.yaml:1:1: the file holds a list; write 'key: value' lines at its top"],
            id="a list at the top",
        ),
        pytest.param(
            "123456:SECRET",
            ["a.yaml:1:1: the file holds a single text; write 'key: value' lines at its top"],
            id="a text at the top is not quoted, it may be a secret",
        ),
        pytest.param(
            "no: 1\n8: 1\n~: 1\n",
            [
                "a.yaml:1:1: YAML reads this key as a boolean; put it in quotes or name it otherwise",
                "a.yaml:2:1: YAML reads this key as a number; put it in quotes or name it otherwise",
                "a.yaml:3:1: YAML reads this key as nothing; put it in quotes or name it otherwise",
            ],
            id="keys that are not text to YAML",
        ),
        pytest.param(
            "a: &x 1\nb: *x\n",
            [
                "a.yaml:1:4: anchors and aliases (&name, *name) are not used in this file; write the value out",
                "a.yaml:2:4: anchors and aliases (&name, *name) are not used in this file; write the value out",
            ],
            id="anchors and aliases",
        ),
        pytest.param(
            "a: {b: 1}\nc:\n  <<: {d: 1}\n",
            ["a.yaml:3:3: merge keys (<<) are not used in this file; write the keys out"],
            id="a merge key",
        ),
        pytest.param(
            "a: !!python/object/apply:os.system ['true']\n",
            ["a.yaml:1:4: tags (!name) are not used in this file; remove it"],
            id="a tag that would run a program elsewhere",
        ),
        pytest.param(
            "a: 'x\nb: y\n",
            ["a.yaml:1:4: the text in quotes that begins here does not end; close the quote"],
            id="an open quote is named where it begins",
        ),
        pytest.param(
            "a: [1, 2\nb: 3\n",
            [
                "a.yaml:1:4: the list that begins here is not complete; write ',' between items and ']' last"
            ],
            id="an open bracket is named where it begins",
        ),
        pytest.param(
            "a: 1\ntoken 123456:SECRET\nb: 2\n",
            ["a.yaml:2:1: this line has no ':' after its key; write 'key: value'"],
            id="a line without a colon is not quoted, it may be a secret",
        ),
        pytest.param(
            "a:\n  - id: x\n    name:Switch A\n    kind: ap\n",
            ["a.yaml:3:5: the ':' after the key needs a space behind it; write 'key: value'"],
            id="a colon without a space behind it",
        ),
        pytest.param(
            "a: b: c\n",
            ["a.yaml:1:5: no ': ' is expected here; quote the text, or line the key up with those above"],
            id="a second colon in a line",
        ),
        pytest.param(
            "a: @b\n", ["a.yaml:1:4: a text cannot begin with '@'; put the text in quotes"], id="an at sign"
        ),
        pytest.param(
            "a: 1\n---\nb: 2\n",
            ["a.yaml:2:1: a second document begins here; keep one document a file, without '---'"],
            id="a second document",
        ),
        pytest.param(
            "a: " + "[" * 60,
            ["a.yaml:1:54: values are nested deeper here than this file has any use for; check brackets"],
            id="too many brackets",
        ),
    ],
)
def test_what_is_doubtful_is_named_at_its_place(text: str, expected: list[str]) -> None:
    assert problems_of(text) == expected


def test_a_billion_laughs_end_as_problems_of_as_many_lines() -> None:
    laughs = ["a0: &a0 [ha, ha]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 30)]

    found = problems_of("\n".join(laughs))

    assert len(found) == 30 + 29 * 10


@pytest.mark.parametrize(
    ("written", "read"),
    [
        pytest.param("2026-12-01T22:00", "2026-12-01T22:00", id="a local time stays text"),
        pytest.param("2026-12-01T22:00:00", "2026-12-01T22:00:00", id="a local time with seconds too"),
        pytest.param("2026-12-01", "2026-12-01", id="and a date"),
        pytest.param("22:00", "22:00", id="what YAML 1.1 reads as 1320 stays text"),
        pytest.param("010", "010", id="what YAML 1.1 reads as 8 stays text"),
        pytest.param("127.0.0.1", "127.0.0.1", id="an address stays text"),
        pytest.param("2c", "2c", id="an SNMP version stays text"),
        pytest.param("'8'", "8", id="a quoted number is text"),
        pytest.param("-100200", -100200, id="a chat id is a number"),
        pytest.param("0.5", 0.5, id="a decimal"),
        pytest.param("off", False, id="a bare off is YAML 1.1's boolean"),
        pytest.param("~", None, id="a tilde is nothing"),
        pytest.param("", None, id="and so is nothing"),
    ],
)
def test_a_bare_value_means(written: str, read: object) -> None:
    assert parse_document(f"a: {written}\n", FILE).plain() == {"a": read}


def test_every_key_and_value_knows_its_place() -> None:
    document = parse_document("a: 1\nlist:\n  - {id: x, äö: [1, zwei]}\n", FILE)

    assert document.place(("list", 0, "äö", 1)) == (3, 21)
    assert document.place(("list", 0, "äö"), at_key=True) == (3, 13)
    assert document.place(("list", 0, "äö")) == (3, 17)


def test_a_value_that_is_not_there_is_pointed_at_through_what_is_around_it() -> None:
    document = parse_document("a: 1\nb:\n  c: 1\n", FILE)

    assert document.place(("b", "missing", "deeper")) == (3, 3)
    assert document.place(("missing",)) == (1, 1)


def test_an_item_behind_a_lists_end_is_pointed_at_through_the_list() -> None:
    document = parse_document("a: 1\nlist: [x]\n", FILE)

    assert document.place(("list", 1)) == (2, 7)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(
            "a: é\n".encode("latin-1"),
            "1:4: the byte 0xe9 is not UTF-8; save the file as UTF-8",
            id="latin-1",
        ),
        pytest.param(
            "a: 1".encode("utf-16"), "1:1: the file is encoded as UTF-16; save it as UTF-8", id="UTF-16"
        ),
        pytest.param(
            "a: 1".encode("utf-16-le"),
            "1:1: this is not text, or it is encoded as UTF-16; save it as UTF-8 text",
            id="UTF-16 without a mark",
        ),
        pytest.param(
            b"a: 1\nb: \x1b[0m\n", "2:4: a control character (U+001B) stands here; remove it", id="an escape"
        ),
        pytest.param(
            b"",
            "1:1: the file is empty; write its keys, one 'key: value' a line, or {} for none",
            id="no bytes at all",
        ),
    ],
)
def test_bytes_that_are_not_utf_8_text_are_named_at_their_place(
    tmp_path: Path, content: bytes, expected: str
) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(content)

    with pytest.raises(ConfigError) as caught:
        load_document(path)

    assert str(caught.value) == f"{path}:{expected}"


def test_a_byte_order_mark_and_windows_line_ends_are_welcome(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes("\ufeffa: 1\r\nb: 2\r\n".encode())

    document = load_document(path)

    assert document.plain() == {"a": 1, "b": 2}
    assert document.place(("b",)) == (2, 4)


def test_a_missing_file_a_directory_and_a_pipe_say_so(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path, expected in (
        (tmp_path / "none.yaml", "there is no such file; create it or correct its name"),
        (tmp_path, "this is a directory; name the file in it"),
        (pipe, "this is not a regular file; name one that holds the text"),
    ):
        with pytest.raises(ConfigError) as caught:
            load_document(path)
        assert str(caught.value) == f"{path}:1:1: {expected}"


def test_a_file_without_permission_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.yaml"
    path.write_text("a: 1")

    def refuse(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    # root may read everything, so the refusal is played
    monkeypatch.setattr(Path, "read_bytes", refuse)
    monkeypatch.setattr("netwatch.config.source.own_user", lambda: "budi")
    with pytest.raises(ConfigError, match=r"the user budi may not read this file; run this as root, with sudo$"):
        load_document(path)
    # in the service's own reload nothing could be done as root
    monkeypatch.setattr("netwatch.config.source.own_user", lambda: "netwatch")
    with pytest.raises(ConfigError, match=r"the user netwatch may not read this file; let that user read it$"):
        load_document(path)


def test_brackets_without_end_are_given_up_early() -> None:
    # libyaml from 0.2.6 on gives up by itself, later in the line than we do.
    (problem,) = problems_of("a: " + "[" * 100_000)
    assert problem.endswith("values are nested deeper here than this file has any use for; check brackets")

"""The words of the demo's screen: the same in both languages, and each of them used."""

import re
from pathlib import Path

import netwatch.demo.web
from netwatch.inventory.model import DeviceKind
from netwatch.text.demo_page import WORDS
from sop.role import Role

HERE = Path(netwatch.demo.web.__file__).parent
SOURCE = "\n".join(path.read_text() for path in (*HERE.glob("static/*.js"), *HERE.glob("templates/*")))
BY_VALUE = ("state_", "kind_", "role_")


def test_both_languages_have_the_same_words_with_the_same_blanks():
    blanks = {language: {key: sorted(re.findall(r"\{(\w+)\}", text)) for key, text in words.items()}
              for language, words in WORDS.items()}
    assert blanks["id"] == blanks["en"]


def test_every_word_is_used_and_every_word_used_is_there():
    used = set(re.findall(r'say\.(\w+)', SOURCE)) | {
        key for key in WORDS["id"] if re.search(rf'"{key}"', SOURCE)}
    assert sorted(key for key in WORDS["id"] if key not in used and not key.startswith(BY_VALUE)) == []
    asked = set(re.findall(r'say\("(\w+)"', SOURCE)) | set(re.findall(r"\{\{ say\.(\w+)", SOURCE))
    assert asked - set(WORDS["id"]) == set()


def test_every_kind_and_every_role_has_its_word():
    assert {f"kind_{kind.value}" for kind in DeviceKind} <= set(WORDS["id"])
    assert {f"role_{role.value}" for role in Role} <= set(WORDS["id"])

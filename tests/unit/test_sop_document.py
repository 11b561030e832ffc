"""The SOP that ships is the office's document, and what cannot be walked is refused with a remedy."""

import copy
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from sop.document import Sop, load_shipped, shipped_path
from sop.role import Role

OFFICES_OWN = Path(__file__).parents[3] / "shared" / "sop" / "048-SOP-ESDU-2019.txt"
TYPING_SLIPS = {"Mengintruksikan": "Menginstruksikan", "Menerima intruksi": "Menerima instruksi"}
WRITTEN_LIMITS = {"5 menit": 300.0, "1 x 24 jam": 86400.0, "": None}


@pytest.fixture(scope="module")
def raw() -> dict[str, Any]:
    loaded = yaml.safe_load(shipped_path().read_text(encoding="utf-8"))
    assert isinstance(loaded, dict)
    return loaded


@pytest.fixture(scope="module")
def offices_text() -> str:
    if not OFFICES_OWN.exists():
        pytest.skip(f"the office's own document is not beside the repo ({OFFICES_OWN.name} in ../shared/sop)")
    text = OFFICES_OWN.read_text(encoding="utf-8")
    for slip, meant in TYPING_SLIPS.items():
        assert slip in text
        text = text.replace(slip, meant)
    return text


def test_the_eight_steps_have_the_missions_actors_limits_and_ways_on() -> None:
    assert [(s.no, s.key, s.role, s.limit, s.output, s.on_breach) for s in load_shipped().steps] == [
        (1, "report", Role.CALL_TAKER, 300, "laporan pengaduan", "wait"),
        (2, "receive", Role.SPV_OPINI_PUBLIK, 300, None, "advance"),
        (3, "forward", Role.SPV_OPINI_PUBLIK, 300, "laporan pengaduan", "advance"),
        (4, "kasi_receive", Role.KASI_INFRASTRUKTUR, 300, None, "advance"),
        (5, "kasi_instruct", Role.KASI_INFRASTRUKTUR, 300, None, "advance"),
        (6, "team_receive", Role.TIM_LAPANGAN, 300, "laporan pengaduan", "advance"),
        (7, "repair", Role.TIM_LAPANGAN, 86400, "laporan perbaikan", "wait"),
        (8, "done", Role.CALL_TAKER, None, None, "wait"),
    ]


def test_the_steps_table_is_the_offices_word_for_word(offices_text: str) -> None:
    rows = [line.split("\t") for line in offices_text.splitlines() if re.match(r"[1-8]\t\D", line)]
    rows = [row for row in rows if len(row) > 8]
    written = [(int(row[0]), row[1], row[6] or None, WRITTEN_LIMITS[row[7]], row[8] or None) for row in rows]
    steps = [(s.no, s.activity, s.requirement, s.limit, s.output) for s in load_shipped().steps]
    assert written == steps[: len(written)]
    assert len(written) >= 7
    assert f"8\t{steps[7][1]}\t[SELESAI]" in offices_text


def test_the_legal_bases_are_the_offices_word_for_word(offices_text: str) -> None:
    written = re.findall(r"^\d+\. (.+?)(?:\t.*)?$", offices_text, re.MULTILINE)
    assert list(load_shipped().legal_basis) == written
    assert len(written) == 17


def test_the_heading_is_the_offices_word_for_word(offices_text: str) -> None:
    sop = load_shipped()
    number = re.search(r"^Nomor SOP\t(.+)$", offices_text, re.MULTILINE)
    assert number is not None
    assert number[1].replace(" ", "") == sop.number
    lines = offices_text.splitlines()
    assert [line for line in lines if line in sop.issued_by] == list(sop.issued_by)
    assert f"Nama SOP :\t{sop.name}" in lines
    assert sop.approved_by is not None
    assert f"Disahkan oleh\t {sop.approved_by} " in offices_text
    assert sop.created is not None
    assert f"Tanggal Pembuatan\t{sop.created:%d} Agustus {sop.created:%Y}" in lines
    assert {"Tanggal Revisi\t", "Tanggal Efektif\t"} <= set(lines)
    assert sop.revised is sop.effective is None


def test_qualifications_and_equipment_are_the_offices_word_for_word(offices_text: str) -> None:
    sop = load_shipped()
    listed = [item.strip() for cell in re.findall(r"\t(- .+?)\t?$", offices_text, re.MULTILINE)
              for item in re.split(r"(?:^| )- ", cell) if item.strip()]
    assert listed == [*sop.qualifications, *sop.equipment]
    assert sop.related == sop.warnings == sop.records == ()


def test_no_signatory_is_named() -> None:
    shipped = shipped_path().read_text(encoding="utf-8")
    assert re.search(r"NIP|\d{8} \d{6}", shipped) is None


def _without_last(document: dict[str, Any]) -> None:
    del document["steps"][-1]


def _set(index: int, key: str, value: object) -> Any:
    return lambda document: document["steps"][index].__setitem__(key, value)


def _swap(document: dict[str, Any]) -> None:
    steps = document["steps"]
    steps[3]["key"], steps[5]["key"] = steps[5]["key"], steps[3]["key"]


@pytest.mark.parametrize(
    ("harm", "place", "says"),
    [
        pytest.param(lambda d: d.update(steps=[]), (), "steps is empty", id="no step at all"),
        pytest.param(_set(2, "step", 4), (), "step 4 stands in place 3", id="a gap in the numbers"),
        pytest.param(_set(2, "key", "receive"), (), "the key 'receive' is taken", id="one key twice"),
        pytest.param(
            _set(3, "key", "chief"), (), "no step has the key kasi_receive", id="a needed key is missing",
        ),
        pytest.param(_set(3, "key", "Kasi!"), ("steps", 3, "key"), "pattern", id="a key that is no name"),
        pytest.param(_swap, (), "out of order", id="needed steps in another order"),
        pytest.param(_without_last, (), "no step has the key done", id="the end is missing"),
        pytest.param(_set(7, "limit", "5m"), (), "cannot run late", id="the last step has a limit"),
        pytest.param(
            _set(0, "role", "admin"), ("steps", 0, "role"), "admin has no part", id="a step for admin",
        ),
        pytest.param(_set(0, "role", "boss"), ("steps", 0, "role"), "call_taker", id="a role nobody has"),
        pytest.param(
            _set(0, "limit", 300), ("steps", 0, "limit"), "5m or 24h", id="a limit without its unit",
        ),
        pytest.param(_set(0, "limit", "5 min"), ("steps", 0, "limit"), "5m or 24h", id="a unit nobody knows"),
        pytest.param(_set(0, "limit", True), ("steps", 0, "limit"), "5m or 24h", id="a boolean as limit"),
        pytest.param(_set(0, "limit", "0s"), ("steps", 0, "limit"), "from 1ms", id="a limit of nothing"),
        pytest.param(_set(0, "limit", "99999999h"), ("steps", 0, "limit"), "8784h", id="a limit of ages"),
        pytest.param(
            _set(0, "limit", float("nan")), ("steps", 0, "limit"), "8784h", id="a limit that is no number",
        ),
        pytest.param(
            _set(0, "on_breach", "stop"), ("steps", 0, "on_breach"), "advance", id="an unknown on_breach",
        ),
        pytest.param(_set(0, "actor", "x"), ("steps", 0, "actor"), "Extra", id="an unknown key in a step"),
        pytest.param(lambda d: d.update(number=48), ("number",), "string", id="a number for a text"),
    ],
)
def test_what_cannot_be_walked_is_refused(
    raw: dict[str, Any], harm: Any, place: tuple[Any, ...], says: str
) -> None:
    document = copy.deepcopy(raw)
    harm(document)
    with pytest.raises(ValidationError) as refused:
        Sop.model_validate(document)
    (error,) = refused.value.errors()
    assert error["loc"] == place
    assert says in error["msg"]


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        pytest.param("500ms", 0.5, id="milliseconds"),
        pytest.param("90s", 90.0, id="seconds"),
        pytest.param("1.5m", 90.0, id="a fraction"),
        pytest.param("24h", 86400.0, id="hours"),
        pytest.param(None, None, id="none"),
    ],
)
def test_limits_are_read_as_seconds(raw: dict[str, Any], written: str | None, seconds: float | None) -> None:
    document = copy.deepcopy(raw)
    document["steps"][0]["limit"] = written
    assert Sop.model_validate(document).steps[0].limit == seconds


def test_a_step_that_is_asked_for_by_a_wrong_key_says_which_there_are() -> None:
    with pytest.raises(KeyError, match=r"no step 'fix', only report, receive"):
        load_shipped().step("fix")

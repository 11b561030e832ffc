"""What `netwatch check` says of people and folders, without asking anybody."""

from pathlib import Path

from netwatch.check import findings
from netwatch.files import read_files

PEOPLE = """\
people:
  - {name: Dedi, role: kasi_infrastruktur, telegram_id: 2003, phone: "+628110000003"}
  - {name: Agus, role: tim_lapangan, telegram_id: 2004, team: utara}
  - {name: Sari, role: spv_opini_publik, telegram_id: 2002}
  - {name: Rina, role: call_taker, telegram_id: 2001}
teams: [{id: utara, name: Tim Utara, default: true}]
"""


def found(folder: Path, more: str) -> tuple[list[str], list[str]]:
    (folder / "inventory.yaml").write_text("sites: []\ndevices: []\n")
    path = folder / "netwatch.yaml"
    path.write_text(PEOPLE + more)
    problems, remarks = findings(path, read_files(path, {}))
    return [p for p in problems if "sms" in p], [r for r in remarks if "SMS" in r]


def test_who_would_get_no_sms_is_named_and_so_is_a_spool_folder_that_is_not_there(tmp_path: Path) -> None:
    problems, remarks = found(tmp_path, "sms: {spool: gammu}\n")
    (problem,) = problems
    assert f"{tmp_path}/gammu has no folder outbox, sent, error" in problem
    assert remarks == ['note       Agus (tim_lapangan) has no phone and gets no SMS; write phone: "+62…"']


def test_without_sms_nobody_needs_a_phone(tmp_path: Path) -> None:
    assert found(tmp_path, "") == ([], [])


def test_a_place_where_no_picture_could_be_kept_is_named(tmp_path: Path) -> None:
    (tmp_path / "inventory.yaml").write_text("sites: []\ndevices: []\n")
    (tmp_path / "pictures").write_text("")
    path = tmp_path / "netwatch.yaml"
    path.write_text("data: pictures\n")
    problems, _ = findings(path, read_files(path, {}))
    assert f"{tmp_path}/pictures, where pictures are to be kept, is no folder; name another under data:" in problems

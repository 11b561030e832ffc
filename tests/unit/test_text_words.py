"""Keys of the program as words of the office."""

from dataclasses import replace

import pytest

from netwatch.core.change import SYSTEM, Refusal, Why
from netwatch.core.history import Recorded
from netwatch.core.request import Action, Reason
from netwatch.core.state import State
from netwatch.core.ticket import Priority
from netwatch.inventory.model import DeviceKind
from netwatch.text import priority, state
from netwatch.text.buttons import LABEL
from netwatch.text.complaint import complaint
from netwatch.text.condition import brief, in_full
from netwatch.text.device_kind import DEVICE_KIND
from netwatch.text.headline import extent, subject, subject_healthy
from netwatch.text.history import sentence
from netwatch.text.phone import dialled
from netwatch.text.reason import REASON
from netwatch.text.role import ROLE
from netwatch.text.steps import STEP, step_name, step_names
from netwatch.text.toast import done, refused
from sop.role import Role
from tests.unit.text_sample import BY_CITIZEN, ISOLATED, NOW, OFFICE, OUTAGE, minutes, report


@pytest.mark.parametrize(
    ("key", "short", "full"),
    [
        ("ping", "mati", "tidak menjawab ping"),
        ("snmp", "tanpa SNMP", "menjawab ping, tetapi tidak menjawab SNMP"),
        ("if:ether1", "port ether1 putus", "port ether1 putus padahal diaktifkan"),
        ("if:Gi0/1:2", "port Gi0/1:2 putus", "port Gi0/1:2 putus padahal diaktifkan"),
        ("temp:rak", "suhu rak tinggi", "suhu rak melewati batas"),
        ("baru", "baru", "baru"),
    ],
)
def test_conditions(key: str, short: str, full: str) -> None:
    assert (brief(key), in_full(key)) == (short, full)


@pytest.mark.parametrize(
    ("table", "keys"),
    [
        pytest.param(ROLE, Role, id="roles"),
        pytest.param(priority.PRIORITY, Priority, id="priorities"),
        pytest.param(priority.MARK, Priority, id="marks of priorities"),
        pytest.param(state.STATE, State, id="states"),
        pytest.param(state.MARK, State, id="marks of states"),
        pytest.param(DEVICE_KIND, DeviceKind, id="kinds of devices"),
        pytest.param(REASON, Reason, id="usual reasons"),
        pytest.param(LABEL, Action, id="buttons"),
        pytest.param(STEP, [step.key for step in OFFICE.sop.steps], id="steps of the SOP that ships"),
    ],
)
def test_every_key_has_its_word(table: dict[str, str], keys: type) -> None:
    assert set(table) == set(keys)


def test_a_step_of_the_offices_own_is_named_by_its_activity() -> None:
    own = OFFICE.sop.steps[2].model_copy(update={"key": "own", "activity": "Mencatat <di> buku"})
    sop = OFFICE.sop.model_copy(update={"steps": (*OFFICE.sop.steps[:2], own, *OFFICE.sop.steps[3:])})
    office = replace(OFFICE, sop=sop)
    assert step_name(3, office) == "Mencatat &lt;di&gt; buku"
    assert step_name(99, office) == "langkah 99"
    assert step_names((4, 5, 6), OFFICE).count(" dan ") == 1


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("wifi mati sejak 14.05", "wifi mati sejak 14.05", id="times are not phones"),
        pytest.param("SMP 4 jalan 123", "SMP 4 jalan 123", id="schools and houses are not phones"),
        pytest.param("telp 0812-3456-7890 ya", "telp ••• ya", id="a phone within the text"),
        pytest.param("(0231) 123 456", "(•••", id="a landline"),
        pytest.param("kata Budi SANTOSO begitu", "kata ••• ••• begitu", id="the name, however written"),
        pytest.param("Budiman & co", "Budiman &amp; co", id="another name that begins alike"),
    ],
)
def test_complaints_are_shown_without_the_citizen(text: str, shown: str) -> None:
    assert complaint(report(text=text)) == shown


@pytest.mark.parametrize(
    ("phone", "expected"),
    [
        ("+6281234567890", "0812-3456-7890"),
        ("+62231123456", "(0231) 123456"),
        ("+31201234567", "+31 20 123 4567"),
        ("<tidak ada>", "&lt;tidak ada&gt;"),
    ],
)
def test_phones_are_shown_as_they_are_dialled(phone: str, expected: str) -> None:
    assert dialled(phone) == expected


@pytest.mark.parametrize(
    ("event", "detail", "expected"),
    [
        ("instructed", "utara", "14.08 WIB — Tim diinstruksikan: Tim Utara (Agus)"),
        ("instructed", "bubar", "14.08 WIB — Tim diinstruksikan: bubar (Agus)"),
        ("breached", "step 4, kasi", "14.08 WIB — Batas waktu terlewat: 4, Kasi menerima laporan (Agus)"),
        ("breached", "unreadable", "14.08 WIB — Batas waktu terlewat (Agus)"),
        ("priority", "normal -> critical", "14.08 WIB — Prioritas diubah: kritis (Agus)"),
        ("priority", "??", "14.08 WIB — Prioritas diubah (Agus)"),
        ("reassigned", "utara -> selatan", "14.08 WIB — Dialihkan: Tim Selatan (Agus)"),
        ("held", "menunggu <PLN>", "14.08 WIB — Ditunda: menunggu &lt;PLN&gt; (Agus)"),
        ("closed", "closed: sudah diperbaiki", "14.08 WIB — Tiket selesai (ditutup: sudah diperbaiki) (Agus)"),
        ("closed", "rt has answered: steadily", "14.08 WIB — Tiket selesai (Agus)"),
        ("merged", "into 7", "14.08 WIB — Digabung ke tiket lain karena penyebabnya sama: #7 (Agus)"),
        ("moved_up", "a ping -> core ping: x", "14.08 WIB — Penyebab sebenarnya ditemukan: Router Inti (Agus)"),
        ("made_up", "x", "14.08 WIB — made up (Agus)"),
    ],
)
def test_events(event: str, detail: str, expected: str) -> None:
    assert sentence(Recorded(1, 42, minutes(3), "Agus", event, detail, ""), OFFICE) == expected


def test_what_netwatch_did_itself_has_no_actor() -> None:
    assert sentence(Recorded(1, 42, minutes(3), SYSTEM, "closed", "", ""), OFFICE) == "14.08 WIB — Tiket selesai"


def test_subjects_of_tickets_without_a_device() -> None:
    assert subject(BY_CITIZEN, OFFICE) == "SMP Negeri 4 — laporan warga"
    assert subject(ISOLATED, OFFICE) == "Pemantau jaringan terputus"
    assert subject_healthy(OUTAGE, OFFICE) == "Router Kejaksan — Kec. Kejaksan"
    assert extent(replace(BY_CITIZEN, citizen_reports=(report(), report()))) == ", 2 laporan"


@pytest.mark.parametrize("action", Action)
def test_every_press_has_an_answer(action: Action) -> None:
    assert "#42" in done(42, action, "utara", OFFICE)
    assert "Agus" in refused(42, action, Refusal(Why.ALREADY_DONE, "Agus", NOW), OFFICE, NOW)

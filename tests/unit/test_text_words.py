"""Keys of the program as words of the office."""

from dataclasses import replace

import pytest

from netwatch.core.change import SYSTEM, Refusal, Why
from netwatch.core.history import Recorded
from netwatch.core.request import Action, Reason
from netwatch.core.state import ConditionState, State
from netwatch.core.status import ConditionStatus
from netwatch.core.ticket import Priority
from netwatch.inventory.model import DeviceKind
from netwatch.text import priority, state
from netwatch.text.buttons import LABEL
from netwatch.text.complaint import complaint
from netwatch.text.condition import brief, in_full, well_again
from netwatch.text.device_kind import DEVICE_KIND
from netwatch.text.headline import extent, subject, subject_healthy
from netwatch.text.history import sentence
from netwatch.text.phone import dialled
from netwatch.text.reason import REASON
from netwatch.text.role import ROLE
from netwatch.text.steps import STEP, step_name, step_names
from netwatch.text.symptom import symptom
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
    ("key", "sign", "figures", "said"),
    [
        (
            "snmp", "timeout", {},
            "menjawab ping, tetapi tidak menjawab SNMP (agen mati, terblokir, atau community salah)",
        ),
        ("snmp", "refused", {}, "menjawab ping, tetapi agen SNMP tidak berjalan"),
        ("snmp", "wrong_user", {}, "menjawab ping, tetapi SNMP menolak nama pengguna pemantau"),
        ("snmp", "wrong_key", {}, "menjawab ping, tetapi SNMP menolak kunci autentikasi pemantau"),
        ("snmp", "agent_error", {}, "menjawab ping, tetapi tidak menjawab SNMP"),
        ("if:ether3", "", {}, "port ether3 putus padahal diaktifkan"),
        ("ups", "on battery", {"charge": 70, "minutes": 25}, "memakai baterai, sisa 70%, kira-kira 25 menit lagi"),
        ("ups", "on battery", {}, "memakai baterai"),
        ("ups", "battery low", {"charge": 8}, "memakai baterai dan baterainya hampir habis, sisa 8%"),
        ("ups", "battery weak", {}, "baterai lemah, padahal listrik menyala"),
        ("temp:rak", "", {"celsius": 78, "limit": 75.5}, "suhu rak 78 °C, batas 75,5 °C"),
        ("temp:rak", "", {}, "suhu rak melewati batas"),
        ("cpu", "", {"percent": 97, "limit": 90}, "beban CPU 97%, batas 90%"),
        (
            "traffic:sfp1", "full out", {"percent": 95, "limit": 90},
            "lalu lintas keluar port sfp1 95% dari kapasitas, batas 90%",
        ),
        ("traffic:sfp1", "damaged in", {"percent": 2.4, "limit": 1}, "2,4% paket masuk port sfp1 rusak, batas 1%"),
        ("traffic:sfp1", "dropped out", {"percent": 2, "limit": 1}, "2% paket keluar port sfp1 terbuang, batas 1%"),
        ("loss", "", {"percent": 18, "limit": 10}, "18% paket hilang, batas 10%"),
    ],
)
def test_symptoms_are_said_with_their_numbers(key: str, sign: str, figures: dict[str, float], said: str) -> None:
    assert symptom(ConditionStatus(key, ConditionState.PROBLEM, NOW, "", sign, figures)) == said


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("if:ether3", "port ether3 pulih"), ("ups", "listrik normal"), ("temp:Chassis", "suhu Chassis normal"),
        ("ping", ""), ("power", ""), ("baru", ""),
    ],
)
def test_what_is_well_again(key: str, said: str) -> None:
    assert well_again(key) == said


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
        ("breached", "step 4, kasi", "14.08 WIB — Batas waktu terlewat: langkah 4 (Kasi menerima laporan) (Agus)"),
        ("breached", "unreadable", "14.08 WIB — Batas waktu terlewat (Agus)"),
        ("priority", "normal -> critical", "14.08 WIB — Prioritas diubah: kritis (Agus)"),
        ("priority", "??", "14.08 WIB — Prioritas diubah (Agus)"),
        ("reassigned", "utara -> selatan", "14.08 WIB — Dialihkan: Tim Selatan (Agus)"),
        ("held", "menunggu <PLN>", "14.08 WIB — Ditunda: menunggu &lt;PLN&gt; (Agus)"),
        ("closed", "closed: sudah diperbaiki", "14.08 WIB — Tiket selesai (ditutup: sudah diperbaiki) (Agus)"),
        ("closed", "rt has answered: steadily", "14.08 WIB — Tiket selesai (Agus)"),
        ("merged", "into 7", "14.08 WIB — Digabung ke tiket lain karena penyebabnya sama: #7 (Agus)"),
        ("reports_moved", "2 to 7", "14.08 WIB — Laporan warga dipindahkan: 2 laporan ke #7 (Agus)"),
        (
            "reports_taken_over", "1 from 6",
            "14.08 WIB — Laporan warga dari tiket lain diterima: 1 laporan dari #6 (Agus)",
        ),
        ("moved_up", "a ping -> core ping: x", "14.08 WIB — Penyebab sebenarnya ditemukan: Router Inti (Agus)"),
        (
            "evidence", "icmp: destination host unreachable from 10.0.0.9",
            "14.08 WIB — Bukti perangkat dilampirkan: 10.0.0.9 menyatakan perangkat tidak terjangkau (Agus)",
        ),
        ("evidence", "rt: show interfaces", "14.08 WIB — Bukti perangkat dilampirkan (Agus)"),
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

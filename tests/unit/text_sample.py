"""An office, a small city and a ticket in its various states, for the tests of netwatch.text."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from netwatch.core.directory import Directory, Person, Team
from netwatch.core.report_draft import ReportDraft
from netwatch.core.ticket import (
    CitizenReport,
    Impact,
    Photo,
    Priority,
    RepairReport,
    RepairReportStatus,
    RepairState,
    RootCause,
    Source,
    Stage,
    Status,
    Ticket,
)
from netwatch.inventory.model import Device, DeviceKind, Inventory, Site
from netwatch.text.office import Office
from sop.document import load_shipped
from sop.machine import Progress, Step
from sop.role import Role

ZONE = ZoneInfo("Asia/Jakarta")
OPENED = datetime(2026, 11, 23, 7, 5, 12, tzinfo=UTC)
NOW = OPENED + timedelta(minutes=3)

SITES = {
    "balaikota": Site("balaikota", "Balaikota Cirebon"),
    "kejaksan": Site("kejaksan", "Kantor Kecamatan Kejaksan"),
    "pkm-kejaksan": Site("pkm-kejaksan", "Puskesmas Kejaksan"),
    "smp-4": Site("smp-4", "SMP Negeri 4"),
}
DEVICES = {
    device.id: device
    for device in (
        Device("core", "Router Inti", DeviceKind.ROUTER, "127.10.0.254", "balaikota"),
        Device("rt-kejaksan", "Router Kejaksan", DeviceKind.ROUTER, "127.10.0.1", "kejaksan", ("core",)),
        Device("sw-kejaksan", "Switch Kejaksan", DeviceKind.SWITCH, "127.10.0.2", "kejaksan", ("rt-kejaksan",)),
        Device("ap-kejaksan", "Wi-Fi Kejaksan", DeviceKind.AP, "127.10.0.3", "kejaksan", ("sw-kejaksan",)),
        Device("cctv-kejaksan", "CCTV Kejaksan", DeviceKind.CCTV, "127.10.0.4", "kejaksan", ("sw-kejaksan",)),
        Device("rt-pkm", "Router Puskesmas", DeviceKind.ROUTER, "127.10.0.5", "pkm-kejaksan", ("rt-kejaksan",)),
        Device("sw-pkm", "Switch Puskesmas", DeviceKind.SWITCH, "127.10.0.6", "pkm-kejaksan", ("rt-pkm",)),
        Device("rt-smp-4", "Router SMP 4", DeviceKind.ROUTER, "127.10.0.7", "smp-4", ("rt-kejaksan",)),
    )
}
INVENTORY = Inventory(SITES, DEVICES)
DIRECTORY = Directory(
    people=(
        Person("Rina", Role.CALL_TAKER, 2001),
        Person("Sari", Role.SPV_OPINI_PUBLIK, 2002),
        Person("Dedi", Role.KASI_INFRASTRUKTUR, 2003),
        Person("Agus", Role.TIM_LAPANGAN, 2004, team="utara"),
        Person("Budi", Role.TIM_LAPANGAN, 2005, team="selatan"),
    ),
    teams=(
        Team("selatan", "Tim Selatan", -100201, ("smp-4",)),
        Team("utara", "Tim Utara", -100200, ("kejaksan",)),
    ),
)
OFFICE = Office(INVENTORY, DIRECTORY, load_shipped(), ZONE)

ROLES = (
    Role.CALL_TAKER,
    Role.SPV_OPINI_PUBLIK,
    Role.SPV_OPINI_PUBLIK,
    Role.KASI_INFRASTRUKTUR,
    Role.KASI_INFRASTRUKTUR,
    Role.TIM_LAPANGAN,
    Role.TIM_LAPANGAN,
    Role.CALL_TAKER,
)
LIMITS = (*(timedelta(minutes=5) for _ in range(6)), timedelta(hours=24), None)


def minutes(count: float) -> datetime:
    """So many minutes after the opening."""
    return OPENED + timedelta(minutes=count)


def steps(
    at: int,
    since: datetime,
    *,
    by: str = "netwatch",
    done_by: dict[int, str] | None = None,
    passed_over: tuple[int, ...] = (),
    breached: tuple[int, ...] = (),
) -> Progress:
    """Step `at` in progress since then, all before it done (9: all are done)."""
    made = []
    for no, (role, limit) in enumerate(zip(ROLES, LIMITS, strict=True), start=1):
        step = Step(no, role, breached=no in breached)
        if no < at:
            who = (done_by or {}).get(no, by)
            step = replace(step, started_at=OPENED, done_at=since, done_by=who, skipped=no in passed_over)
        elif no == at:
            step = replace(step, started_at=since, due_at=since + limit if limit else None)
        made.append(step)
    return tuple(made)


def report(
    name: str | None = "Budi Santoso",
    phone: str | None = "+6281234567890",
    text: str = "internet mati sejak pagi",
    at: datetime = OPENED + timedelta(minutes=2),
    draft: int | None = None,
) -> CitizenReport:
    return CitizenReport(at, "Rina", "telepon", text, name, phone, draft=draft)


IMPACTED = tuple(
    Impact(device, confirmed)
    for device, confirmed in (
        ("sw-kejaksan", True),
        ("ap-kejaksan", True),
        ("cctv-kejaksan", True),
        ("rt-pkm", True),
        ("sw-pkm", False),
        ("rt-smp-4", True),
    )
)
OUTAGE = Ticket(
    id=42,
    number="042/PGD-TIK/XI/2026",
    status=Status.OPEN,
    opened_at=OPENED,
    source=Source.PROBE,
    priority=Priority.HIGH,
    root=RootCause("rt-kejaksan", "ping"),
    site="kejaksan",
    impacted=IMPACTED,
    steps=steps(4, OPENED),
)
WITH_REPORTS = replace(OUTAGE, citizen_reports=(report(), report("Siti", "+62231123456", "wifi tidak bisa")))
LATE = replace(OUTAGE, steps=steps(5, minutes(5), passed_over=(4,), breached=(4,)))
INSTRUCTED = replace(OUTAGE, team="utara", steps=steps(6, minutes(4), done_by={4: "Dedi", 5: "Dedi"}))
ACCEPTED = replace(
    WITH_REPORTS,
    team="utara",
    accepted_by="Agus",
    steps=steps(7, minutes(2), done_by={4: "Agus", 5: "Agus", 6: "Agus"}, passed_over=(4, 5)),
    probable_cause="kabel putus: port ether3 Router Inti mati",
)
CLOSED = replace(
    ACCEPTED,
    status=Status.CLOSED,
    closed_at=minutes(80),
    steps=steps(9, minutes(80), passed_over=(4, 5, 7)),
    impacted=tuple(impact for impact in IMPACTED if impact.confirmed),
    repair_report=RepairReportStatus.OUTSTANDING,
)
WRITTEN = replace(
    ACCEPTED,
    repair_reports=(
        RepairReport(minutes(70), "Agus", "Kabel fiber putus", "Fiber disambung ulang di tiang 14", "Tidak ada"),
    ),
    photos=tuple(
        Photo(0, stage, minutes(70), "Agus", f"AgAC-{number}", f"AQAD-{number}", is_document=number == 3)
        for number, stage in enumerate((Stage.BEFORE, Stage.BEFORE, Stage.AFTER, Stage.AFTER))
    ),
)
FILED = replace(
    CLOSED,
    repair_reports=(replace(WRITTEN.repair_reports[0], at=minutes(85), state=RepairState.FILED, filings=1),),
    photos=WRITTEN.photos,
    repair_report=RepairReportStatus.FILED,
)
REOPENED = replace(ACCEPTED, reopened=1, steps=steps(7, minutes(95), done_by={6: "Agus"}))
BY_CITIZEN = Ticket(
    id=43,
    number="043/PGD-TIK/XI/2026",
    status=Status.OPEN,
    opened_at=minutes(1),
    source=Source.CITIZEN,
    priority=Priority.NORMAL,
    root=None,
    site="smp-4",
    steps=steps(2, minutes(1), by="Rina"),
    citizen_reports=(report(text="internet lambat, hubungi Budi di 0812-3456-7890"),),
)
POWER = replace(OUTAGE, id=44, number="044/PGD-TIK/XI/2026", root=RootCause(None, "power"), priority=Priority.CRITICAL)
ISOLATED = Ticket(
    id=45,
    number=None,
    status=Status.OPEN,
    opened_at=OPENED,
    source=Source.MONITOR,
    priority=Priority.CRITICAL,
    root=RootCause(None, "isolated"),
    site=None,
)
CONNECTED = replace(ISOLATED, status=Status.CLOSED, closed_at=minutes(17))
FLAPPING = replace(OUTAGE, id=46, number="046/PGD-TIK/XI/2026", flapping=True)
OF_PORT = replace(
    OUTAGE, id=49, number="049/PGD-TIK/XI/2026", priority=Priority.NORMAL, root=RootCause("rt-kejaksan", "if:ether3"),
    impacted=(), symptom="port ether3 putus padahal diaktifkan",
    probable_cause="sambungan port ether3 ke Router SMP 4 putus; Router SMP 4 masih terjangkau lewat jalur lain",
)
OF_UPS = replace(
    OF_PORT, id=47, number="047/PGD-TIK/XI/2026", priority=Priority.HIGH, root=RootCause("sw-kejaksan", "ups"),
    symptom="memakai baterai, sisa 70%, kira-kira 20 menit lagi",
    probable_cause="listrik padam: Switch Kejaksan memakai baterai sejak 14.04 WIB",
)
OF_HEAT = replace(
    OF_PORT, id=48, number="048/PGD-TIK/XI/2026", priority=Priority.HIGH, root=RootCause("sw-kejaksan", "temp:Chassis"),
    symptom="suhu Chassis 78 °C, batas 75 °C", probable_cause=None,
)
DRAFT = ReportDraft(7, 2001, NOW, report(), "kejaksan")

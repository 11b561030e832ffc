"""The lines that a ticket's card and messages are made of, as HTML; none where there is nothing to say."""

from datetime import datetime

from netwatch.core.change import SYSTEM
from netwatch.core.ticket import RepairReportStatus, RepairState, Source, Ticket
from netwatch.text.complaint import complaint
from netwatch.text.condition import in_full
from netwatch.text.device_kind import DEVICE_KIND
from netwatch.text.headline import is_impact_in_doubt
from netwatch.text.html import bold, capitalised, data
from netwatch.text.listing import names
from netwatch.text.office import Office
from netwatch.text.priority import PRIORITY
from netwatch.text.steps import responsible, step_name, step_names, team_names
from netwatch.text.time import MINUTE, clock, date_and_clock, duration, moment, spoken
from sop.machine import Step

MOST_DEVICES = 8
MOST_SITES = 4
MOST_COMPLAINTS = 3


def identity(ticket: Ticket) -> str:
    """`Tiket #42 · 042/PGD-TIK/XI/2026 · prioritas tinggi`."""
    number = f" · {data(ticket.number, 60)}" if ticket.number else ""
    return f"Tiket #{ticket.id}{number} · prioritas {PRIORITY[ticket.priority]}"


def since(ticket: Ticket, now: datetime, office: Office) -> str:
    """With the time it was written, for a card is read later than that."""
    lasted = now - ticket.opened_at
    so_far = f" ({duration(lasted)} per {clock(now, office.zone)})" if lasted >= MINUTE else ""
    return f"Sejak: {date_and_clock(ticket.opened_at, office.zone)}{so_far}"


def cause(ticket: Ticket, office: Office) -> list[str]:
    """What is broken and where, unabridged."""
    lines = []
    root, inventory = ticket.root, office.inventory
    if root is not None and root.device is not None:
        device = inventory.devices.get(root.device)
        kind = f" ({DEVICE_KIND[device.kind]})" if device else ""
        name = data(inventory.device_name(root.device))
        condition = data(ticket.symptom or in_full(root.condition), 160)
        ailment = "berulang kali putus dan pulih" if ticket.flapping else condition
        lines.append(f"Perangkat: {name}{kind}, {ailment}")
    elif root is not None:
        lines.append(f"Gangguan: {data(in_full(root.condition), 120)}")
    if ticket.site is not None:
        lines.append(f"Lokasi: {data(inventory.site_name(ticket.site))}")
    if ticket.probable_cause:
        lines.append(f"Dugaan penyebab: {data(ticket.probable_cause, 200)}")
    return lines


def impact(ticket: Ticket, office: Office) -> list[str]:
    """Who else is cut off, cut to what is read at a glance."""
    if not ticket.impacted:
        return []
    inventory = office.inventory
    ids = [impact.device for impact in ticket.impacted]
    elsewhere = {
        device.site: inventory.site_name(device.site)
        for device in (inventory.devices.get(i) for i in ids)
        if device is not None and device.site != ticket.site
    }
    listed = names([inventory.device_name(i) for i in ids], MOST_DEVICES)
    if is_impact_in_doubt(ticket):
        lines = [f"Mungkin ikut terdampak: {len(ids)} perangkat — {listed}"]
    else:
        doubtful = sum(not impact.confirmed for impact in ticket.impacted)
        unsure = f", {doubtful} belum dipastikan" if doubtful else ""
        lines = [f"Ikut terdampak: {len(ids)} perangkat{unsure} — {listed}"]
    if elsewhere:
        lines.append(f"Lokasi lain yang terdampak: {names(list(elsewhere.values()), MOST_SITES)}")
    return lines


def reports(ticket: Ticket) -> list[str]:
    """How many citizens, not who; what they said only where it is all that is known."""
    if not ticket.citizen_reports:
        return []
    lines = [f"Laporan warga: {ticket.report_count}"]
    if ticket.source is Source.CITIZEN:
        said = [complaint(report) for report in ticket.citizen_reports[:MOST_COMPLAINTS]]
        lines += [f"Keluhan: “{text}”" for text in said if text]
    return lines


def repetition(ticket: Ticket) -> list[str]:
    return [f"🔁 Gangguan berulang: sudah dibuka kembali {ticket.reopened} kali"] if ticket.reopened else []


def progress(ticket: Ticket, now: datetime, office: Office) -> list[str]:
    """The step in progress, whose it is and until when; then the limits that have passed."""
    if not ticket.steps:
        return []
    step = in_progress(ticket)
    if step is None:
        lines = ["Semua langkah SOP selesai, menunggu jaringan stabil"]
    else:
        lines = [
            bold(f"Langkah {step.no} dari {len(ticket.steps)}: {capitalised(step_name(step.no, office))}"),
            f"Pelaksana: {responsible(step, ticket, office)}{until(step, now, office)}",
        ]
    return [*lines, *breaches(ticket, office)]


def until(step: Step, now: datetime, office: Office) -> str:
    if step.due_at is None:
        return ""
    due = moment(step.due_at, now, office.zone)
    return f", lewat batas {due}" if step.breached or step.due_at < now else f", paling lambat {due}"


def step_line(step: Step, ticket: Ticket, now: datetime, office: Office) -> str:
    """`Sekarang langkah 4 (Kasi menerima laporan): Kasi Infrastruktur TIK (Dedi), paling lambat 14.10 WIB.`"""
    who = responsible(step, ticket, office)
    return f"Sekarang langkah {step.no} ({step_name(step.no, office)}): {who}{until(step, now, office)}."


def in_progress(ticket: Ticket) -> Step | None:
    return next((step for step in ticket.steps if step.done_at is None), None)


def breaches(ticket: Ticket, office: Office) -> list[str]:
    late = [step.no for step in ticket.steps if step.breached]
    return [f"⚠️ Lewat batas waktu: langkah {step_names(late, office)}"] if late else []


def team(ticket: Ticket, office: Office) -> list[str]:
    if ticket.accepted_by is not None:
        team_of = f" ({team_names(ticket, office)})" if ticket.team is not None else ""
        return [f"Diterima oleh {data(ticket.accepted_by)}{team_of}"]
    if ticket.team is not None:
        return [f"{team_names(ticket, office)} belum menerima tugas"]
    return []


def work(ticket: Ticket, now: datetime, office: Office) -> list[str]:
    """When the team began, and what keeps it."""
    lines = []
    if ticket.repair_began is not None:
        began = ticket.repair_began
        lines.append(f"🔧 Perbaikan dimulai {spoken(began.at, now, office.zone)} oleh {data(began.by)}")
    if ticket.hold is not None:
        hold = ticket.hold
        since = spoken(hold.at, now, office.zone)
        lines.append(f"⏸ Ditunda sejak {since} oleh {data(hold.by)}: {data(hold.reason, 200)}")
    return lines


def dismissal(ticket: Ticket) -> list[str]:
    """What follows from a closing by hand."""
    if ticket.closure is None or not ticket.closure.until_up:
        return []
    return ["Selama perangkatnya belum pulih, tidak ada tiket baru untuk gangguan yang sama"]


def ending(ticket: Ticket, office: Office, how: list[str]) -> list[str]:
    """From when to when, `how` it was closed, and what is still owed."""
    if ticket.closed_at is None:
        return []
    lines = [
        f"Mulai: {date_and_clock(ticket.opened_at, office.zone)}",
        f"Selesai: {moment(ticket.closed_at, ticket.opened_at, office.zone)}, "
        f"setelah {duration(ticket.closed_at - ticket.opened_at)}",
        *how,
    ]
    lines += breaches(ticket, office) or (["Semua batas waktu SOP terpenuhi"] if ticket.steps else [])
    return [*lines, *repair_report(ticket, office)]


def how_closed(ticket: Ticket) -> str:
    by = ticket.steps[-1].done_by if ticket.steps else None
    if by is None or by == SYSTEM:
        return "Ditutup otomatis"
    reason = f": {data(ticket.closure.reason, 200)}" if ticket.closure is not None else ""
    return f"Ditutup oleh {data(by)}{reason}"


def repair_report(ticket: Ticket, office: Office) -> list[str]:
    if ticket.repair_report is RepairReportStatus.OUTSTANDING:
        return [f"📝 Laporan perbaikan belum diterima dari {team_names(ticket, office)}"]
    if ticket.repair_report is not RepairReportStatus.FILED or not ticket.repair_reports:
        return []
    report = ticket.repair_reports[-1]
    accepted = report.state is RepairState.ACCEPTED and report.judged_by is not None
    judged = f"diterima {data(report.judged_by or '', 60)}" if accepted else "menunggu diperiksa Kasi"
    return [
        f"📝 Laporan perbaikan {data(report.by, 60)}, {judged}",
        f"Penyebab: {data(report.cause, 200)}",
        f"Tindakan: {data(report.action, 200)}",
    ]

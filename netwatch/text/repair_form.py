"""The repair report while the team writes it: questions, and the form as far as it is filled in.

The ticket has a report by then; it is the last.
"""

from datetime import datetime

from netwatch.core.callback_data import encode
from netwatch.core.message import Button, Message
from netwatch.core.repair import Piece, count
from netwatch.core.request import Repair, RepairStep
from netwatch.core.ticket import RepairReport, RepairState, Source, Stage, Ticket
from netwatch.text.headline import GLANCE, subject_healthy
from netwatch.text.html import bold, data
from netwatch.text.office import Office
from netwatch.text.repair_choices import CHOICES
from netwatch.text.time import spoken

NAME = {Piece.CAUSE: "Penyebab", Piece.ACTION: "Tindakan", Piece.MATERIAL: "Material"}
WHEN = {Stage.BEFORE: "sebelum", Stage.AFTER: "sesudah"}
_QUESTION = {
    Piece.CAUSE: "Apa penyebabnya? Pilih, atau tulis sendiri.",
    Piece.ACTION: "Apa tindakannya? Pilih, atau tulis sendiri.",
    Piece.MATERIAL: "Material apa yang dipakai? Tulis, atau pilih Tidak ada.",
}
_ACROSS = 2
"""Buttons in a row, the widest still whole on a phone."""


def ask_piece(ticket: Ticket, piece: Piece, office: Office) -> Message:
    """Asks for one piece; what stands there already is shown."""
    now_there = piece.of(ticket.repair_reports[-1])
    lines = [_title(ticket, office)]
    if now_there:
        lines.append(f"{NAME[piece]} sekarang: {data(now_there, 200)}")
    lines.append(_QUESTION[piece])
    choices = [
        Button(label, encode(Repair(ticket.id, RepairStep.CHOOSE, f"{piece}.{key}")))
        for key, label in CHOICES[piece].items()
    ]
    return Message("\n".join(lines), _rows(choices))


def ask_rest(ticket: Ticket, piece: Piece) -> Message:
    """What was written filled a whole message, so there may be more of it."""
    written = len(piece.of(ticket.repair_reports[-1]))
    go_on = Button("Lanjut", encode(Repair(ticket.id)))
    return Message(
        f"{NAME[piece]} #{ticket.id} tercatat, {written} huruf. Bila masih ada lanjutannya, kirim; bila tidak, "
        "tekan Lanjut.",
        ((go_on,),),
    )


def ask_photos(ticket: Ticket, stage: Stage, office: Office) -> Message:
    """Asks for pictures, or to go on without."""
    there = _count(ticket, stage)
    so_far = f" Sudah ada {there}." if there else ""
    go_on = (
        Button("Lanjut ke foto sesudah", encode(Repair(ticket.id, RepairStep.PHOTOS, Stage.AFTER.value)))
        if stage is Stage.BEFORE
        else Button("Lanjut", encode(Repair(ticket.id, RepairStep.SHOW)))
    )
    return Message(
        f"{_title(ticket, office)}\nKirim foto {WHEN[stage]} perbaikan, boleh beberapa sekaligus.{so_far}",
        ((go_on,),),
    )


def photo_taken(ticket: Ticket, stage: Stage, *, album: bool) -> Message:
    """Said once for a picture, and once for an album, whose other pictures are still on their way then."""
    there = "" if album else f" ({_count(ticket, stage)})"
    what = "Album foto" if album else "Foto"
    buttons = [
        Button("Lanjut", encode(_after_photos(ticket, stage))),
        Button("Hapus foto terakhir", encode(Repair(ticket.id, RepairStep.DROP_PHOTO))),
    ]
    return Message(
        f"{what} {WHEN[stage]} perbaikan #{ticket.id} diterima{there}. Kirim foto lain, atau tekan Lanjut.",
        (tuple(buttons),),
    )


def handed_in(ticket: Ticket, office: Office, now: datetime) -> Message:
    """To whoever has filed it."""
    show = Button("Lihat atau ubah", encode(Repair(ticket.id, RepairStep.SHOW)))
    return Message(
        f"✅ Laporan perbaikan #{ticket.id} dikirim ke Kasi {spoken(now, now, office.zone)}. "
        "Masih dapat diubah sampai Kasi menerimanya.",
        ((show,),),
    )


def form(ticket: Ticket, office: Office, now: datetime) -> Message:
    """Everything that is written so far, with a button for each thing that can be done to it."""
    report = ticket.repair_reports[-1]
    photos = photo_line(ticket, len(ticket.repair_reports) - 1)
    lines = [_title(ticket, office), *pieces(report), photos, "", _standing(report, office, now)]
    rows: list[tuple[Button, ...]] = []
    complete = bool(report.cause and report.action)
    if complete and report.state is not RepairState.FILED:
        closes = ticket.is_open and ticket.source is Source.CITIZEN
        label = "📨 Kirim dan tutup tiket" if closes else "📨 Kirim ke Kasi"
        rows.append((Button(label, encode(Repair(ticket.id, RepairStep.FILE))),))
    verb = {piece: "Ubah" if piece.of(report) else "Isi" for piece in Piece}
    rows += _rows(
        [
            *(
                Button(f"{verb[piece]} {NAME[piece].lower()}", encode(Repair(ticket.id, RepairStep.ASK, piece.value)))
                for piece in Piece
            ),
            *(
                Button(f"Foto {WHEN[stage]}", encode(Repair(ticket.id, RepairStep.PHOTOS, stage.value)))
                for stage in Stage
            ),
        ]
    )
    if any(_count(ticket, stage) for stage in Stage):
        rows.append((Button("Hapus foto terakhir", encode(Repair(ticket.id, RepairStep.DROP_PHOTO))),))
    return Message("\n".join(lines), tuple(rows))


def pieces(report: RepairReport) -> list[str]:
    """HTML lines: cause, action and material."""
    return [
        f"{NAME[piece]}: {data(piece.of(report), 800) or 'belum diisi'}" for piece in Piece
    ]


def photo_line(ticket: Ticket, place: int) -> str:
    """`Foto: 2 sebelum, belum ada sesudah`."""
    counts = [(count(ticket, place, stage), WHEN[stage]) for stage in Stage]
    if not any(number for number, _ in counts):
        return "Foto: belum ada"
    return "Foto: " + ", ".join(f"{number or 'belum ada'} {when}" for number, when in counts)


def _standing(report: RepairReport, office: Office, now: datetime) -> str:
    match report.state:
        case RepairState.FILED:
            return f"Sudah dikirim {spoken(report.at, now, office.zone)}, menunggu diperiksa Kasi. Masih dapat diubah."
        case RepairState.RETURNED:
            remark = f": “{data(report.remark, 400)}”" if report.remark else ""
            judge = data(report.judged_by or "Kasi", 60)
            return f"↩️ {judge} meminta laporan ini diperbaiki{remark}. Ubah, lalu kirim lagi."
        case _ if not (report.cause and report.action):
            return "Belum dikirim: penyebab dan tindakan masih harus diisi."
        case _:
            return "Belum dikirim. Periksa, lalu kirim."


def _after_photos(ticket: Ticket, stage: Stage) -> Repair:
    report = ticket.repair_reports[-1]
    if not all(piece.of(report) for piece in Piece):
        return Repair(ticket.id)
    if stage is Stage.BEFORE and not _count(ticket, Stage.AFTER):
        return Repair(ticket.id, RepairStep.PHOTOS, Stage.AFTER.value)
    return Repair(ticket.id, RepairStep.SHOW)


def _count(ticket: Ticket, stage: Stage) -> int:
    return count(ticket, len(ticket.repair_reports) - 1, stage)


def _title(ticket: Ticket, office: Office) -> str:
    prefix = f"📝 Laporan perbaikan #{ticket.id}: "
    return bold(f"{prefix}{subject_healthy(ticket, office, GLANCE - len(prefix))}")


def _rows(buttons: list[Button]) -> tuple[tuple[Button, ...], ...]:
    return tuple(tuple(buttons[at : at + _ACROSS]) for at in range(0, len(buttons), _ACROSS))

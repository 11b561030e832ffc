"""A citizen reports a place that is being worked on: what to say, and that nothing more is needed."""

from datetime import datetime

from netwatch.core.callback_data import encode
from netwatch.core.maintenance import Window
from netwatch.core.message import Button, Message
from netwatch.core.report_draft import ReportDraft
from netwatch.core.request import CancelReport, NewReport
from netwatch.text.html import bold
from netwatch.text.office import Office
from netwatch.text.report_offer import noted
from netwatch.text.work_news import note, to_say


def offer_in_maintenance(draft: ReportDraft, site: str, window: Window, office: Office, now: datetime) -> Message:
    """No ticket is open there. One is still to be had, for what has nothing to do with the work."""
    lines = [
        bold(note(window, site, office, now)),
        *to_say(window, office, now, site),
        *noted(draft),
        "Tidak perlu tiket selama pemeliharaan. Hanya bila gangguannya lain, buat tiket baru.",
    ]
    return Message(
        "\n".join(lines),
        (
            (Button("Selesai, tanpa tiket", encode(CancelReport(draft.id))),),
            (Button("Gangguan lain: buat tiket", encode(NewReport(draft.id, site, apart=True))),),
        ),
    )

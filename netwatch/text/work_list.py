"""`/pemeliharaan`: the work that goes on and that is planned."""

from collections.abc import Sequence
from datetime import datetime

from netwatch.core.callback_data import encode
from netwatch.core.maintenance import Phase, Window
from netwatch.core.message import Button, Message
from netwatch.core.request import NewWork
from netwatch.text import work
from netwatch.text.html import bold
from netwatch.text.listing import fitting
from netwatch.text.office import Office
from netwatch.text.work_talk import EXAMPLE

MOST_BUTTONS = 10


def work_list(windows: Sequence[Window], office: Office, now: datetime, *, may_plan: bool) -> Message:
    """`windows`: those that are not over. `may_plan`: the reader may end and add."""
    running = [window for window in windows if window.phase(now) is Phase.RUNNING]
    planned = [window for window in windows if window.phase(now) is Phase.PLANNED]
    counts = [f"{len(each)} {how}" for each, how in ((running, "berjalan"), (planned, "terjadwal")) if each]
    head = bold(f"{work.MARK} Pemeliharaan: {', '.join(counts)}" if counts else "Tidak ada pemeliharaan saat ini.")
    tail = f"\nYang baru, dalam satu baris:\n{EXAMPLE}" if may_plan else ""
    shown = [*running, *planned]
    text = fitting(head, [_entry(window, office, now) for window in shown], tail)
    if not may_plan:
        return Message(text)
    rows = [(work.end_button(window, office, now),) for window in shown[:MOST_BUTTONS]]
    return Message(text, (*rows, (Button("➕ Pemeliharaan baru", encode(NewWork())),)))


def _entry(window: Window, office: Office, now: datetime) -> str:
    return (
        f"\n{bold(f'{work.number(window)}{work.where_of(window, office)}')}, {work.when(window, now, office)}\n"
        f"{work.devices_of(window, office)}{work.what(window)}, {work.author(window)}"
    )

"""Tells everybody concerned, once, that work is planned or has begun, and that it was ended early.

What somebody has planned is told when it is planned, so that call takers know beforehand; what the inventory plans,
perhaps for a whole year, when it begins. The outbox drops what was told before, also before a restart.
"""

from collections.abc import Container, Iterator
from datetime import datetime, timedelta

from netwatch.core.maintenance import Phase, Window
from netwatch.core.message import Draft, Kind, Recipient
from netwatch.core.muting import Work
from netwatch.core.work_audience import concerned
from netwatch.desk.setting import Setting
from netwatch.text.work_news import announced, ended

NEWS = timedelta(hours=1)
"""An early end is no news after so long."""


def announcements(work: Work, setting: Setting, told: Container[str]) -> dict[str, list[Draft]]:
    """What is to be told, by a key that `told` holds once it was."""
    return {
        key: list(_drafts(window, key, setting, work.now))
        for window in work.windows
        if (key := _news(window, work.now)) and key not in told
    }


def _news(window: Window, now: datetime) -> str:
    """'' where there is nothing to tell."""
    if window.ended_at is not None:
        return f"maintenance:{window.key}:ended" if now - window.ended_at < NEWS else ""
    on = window.phase(now) is Phase.RUNNING or (window.phase(now) is Phase.PLANNED and not window.from_inventory)
    return f"maintenance:{window.key}" if on else ""


def _drafts(window: Window, key: str, setting: Setting, now: datetime) -> Iterator[Draft]:
    office = setting.office
    is_over = window.ended_at is not None
    for reader in concerned(window, office.inventory, office.directory, window.ended_by if is_over else window.by):
        yield Draft(
            Recipient(setting.channel, reader.chat_id, reader.person),
            Kind.MAINTENANCE,
            ended(window, office, now) if is_over else announced(window, reader.role, office, now),
            dedup=f"{key}:{reader.chat_id}",
            stale_at=window.end,
        )

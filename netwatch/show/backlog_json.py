"""What waits to be said, as `status --json` shows it."""

from typing import Any
from zoneinfo import ZoneInfo

from netwatch.core.backlog import Backlog
from netwatch.show.ticket_json import moment


def backlog_json(backlog: Backlog, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "channel": backlog.channel,
        "messages": backlog.messages,
        "since": moment(backlog.since, zone),
        "why": backlog.why,
    }

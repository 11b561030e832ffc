"""Whom netwatch cannot write to, as `status --json` shows it."""

from typing import Any
from zoneinfo import ZoneInfo

from netwatch.core.directory import Directory
from netwatch.core.message import Recipient
from netwatch.core.trouble import Trouble, reader_of
from netwatch.show.ticket_json import moment, recipient_json


def trouble_json(trouble: Trouble, directory: Directory, zone: ZoneInfo) -> dict[str, Any]:
    reader = reader_of(trouble, directory)
    return {
        "to": recipient_json(Recipient(trouble.channel, trouble.chat_id, trouble.person)),
        "name": reader.name if reader is not None else None,
        "why": trouble.why.value,
        "since": moment(trouble.since, zone),
    }

"""What somebody was asked and has not answered yet: the next words they write in that chat are the answer.

Each person has at most one open question in a chat; another takes its place. What was answered before is kept by
whatever the question is about (a draft, a ticket), so a conversation may be left at any point and taken up again.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Topic(StrEnum):
    """What is asked for. `netwatch.desk.answers` has, for each, what is done with the answer."""

    REPORT_LINE = "report_line"  # /lapor: place and complaint
    REPORT_PLACE = "report_place"  # of a draft, in other words; subject: the draft
    REPORT_COMPLAINT = "report_complaint"
    REPORTER = "reporter"  # name and number of the citizen
    REPORT_CHANNEL = "report_channel"
    WORK_PLACE = "work_place"  # /pemeliharaan: where; subject: the draft
    WORK_TIME = "work_time"
    WORK_REASON = "work_reason"
    REASON = "reason"  # of a ticket's button; detail: the action, and the menu's message where there is one
    REPAIR_PIECE = "repair_piece"  # of a ticket; detail: the piece
    REPAIR_REST = "repair_rest"  # of a piece that was longer than a message
    REPAIR_PHOTOS = "repair_photos"  # of a ticket; detail: before or after
    REPAIR_REMARK = "repair_remark"  # what is to be mended; detail: which report as filed when
    MEMBER_NAME = "member_name"  # of a new member: how they are called in the records; subject: the member
    AWAY_SPAN = "away_span"  # /absen: from when to when; subject: the telegram id of who is away


@dataclass(frozen=True, slots=True)
class Question:
    """An open question. `subject` is the id of what it is about (a draft's, a ticket's), 0 where there is none;
    `detail` whatever else the answer has to find again."""

    chat_id: int
    telegram_id: int
    topic: Topic
    asked_at: datetime
    subject: int = 0
    detail: str = ""

"""The tables. A change here needs a migration; a test compares the two.

Citizens' names, phones and words are plain columns of `citizen_report` and `report_draft`; besides, only
messages in `outbox` may show them.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    false,
    text,
)

from netwatch.store.columns import AnyText, JsonText, RowId, Utc

WAITING = "waiting"
SENT = "sent"
REFUSED = "refused"
STALE = "stale"

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _running_id() -> Column[int]:
    return Column("id", RowId, Identity(), primary_key=True)


def _of_ticket() -> tuple[Column[int], Column[int]]:
    """The key of a ticket's children: they keep the order they have in the ticket."""
    return (
        Column("ticket_id", RowId, ForeignKey("ticket.id"), primary_key=True),
        Column("position", Integer, primary_key=True, autoincrement=False),
    )


ticket = Table(
    "ticket",
    metadata,
    _running_id(),
    Column("number", String, unique=True),
    Column("status", String, nullable=False),
    Column("opened_at", Utc, nullable=False),
    Column("closed_at", Utc),
    Column("source", String, nullable=False),
    Column("priority", String, nullable=False),
    Column("root_device", String),
    Column("root_condition", String),
    Column("site", String),
    Column("reopened", Integer, nullable=False),
    Column("repair_report", String, nullable=False),
    Column("probable_cause", AnyText),
    Column("team", String),
    Column("accepted_by", AnyText),
    Column("flapping", Boolean, nullable=False, server_default=false()),
    Column("repair_began_by", AnyText),
    Column("repair_began_at", Utc),
    Column("hold_by", AnyText),
    Column("hold_at", Utc),
    Column("hold_reason", AnyText),
    Column("priority_by", AnyText),
    Column("closed_as", String),
    Column("closing_reason", AnyText),
    Column("until_up", Boolean, nullable=False),
    Index(None, "until_up"),
    Column("symptom", AnyText),
    Column("repair_reminded", Boolean, nullable=False),
    Column("ports", JsonText, nullable=False, server_default="[]"),
    Column("reopened_at", Utc),
    Index(None, "status", "closed_at"),
    Index(None, "site", "closed_at"),
    sqlite_autoincrement=True,
)

ticket_impact = Table(
    "ticket_impact",
    metadata,
    *_of_ticket(),
    Column("device", String, nullable=False),
    Column("confirmed", Boolean, nullable=False),
)

ticket_step = Table(
    "ticket_step",
    metadata,
    *_of_ticket(),
    Column("no", Integer, nullable=False),
    Column("role", String, nullable=False),
    Column("started_at", Utc),
    Column("due_at", Utc),
    Column("done_at", Utc),
    Column("done_by", AnyText),
    Column("breached", Boolean, nullable=False),
    Column("skipped", Boolean, nullable=False),
    Column("reminded", Integer, nullable=False),
)

citizen_report = Table(
    "citizen_report",
    metadata,
    *_of_ticket(),
    Column("at", Utc, nullable=False),
    Column("taken_by", AnyText, nullable=False),
    Column("channel", String, nullable=False),
    Column("text", AnyText, nullable=False),
    Column("name", AnyText),
    Column("phone", AnyText),
    Column("called_back_at", Utc),
    Column("draft", RowId),
    Column("repeats", Boolean, nullable=False),
)

repair_report = Table(
    "repair_report",
    metadata,
    *_of_ticket(),
    Column("at", Utc, nullable=False),
    Column("by", AnyText, nullable=False),
    Column("cause", AnyText, nullable=False),
    Column("action", AnyText, nullable=False),
    Column("material", AnyText, nullable=False),
    Column("state", String, nullable=False),
    Column("filings", Integer, nullable=False),
    Column("judged_by", AnyText),
    Column("judged_at", Utc),
    Column("remark", AnyText, nullable=False),
)

ticket_photo = Table(
    "ticket_photo",
    metadata,
    *_of_ticket(),
    Column("report", Integer, nullable=False),
    Column("stage", String, nullable=False),
    Column("at", Utc, nullable=False),
    Column("by", AnyText, nullable=False),
    Column("file_id", AnyText, nullable=False),
    Column("unique_id", AnyText, nullable=False),
    Column("size", BigInteger),
    Column("is_document", Boolean, nullable=False),
    Column("caption", AnyText, nullable=False),
    Column("file", String),
    Column("sha256", String),
    Column("problem", AnyText),
    Column("dropped", Boolean, nullable=False),
)

evidence = Table(
    "evidence",
    metadata,
    *_of_ticket(),
    Column("at", Utc, nullable=False),
    Column("source", AnyText, nullable=False),
    Column("summary", AnyText, nullable=False),
    Column("text", AnyText, nullable=False),
)

ticket_sequence = Table(
    "ticket_sequence",
    metadata,
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("last", Integer, nullable=False),
)

# triggers, made by the migration, refuse every UPDATE and DELETE here
history = Table(
    "history",
    metadata,
    Column("seq", RowId, primary_key=True, autoincrement=False),
    Column("ticket_id", RowId, ForeignKey("ticket.id"), nullable=False, index=True),
    Column("at", Utc, nullable=False),
    Column("actor", AnyText, nullable=False),
    Column("event", String, nullable=False),
    Column("detail", AnyText, nullable=False),
    Column("hash", String, nullable=False),
)

history_head = Table(
    "history_head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("seq", RowId, nullable=False),
    Column("hash", String, nullable=False),
    CheckConstraint("id = 1", name="one_row"),
)

outbox = Table(
    "outbox",
    metadata,
    _running_id(),
    Column("channel", String, nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("person", AnyText),
    Column("kind", String, nullable=False),
    Column("html", AnyText, nullable=False),
    Column("buttons", JsonText, nullable=False),
    Column("silent", Boolean, nullable=False),
    Column("ticket_id", RowId, ForeignKey("ticket.id"), index=True),
    Column("card", Boolean, nullable=False),
    Column("dedup", String, unique=True),
    Column("state", String, nullable=False),
    Column("created_at", Utc, nullable=False),
    Column("due_at", Utc, nullable=False),
    Column("scheduled_at", Utc, nullable=False),  # when `due_at` was decided
    Column("stale_at", Utc),
    Column("claimed_at", Utc),
    Column("sent_at", Utc),
    Column("attempts", Integer, nullable=False),
    Column("error", AnyText),
    Column("force_reply", Boolean, nullable=False),
    Column("thread_id", BigInteger),
    Column("edits", BigInteger),
    Column("refreshes", Boolean, nullable=False),  # in no hurry and in no order: a message that is there, made anew
    Column("media", JsonText, nullable=False),
    Column("digest_id", RowId, index=True),
    Index(None, "chat_id", "created_at"),
    Index(
        "ix_outbox_waiting", "channel", "chat_id", "id",
        sqlite_where=text("state = 'waiting'"), postgresql_where=text("state = 'waiting'"),
    ),
    sqlite_autoincrement=True,
)

digest = Table(
    "digest",
    metadata,
    _running_id(),
    Column("channel", String, nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("person", AnyText),
    Column("thread_id", BigInteger),
    Column("opened_at", Utc, nullable=False),
    Column("gathered_at", Utc, nullable=False),
    Column("rang_at", Utc),
    Column("shown_at", Utc),
    Column("bell", String, nullable=False),
    Column("is_silent", Boolean, nullable=False),
    Column("is_stale", Boolean, nullable=False),
    Column("message_id", BigInteger),
    Column("ended_at", Utc),
    Index(None, "ended_at"),
    sqlite_autoincrement=True,
)

digest_ticket = Table(
    "digest_ticket",
    metadata,
    Column("digest_id", RowId, ForeignKey("digest.id"), primary_key=True),
    Column("ticket_id", RowId, ForeignKey("ticket.id"), primary_key=True, index=True),
    Column("position", Integer, nullable=False),
)

# the tickets that a message speaks of besides its own
outbox_ticket = Table(
    "outbox_ticket",
    metadata,
    Column("outbox_id", RowId, ForeignKey("outbox.id"), primary_key=True, autoincrement=False),
    Column("ticket_id", RowId, ForeignKey("ticket.id"), primary_key=True, autoincrement=False),
    Index(None, "ticket_id"),
)

card = Table(
    "card",
    metadata,
    Column("ticket_id", RowId, ForeignKey("ticket.id"), primary_key=True),
    Column("channel", String, primary_key=True),
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("message_id", BigInteger, nullable=False),
    Column("shown_at", Utc),
    Index(None, "chat_id"),
)

# whoever reads that chat does not want to be reminded of the ticket for a while
mute = Table(
    "mute",
    metadata,
    Column("ticket_id", RowId, ForeignKey("ticket.id"), primary_key=True),
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("until", Utc, nullable=False),
)

# the chats that refuse everything, each until something goes through again
chat_trouble = Table(
    "chat_trouble",
    metadata,
    Column("channel", String, primary_key=True),
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("person", AnyText),
    Column("why", String, nullable=False),
    Column("since", Utc, nullable=False),
    Column("told_at", Utc),
)

chat_move = Table(
    "chat_move",
    metadata,
    Column("old_chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("new_chat_id", BigInteger, nullable=False, index=True),
)

device_status = Table(
    "device_status",
    metadata,
    Column("device", String, primary_key=True),
    Column("state", String, nullable=False),
    Column("since", Utc),
    Column("reason", AnyText, nullable=False),
    Column("root", String),
    Column("maintenance", Boolean, nullable=False),
    Column("flapping", Boolean, nullable=False),
    Column("last_reboot_at", Utc),
    Column("conditions", JsonText, nullable=False),
    Column("model", AnyText, nullable=False, server_default=""),
    Column("serial", AnyText, nullable=False, server_default=""),
)

monitor = Table(
    "monitor",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("pid", Integer, nullable=False),
    Column("started_at", Utc, nullable=False),
    Column("heartbeat_at", Utc, nullable=False),
    Column("isolated", Boolean, nullable=False),
    Column("readings", LargeBinary),
    Column("traps", JsonText),
    Column("host", AnyText, nullable=False, server_default=""),
    CheckConstraint("id = 1", name="one_row"),
)

# this monitor as the SNMPv3 engine that informs are sent to
snmp_engine = Table(
    "snmp_engine",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("engine_id", LargeBinary, nullable=False),
    Column("boots", Integer, nullable=False),
    CheckConstraint("id = 1", name="one_row"),
)

# what devices without an open ticket said, the newest of each
device_event = Table(
    "device_event",
    metadata,
    _running_id(),
    Column("device", String, nullable=False),
    Column("at", Utc, nullable=False),
    Column("event", String, nullable=False),
    Column("detail", AnyText, nullable=False),
    Index(None, "device", "id"),
    sqlite_autoincrement=True,
)

# in the order in which they were kept: Telegram's ids start anew, lower, after a quiet week
telegram_update = Table(
    "telegram_update",
    metadata,
    _running_id(),
    Column("update_id", BigInteger, nullable=False, unique=True),
    sqlite_autoincrement=True,
)

# `entry`: the key of the inventory's entry that a row is about; null for what people have planned here
maintenance = Table(
    "maintenance",
    metadata,
    _running_id(),
    Column("entry", String, unique=True),
    Column("starts_at", Utc, nullable=False),
    Column("ends_at", Utc, nullable=False, index=True),
    Column("devices", JsonText, nullable=False),
    Column("sites", JsonText, nullable=False),
    Column("reason", AnyText, nullable=False),
    Column("by", AnyText),
    Column("added_at", Utc),
    Column("ended_at", Utc),
    Column("ended_by", AnyText),
    sqlite_autoincrement=True,
)

maintenance_draft = Table(
    "maintenance_draft",
    metadata,
    _running_id(),
    Column("telegram_id", BigInteger, nullable=False),
    Column("created_at", Utc, nullable=False),
    Column("devices", JsonText, nullable=False),
    Column("sites", JsonText, nullable=False),
    Column("start", Utc),
    Column("end", Utc),
    Column("length", Integer),  # seconds
    Column("reason", AnyText),
    Column("settled", Boolean, nullable=False),
    sqlite_autoincrement=True,
)

# who has joined by an invitation; rows are never deleted: by their names people stand in the records
member = Table(
    "member",
    metadata,
    _running_id(),
    Column("name", AnyText, nullable=False),
    Column("role", String, nullable=False),
    Column("team", String),
    Column("telegram_id", BigInteger, nullable=False, index=True),
    Column("invited_by", AnyText, nullable=False),
    Column("joined_at", Utc, nullable=False),
    Column("left_at", Utc),
    Column("removed_by", AnyText),
    sqlite_autoincrement=True,
)

invitation = Table(
    "invitation",
    metadata,
    _running_id(),
    Column("code", String, nullable=False, unique=True),
    Column("role", String, nullable=False),
    Column("team", String),
    Column("by", AnyText, nullable=False),
    Column("at", Utc, nullable=False),
    Column("used_at", Utc),
    Column("used_by", AnyText),
    sqlite_autoincrement=True,
)

absence = Table(
    "absence",
    metadata,
    _running_id(),
    Column("person", AnyText, nullable=False),
    Column("start", Utc, nullable=False),
    Column("end", Utc, nullable=False, index=True),
    Column("deputy", AnyText),
    Column("by", AnyText, nullable=False),
    Column("at", Utc, nullable=False),
    Column("ended_at", Utc),
    Column("ended_by", AnyText),
    sqlite_autoincrement=True,
)

# on one local day somebody takes another's turns
duty_swap = Table(
    "duty_swap",
    metadata,
    _running_id(),
    Column("day", Date, nullable=False, index=True),
    Column("absent", AnyText, nullable=False),
    Column("instead", AnyText, nullable=False),
    Column("by", AnyText, nullable=False),
    Column("at", Utc, nullable=False),
    Column("undone_at", Utc),
    Column("undone_by", AnyText),
    sqlite_autoincrement=True,
)

report_draft = Table(
    "report_draft",
    metadata,
    _running_id(),
    Column("telegram_id", BigInteger, nullable=False),
    Column("created_at", Utc, nullable=False),
    Column("site", String),
    Column("settled", Boolean, nullable=False),
    Column("at", Utc, nullable=False),
    Column("taken_by", AnyText, nullable=False),
    Column("channel", String, nullable=False),
    Column("text", AnyText, nullable=False),
    Column("name", AnyText),
    Column("phone", AnyText),
    Column("called_back_at", Utc),
    Column("ticket_id", RowId),
    Column("stepwise", Boolean, nullable=False),
    Column("apart", Boolean, nullable=False),
    Column("asked", String),
    sqlite_autoincrement=True,
)

# at most one open question for a person in a chat
conversation = Table(
    "conversation",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("telegram_id", BigInteger, primary_key=True, autoincrement=False),
    Column("topic", String, nullable=False),
    Column("asked_at", Utc, nullable=False),
    Column("subject", RowId, nullable=False),
    Column("detail", AnyText, nullable=False),
)

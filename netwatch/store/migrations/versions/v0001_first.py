"""Everything of the first version: tickets, history, outbox, states, updates and drafts."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)

_NO_CHANGE_SQLITE = """
CREATE TRIGGER history_no_{action} BEFORE {action} ON history
BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END
"""

_REFUSE_POSTGRESQL = """
CREATE FUNCTION history_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the history is append-only'; END $$
"""

_NO_CHANGE_POSTGRESQL = """
CREATE TRIGGER history_no_{action} BEFORE {action} ON history
FOR EACH STATEMENT EXECUTE FUNCTION history_refuse()
"""


def upgrade() -> None:
    _tickets()
    _history()
    _outbox()
    _states()
    _telegram()


def _running_id() -> sa.Column[int]:
    return sa.Column("id", ID, sa.Identity(), nullable=False)


def _part_of_ticket(name: str, *columns: sa.Column[object]) -> None:
    op.create_table(
        name,
        sa.Column("ticket_id", ID, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("ticket_id", "position", name=f"pk_{name}"),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=f"fk_{name}_ticket_id"),
    )


def _report_columns() -> list[sa.Column[object]]:
    return [
        sa.Column("at", TIME, nullable=False),
        sa.Column("taken_by", sa.Text(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("name", sa.Text()),
        sa.Column("phone", sa.Text()),
        sa.Column("called_back_at", TIME),
    ]


def _tickets() -> None:
    op.create_table(
        "ticket",
        _running_id(),
        sa.Column("number", sa.String()),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("opened_at", TIME, nullable=False),
        sa.Column("closed_at", TIME),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("priority", sa.String(), nullable=False),
        sa.Column("root_device", sa.String()),
        sa.Column("root_condition", sa.String()),
        sa.Column("site", sa.String()),
        sa.Column("reopened", sa.Integer(), nullable=False),
        sa.Column("repair_report", sa.String(), nullable=False),
        sa.Column("probable_cause", sa.Text()),
        sa.Column("team", sa.String()),
        sa.Column("accepted_by", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_ticket"),
        sa.UniqueConstraint("number", name="uq_ticket_number"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_ticket_status_closed_at", "ticket", ["status", "closed_at"])
    _part_of_ticket(
        "ticket_impact",
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
    )
    _part_of_ticket(
        "ticket_step",
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("started_at", TIME),
        sa.Column("due_at", TIME),
        sa.Column("done_at", TIME),
        sa.Column("done_by", sa.Text()),
        sa.Column("breached", sa.Boolean(), nullable=False),
        sa.Column("skipped", sa.Boolean(), nullable=False),
    )
    _part_of_ticket("citizen_report", *_report_columns())
    _part_of_ticket(
        "repair_report",
        sa.Column("at", TIME, nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("material", sa.Text(), nullable=False),
        sa.Column("photos", sa.Text(), nullable=False),
    )
    _part_of_ticket(
        "evidence",
        sa.Column("at", TIME, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
    )
    op.create_table(
        "ticket_sequence",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("year", name="pk_ticket_sequence"),
    )


def _history() -> None:
    op.create_table(
        "history",
        sa.Column("seq", ID, autoincrement=False, nullable=False),
        sa.Column("ticket_id", ID, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_history"),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name="fk_history_ticket_id"),
    )
    op.create_index("ix_history_ticket_id", "history", ["ticket_id"])
    op.create_table(
        "history_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", ID, nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_history_head"),
        sa.CheckConstraint("id = 1", name=op.f("ck_history_head_one_row")),
    )
    if op.get_bind().dialect.name == "sqlite":
        for action in ("UPDATE", "DELETE"):
            op.execute(_NO_CHANGE_SQLITE.format(action=action))
    else:
        op.execute(_REFUSE_POSTGRESQL)
        for action in ("UPDATE", "DELETE", "TRUNCATE"):
            op.execute(_NO_CHANGE_POSTGRESQL.format(action=action))


def _outbox() -> None:
    op.create_table(
        "outbox",
        _running_id(),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("person", sa.Text()),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("buttons", sa.Text(), nullable=False),
        sa.Column("silent", sa.Boolean(), nullable=False),
        sa.Column("ticket_id", ID),
        sa.Column("card", sa.Boolean(), nullable=False),
        sa.Column("dedup", sa.String()),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("due_at", TIME, nullable=False),
        sa.Column("scheduled_at", TIME, nullable=False),
        sa.Column("stale_at", TIME),
        sa.Column("claimed_at", TIME),
        sa.Column("sent_at", TIME),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("dedup", name="uq_outbox_dedup"),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name="fk_outbox_ticket_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_outbox_ticket_id", "outbox", ["ticket_id"])
    waiting = sa.text("state = 'waiting'")
    op.create_index(
        "ix_outbox_waiting", "outbox", ["channel", "chat_id", "id"],
        sqlite_where=waiting, postgresql_where=waiting,
    )
    op.create_table(
        "card",
        sa.Column("ticket_id", ID, nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("ticket_id", "channel", "chat_id", name="pk_card"),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name="fk_card_ticket_id"),
    )
    op.create_index("ix_card_chat_id", "card", ["chat_id"])
    op.create_table(
        "chat_move",
        sa.Column("old_chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("new_chat_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("old_chat_id", name="pk_chat_move"),
    )
    op.create_index("ix_chat_move_new_chat_id", "chat_move", ["new_chat_id"])


def _states() -> None:
    op.create_table(
        "device_status",
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("since", TIME),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("root", sa.String()),
        sa.Column("maintenance", sa.Boolean(), nullable=False),
        sa.Column("flapping", sa.Boolean(), nullable=False),
        sa.Column("last_reboot_at", TIME),
        sa.Column("conditions", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("device", name="pk_device_status"),
    )
    op.create_table(
        "monitor",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("pid", sa.Integer(), nullable=False),
        sa.Column("started_at", TIME, nullable=False),
        sa.Column("heartbeat_at", TIME, nullable=False),
        sa.Column("isolated", sa.Boolean(), nullable=False),
        sa.Column("readings", sa.LargeBinary()),
        sa.PrimaryKeyConstraint("id", name="pk_monitor"),
        sa.CheckConstraint("id = 1", name=op.f("ck_monitor_one_row")),
    )


def _telegram() -> None:
    op.create_table(
        "telegram_update",
        _running_id(),
        sa.Column("update_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_telegram_update"),
        sa.UniqueConstraint("update_id", name="uq_telegram_update_update_id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "report_draft",
        _running_id(),
        sa.Column("telegram_id", sa.BigInteger(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("site", sa.String()),
        sa.Column("settled", sa.Boolean(), nullable=False),
        *_report_columns(),
        sa.PrimaryKeyConstraint("id", name="pk_report_draft"),
        sqlite_autoincrement=True,
    )

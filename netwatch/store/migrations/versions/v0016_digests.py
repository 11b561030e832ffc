"""Digests: one message a chat for the tickets of a storm."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "digest",
        sa.Column("id", ID, sa.Identity(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("person", sa.Text()),
        sa.Column("thread_id", sa.BigInteger()),
        sa.Column("opened_at", TIME, nullable=False),
        sa.Column("gathered_at", TIME, nullable=False),
        sa.Column("rang_at", TIME),
        sa.Column("shown_at", TIME),
        sa.Column("bell", sa.String(), nullable=False),
        sa.Column("is_silent", sa.Boolean(), nullable=False),
        sa.Column("is_stale", sa.Boolean(), nullable=False),
        sa.Column("message_id", sa.BigInteger()),
        sa.Column("ended_at", TIME),
        sa.PrimaryKeyConstraint("id", name="pk_digest"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_digest_ended_at", "digest", ["ended_at"])
    op.create_table(
        "digest_ticket",
        sa.Column("digest_id", ID, nullable=False),
        sa.Column("ticket_id", ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("digest_id", "ticket_id", name="pk_digest_ticket"),
        sa.ForeignKeyConstraint(["digest_id"], ["digest.id"], name="fk_digest_ticket_digest_id"),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name="fk_digest_ticket_ticket_id"),
    )
    op.create_index("ix_digest_ticket_ticket_id", "digest_ticket", ["ticket_id"])
    op.add_column("outbox", sa.Column("digest_id", ID))
    op.create_index("ix_outbox_digest_id", "outbox", ["digest_id"])
    op.create_index("ix_outbox_chat_id_created_at", "outbox", ["chat_id", "created_at"])

"""Planned work, and who ended it early."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "maintenance",
        sa.Column("id", ID, sa.Identity(), nullable=False),
        sa.Column("entry", sa.String()),
        sa.Column("starts_at", TIME, nullable=False),
        sa.Column("ends_at", TIME, nullable=False),
        sa.Column("devices", sa.Text(), nullable=False),
        sa.Column("sites", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.Text()),
        sa.Column("added_at", TIME),
        sa.Column("ended_at", TIME),
        sa.Column("ended_by", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_maintenance"),
        sa.UniqueConstraint("entry", name="uq_maintenance_entry"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_maintenance_ends_at", "maintenance", ["ends_at"])

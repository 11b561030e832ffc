"""What devices say unasked: their events, and what became of the traps that came."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("monitor", sa.Column("traps", sa.Text()))
    op.create_table(
        "device_event",
        sa.Column("id", ID, sa.Identity(), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_device_event"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_device_event_device_id", "device_event", ["device", "id"])

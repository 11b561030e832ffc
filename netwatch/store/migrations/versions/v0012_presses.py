"""What people decide of a ticket by button, and messages that take the place of an older one."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("outbox", sa.Column("edits", sa.BigInteger()))
    for column in (
        sa.Column("repair_began_by", sa.Text()),
        sa.Column("repair_began_at", TIME),
        sa.Column("hold_by", sa.Text()),
        sa.Column("hold_at", TIME),
        sa.Column("hold_reason", sa.Text()),
        sa.Column("priority_by", sa.Text()),
        sa.Column("closed_as", sa.String()),
        sa.Column("closing_reason", sa.Text()),
        sa.Column("until_up", sa.Boolean(), nullable=False, server_default=sa.false()),
    ):
        op.add_column("ticket", column)
    op.create_index("ix_ticket_until_up", "ticket", ["until_up"])

"""Cards are made anew in no hurry: which messages those are, and when a card was shown last."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox", sa.Column("refreshes", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("card", sa.Column("shown_at", sa.DateTime(timezone=True)))

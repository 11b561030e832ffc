"""Whether a ticket's root cause is up and down in turns."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("ticket", sa.Column("flapping", sa.Boolean(), nullable=False, server_default=sa.false()))

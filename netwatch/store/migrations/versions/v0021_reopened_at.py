"""When a ticket was last reopened: what its readers were told then they are not told again as flapping."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("ticket", sa.Column("reopened_at", sa.DateTime(timezone=True)))

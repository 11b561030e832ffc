"""What the ports say that lead to a ticket's device."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("ticket", sa.Column("ports", sa.Text(), nullable=False, server_default="[]"))

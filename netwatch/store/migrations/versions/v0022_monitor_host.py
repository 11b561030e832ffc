"""On which machine the daemon runs: only there can be seen whether its process still lives."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("monitor", sa.Column("host", sa.Text(), nullable=False, server_default=""))

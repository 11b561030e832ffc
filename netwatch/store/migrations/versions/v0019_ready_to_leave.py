"""What a team is told on its way: the model and serial number of the device, and what was wrong at the site before."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("model", "serial"):
        op.add_column("device_status", sa.Column(name, sa.Text(), nullable=False, server_default=""))
    op.create_index("ix_ticket_site_closed_at", "ticket", ["site", "closed_at"])

"""A citizen's report knows its draft, and the draft where it was recorded."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("citizen_report", sa.Column("draft", ID))
    op.add_column("citizen_report", sa.Column("repeats", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("report_draft", sa.Column("ticket_id", ID))
    op.add_column("report_draft", sa.Column("stepwise", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("report_draft", sa.Column("apart", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("report_draft", sa.Column("asked", sa.String()))

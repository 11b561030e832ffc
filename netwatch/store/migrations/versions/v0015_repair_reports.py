"""Repair reports that are filed and judged, and the pictures that belong to them."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("ticket", sa.Column("repair_reminded", sa.Boolean(), nullable=False, server_default=sa.false()))
    # no version so far has written a repair report
    op.drop_column("repair_report", "photos")
    op.add_column("repair_report", sa.Column("state", sa.String(), nullable=False, server_default="filed"))
    op.add_column("repair_report", sa.Column("filings", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("repair_report", sa.Column("judged_by", sa.Text()))
    op.add_column("repair_report", sa.Column("judged_at", TIME))
    op.add_column("repair_report", sa.Column("remark", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "ticket_photo",
        sa.Column("ticket_id", ID, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("report", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("file_id", sa.Text(), nullable=False),
        sa.Column("unique_id", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger()),
        sa.Column("is_document", sa.Boolean(), nullable=False),
        sa.Column("caption", sa.Text(), nullable=False),
        sa.Column("file", sa.String()),
        sa.Column("sha256", sa.String()),
        sa.Column("problem", sa.Text()),
        sa.Column("dropped", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("ticket_id", "position", name="pk_ticket_photo"),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name="fk_ticket_photo_ticket_id"),
    )
    op.add_column("outbox", sa.Column("media", sa.Text(), nullable=False, server_default="[]"))

"""Messages that speak of several tickets."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "outbox_ticket",
        sa.Column("outbox_id", ID, autoincrement=False, nullable=False),
        sa.Column("ticket_id", ID, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("outbox_id", "ticket_id", name="pk_outbox_ticket"),
        sa.ForeignKeyConstraint(["outbox_id"], ["outbox.id"], name="fk_outbox_ticket_outbox_id"),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name="fk_outbox_ticket_ticket_id"),
    )
    op.create_index("ix_outbox_ticket_ticket_id", "outbox_ticket", ["ticket_id"])

"""How often the actor of a step was reminded, and who does not want to be."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("ticket_step", sa.Column("reminded", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "mute",
        sa.Column("ticket_id", ID, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name="fk_mute_ticket_id"),
        sa.PrimaryKeyConstraint("ticket_id", "chat_id", name="pk_mute"),
    )

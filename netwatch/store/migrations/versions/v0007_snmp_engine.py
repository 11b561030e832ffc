"""This monitor as an SNMPv3 engine: its ID and how often it was started."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "snmp_engine",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("engine_id", sa.LargeBinary(), nullable=False),
        sa.Column("boots", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_snmp_engine_one_row")),
        sa.PrimaryKeyConstraint("id", name="pk_snmp_engine"),
    )

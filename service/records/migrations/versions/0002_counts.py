"""Counts of turns by day, outcome and topic."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Makes the table."""
    op.create_table(
        "counts",
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("outcome", sa.String(32), primary_key=True),
        sa.Column("topic", sa.String(64), primary_key=True),
        sa.Column("turns", sa.Integer, nullable=False),
    )


def downgrade() -> None:
    """Removes it."""
    op.drop_table("counts")

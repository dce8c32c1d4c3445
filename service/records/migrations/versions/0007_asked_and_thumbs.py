"""What an editor did with questions that got no answer, and how many thumbs are left of conversations that are gone."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Makes both tables."""
    op.create_table(
        "handled",
        sa.Column("turn", sa.Integer, sa.ForeignKey("turns.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("how", sa.String(32), nullable=False),
        sa.Column("who", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "thumb_counts",
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("topic", sa.String(64), primary_key=True),
        sa.Column("helpful", sa.Boolean, primary_key=True),
        sa.Column("thumbs", sa.Integer, nullable=False),
    )


def downgrade() -> None:
    """Removes them."""
    for table in ("thumb_counts", "handled"):
        op.drop_table(table)

"""What reviewers sent back to the editors, and why."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Makes the table."""
    op.create_table(
        "sent_back",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("unit", sa.String(128), nullable=False, index=True),
        sa.Column("fingerprint", sa.String(80), nullable=False),
        sa.Column("reviewer", sa.String(64), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
    )


def downgrade() -> None:
    """Removes it."""
    op.drop_table("sent_back")

"""Conversations, turns and feedback."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Makes the three tables."""
    op.create_table(
        "conversations",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("site", sa.String(64), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("started", sa.DateTime, nullable=False),
        sa.Column("last_message", sa.DateTime, nullable=False, index=True),
    )
    op.create_table(
        "turns",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(
            "conversation",
            sa.String(32),
            sa.ForeignKey("conversations.id", ondelete="CASCADE"),
            nullable=False,
            index=True,
        ),
        sa.Column("turn", sa.Integer, nullable=False),
        sa.Column("message_id", sa.String(36), nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("reply", sa.JSON, nullable=False),
        sa.Column("outcome", sa.String(32), nullable=False, index=True),
        sa.Column("topic", sa.String(64)),
        sa.Column("fingerprint", sa.String(80)),
        sa.Column("confidence", sa.Float),
        sa.UniqueConstraint("conversation", "turn"),
        sa.UniqueConstraint("conversation", "message_id"),
    )
    op.create_table(
        "feedback",
        sa.Column(
            "conversation", sa.String(32), sa.ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("turn", sa.Integer, primary_key=True),
        sa.Column("helpful", sa.Boolean, nullable=False),
        sa.Column("comment", sa.Text),
    )


def downgrade() -> None:
    """Removes them."""
    for table in ("feedback", "turns", "conversations"):
        op.drop_table(table)

"""All fingerprints that a turn showed, and how many conversations a day got the words of each."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Adds the column, with the one fingerprint that a turn kept so far, and makes the table."""
    op.add_column("turns", sa.Column("fingerprints", sa.JSON, nullable=False, server_default="[]"))
    turns = sa.table("turns", sa.column("id"), sa.column("fingerprint"), sa.column("fingerprints", sa.JSON))
    database = op.get_bind()
    kept = sa.select(turns.c.id, turns.c.fingerprint).where(turns.c.fingerprint.is_not(None))
    for turn, fingerprint in database.execute(kept).all():
        database.execute(sa.update(turns).where(turns.c.id == turn).values(fingerprints=[fingerprint]))
    op.create_table(
        "seen",
        sa.Column("fingerprint", sa.String(80), primary_key=True),
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("conversations", sa.Integer, nullable=False),
    )


def downgrade() -> None:
    """Removes both."""
    op.drop_table("seen")
    with op.batch_alter_table("turns") as turns:
        turns.drop_column("fingerprints")

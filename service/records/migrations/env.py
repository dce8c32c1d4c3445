"""Alembic's entry: runs the migrations on the connection the service opened."""

from alembic import context

from service.records.tables import Base

context.configure(
    connection=context.config.attributes["connection"], target_metadata=Base.metadata, render_as_batch=True
)
with context.begin_transaction():
    context.run_migrations()

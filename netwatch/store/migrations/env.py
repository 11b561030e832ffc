"""Runs by Alembic for each command; the connection is handed in by `netwatch.store.migrate`."""

from alembic import context

from netwatch.store.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,   # the transaction is the caller's: all steps or none, on SQLite too
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()

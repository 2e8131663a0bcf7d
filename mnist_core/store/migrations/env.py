"""How Alembic meets the lab's database: on the connection that it is handed."""

from alembic import context

from mnist_core.store.schema import VERSION_TABLE
from mnist_core.store.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    version_table=VERSION_TABLE,
)
with context.begin_transaction():
    context.run_migrations()

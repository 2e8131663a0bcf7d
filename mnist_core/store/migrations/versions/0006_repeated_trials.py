"""Which trials of a sweep would train the same, and which one repeats which."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the columns; of trials that are there, none is taken for a repeat."""
    op.add_column("sweep_trials", sa.Column("settings_key", sa.String(), nullable=True))
    op.add_column("sweep_trials", sa.Column("repeats", sa.Integer(), nullable=True))
    op.create_index("sweep_trials_by_settings", "sweep_trials", ["sweep_id", "settings_key"])

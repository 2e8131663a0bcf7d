"""How each run is computed."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the column; what is there was computed as Keras computes by default."""
    op.add_column(
        "runs", sa.Column("training_path", sa.String(), nullable=False, server_default="plain")
    )

"""Who has asked for each measurement; those from before belong to the machine's owner."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add the owner."""
    column = sa.Column("owner", sa.String(), nullable=False, server_default="")
    op.add_column("examinations", column)

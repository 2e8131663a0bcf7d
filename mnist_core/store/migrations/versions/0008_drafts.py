"""What the forms on screen have."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "drafts",
        sa.Column("form", sa.String(), primary_key=True),
        sa.Column("config", sa.String(), nullable=False),
        sa.Column("written_at", sa.Double(), nullable=False),
    )

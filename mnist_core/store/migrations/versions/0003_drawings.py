"""A person's labelled drawings, and what a run that was taught them came from."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the drawings, and what taught runs know of their beginning."""
    op.add_column("runs", sa.Column("taught", sa.String()))
    op.create_table(
        "drawings",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("digest", sa.String(), nullable=False, unique=True),
        sa.Column("label", sa.Integer(), nullable=False),
        sa.Column("image", sa.LargeBinary(), nullable=False),
        sa.Column("read_as", sa.Integer()),
        sa.Column("created_at", sa.Double(), nullable=False),
    )

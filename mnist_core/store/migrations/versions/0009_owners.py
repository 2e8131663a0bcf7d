"""Whose runs, sweeps and drawings are; what was there before belongs to the machine's owner."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add the owners, and let two of them keep the same drawing."""
    for table in ("runs", "sweeps"):
        op.add_column(table, sa.Column("owner", sa.String(), nullable=False, server_default=""))
    op.create_table(
        "owned_drawings",
        sa.Column("owner", sa.String(), primary_key=True),
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("label", sa.Integer(), nullable=False),
        sa.Column("image", sa.LargeBinary(), nullable=False),
        sa.Column("read_as", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.Double(), nullable=False),
        sa.UniqueConstraint("owner", "digest", name="drawings_by_digest"),
    )
    columns = "id, digest, label, image, read_as, created_at"
    op.execute(f"INSERT INTO owned_drawings (owner, {columns}) SELECT '', {columns} FROM drawings")
    op.drop_table("drawings")
    op.rename_table("owned_drawings", "drawings")
    op.create_table(
        "persons",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("name", sa.String(), nullable=False),
    )
    op.create_table(
        "sent_drawings",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("image", sa.LargeBinary(), nullable=False),
    )

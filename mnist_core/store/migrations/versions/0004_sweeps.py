"""Sweeps and their trials."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the sweeps, their trials, and what a run knows of its sweep."""
    op.add_column("runs", sa.Column("sweep_id", sa.String()))
    op.create_table(
        "sweeps",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("plan", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("created_at", sa.Double(), nullable=False),
        sa.Column("ended_at", sa.Double()),
        sa.Column("trials", sa.Integer()),
        sa.Column("seconds_allowed", sa.Double()),
        sa.Column("seconds_used", sa.Double(), nullable=False),
        sa.Column("running_since", sa.Double()),
        sa.Column("sharing", sa.String()),
        sa.Column("importances", sa.String()),
    )
    op.create_index("sweeps_by_state", "sweeps", ["state"])
    op.create_table(
        "sweep_trials",
        sa.Column(
            "sweep_id",
            sa.String(),
            sa.ForeignKey("sweeps.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("run_id", sa.String()),
        sa.Column("optuna_trial", sa.Integer()),
        sa.Column("params", sa.String(), nullable=False),
        sa.Column("epochs", sa.Integer(), nullable=False),
        sa.Column("error", sa.Double()),
        sa.Column("parameters", sa.Integer()),
        sa.Column("seconds", sa.Double()),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("began_at", sa.Double(), nullable=False),
        sa.Column("ended_at", sa.Double()),
        sa.Column("lease_owner", sa.String()),
        sa.Column("lease_until", sa.Double()),
        sa.Column("attempts", sa.Integer(), nullable=False),
    )
    op.create_index("sweep_trials_by_run", "sweep_trials", ["run_id"])
    op.create_index("sweep_trials_by_state", "sweep_trials", ["sweep_id", "state"])

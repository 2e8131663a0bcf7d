"""Runs, their epochs, and what processes say of themselves."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables of version 0.1.0."""
    op.create_table(
        "runs",
        sa.Column("id", sa.String(), primary_key=True),
        *(_text(name) for name in ("name", "notes", "config", "state")),
        sa.Column("created_at", sa.Double(), nullable=False),
        sa.Column("queued_at", sa.Double(), nullable=False),
        *(_optional_number(name) for name in ("started_at", "ended_at")),
        *(_text(name) for name in ("program_version", "keras_version")),
        *(_count(name) for name in ("parameters", "target_epochs", "epochs_done")),
        sa.Column("progress", sa.String()),
        _optional_number("test_accuracy"),
        *(_text(name) for name in ("message", "traceback")),
        _count("stopped_at"),
        _text("rate_changes"),
        sa.Column("request", sa.String()),
        _optional_number("requested_rate"),
        sa.Column("lease_owner", sa.String()),
        _optional_number("lease_until"),
        _count("attempts"),
    )
    op.create_index("runs_by_state", "runs", ["state", "lease_until"])
    op.create_index("runs_by_name", "runs", ["name"])
    _create_epochs()
    _create_services()


def _create_epochs() -> None:
    op.create_table(
        "epochs",
        sa.Column(
            "run_id", sa.String(), sa.ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("number", sa.Integer(), primary_key=True),
        *(
            sa.Column(name, sa.Double(), nullable=False)
            for name in (
                *("loss", "accuracy", "val_loss", "val_accuracy"),
                *("seconds", "learning_rate"),
            )
        ),
    )


def _create_services() -> None:
    op.create_table(
        "services",
        sa.Column("name", sa.String(), primary_key=True),
        *(_text(name) for name in ("state", "message")),
        sa.Column("updated_at", sa.Double(), nullable=False),
    )


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=False)


def _count(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _optional_number(name: str) -> sa.Column[float]:
    return sa.Column(name, sa.Double())

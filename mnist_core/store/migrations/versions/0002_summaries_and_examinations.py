"""What lists show of a run without reading its epochs, and examinations."""

import sqlalchemy as sa
from alembic import op

from mnist_core.config import RunConfig
from mnist_core.store.seed_group_key import seed_group_key

revision = "0002"
down_revision = "0001"

KEPT_EPOCH = "ORDER BY number DESC LIMIT 1"
BEST_EPOCH = "ORDER BY val_loss, number LIMIT 1"  # early stopping gives its weights back


def upgrade() -> None:
    """Add the summaries, fill them for the runs there are, and add examinations."""
    op.add_column("runs", sa.Column("family", sa.String(), nullable=False, server_default=""))
    op.add_column("runs", sa.Column("layout", sa.String(), nullable=False, server_default=""))
    op.add_column("runs", sa.Column("val_accuracy", sa.Double()))
    op.add_column("runs", sa.Column("seconds_per_epoch", sa.Double()))
    _sum_up_runs()
    op.create_index("runs_by_test", "runs", ["test_accuracy"])
    op.create_index("runs_by_validation", "runs", ["val_accuracy"])
    op.create_index("runs_by_parameters", "runs", ["parameters"])
    op.create_index("runs_by_seconds", "runs", ["seconds_per_epoch"])
    op.create_index(
        "runs_by_family",
        "runs",
        ["family", "id", "test_accuracy", "val_accuracy", "seconds_per_epoch"],
    )
    _create_examinations()


def _sum_up_runs() -> None:
    connection = op.get_bind()
    columns = "id, config, target_epochs, rate_changes, state"
    rows = connection.execute(sa.text(f"SELECT {columns} FROM runs")).all()
    for run_id, written, target_epochs, rate_changes, state in rows:
        config = RunConfig.model_validate_json(written)
        family = seed_group_key(config, target_epochs, rate_changes, state, run_id)
        order = BEST_EPOCH if config.early_stopping_patience else KEPT_EPOCH
        connection.execute(
            sa.text(
                "UPDATE runs SET family = :family, layout = :layout, "
                f"val_accuracy = (SELECT val_accuracy FROM epochs WHERE run_id = :id {order}), "
                "seconds_per_epoch = (SELECT avg(seconds) FROM epochs WHERE run_id = :id) "
                "WHERE id = :id"
            ),
            {"family": family, "layout": config.layout, "id": run_id},
        )


def _create_examinations() -> None:
    op.create_table(
        "examinations",
        sa.Column(
            "run_id", sa.String(), sa.ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("kind", sa.String(), primary_key=True),
        sa.Column("subject", sa.String(), primary_key=True),
        sa.Column("image", sa.LargeBinary()),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("share", sa.Double(), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("traceback", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("epochs_done", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.Double(), nullable=False),
        sa.Column("lease_owner", sa.String()),
        sa.Column("lease_until", sa.Double()),
        sa.Column("attempts", sa.Integer(), nullable=False),
    )
    op.create_index("examinations_by_state", "examinations", ["state", "lease_until"])

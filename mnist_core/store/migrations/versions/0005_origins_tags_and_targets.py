"""Where a run comes from, its tags, whether its sweep pruned it, and what it was extended from."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

FINISHED = "SELECT id FROM runs WHERE state = 'finished'"
PRUNED = "SELECT run_id FROM sweep_trials WHERE state = 'pruned'"


def upgrade() -> None:
    """Add the columns, and fill them from what an older lab knew.

    Of its runs, only a sweep's trials are known not to be begun by hand. A trial that the pruner
    ended at its last epoch had done all of them: it is finished, as its run is.
    """
    op.add_column("runs", sa.Column("origin", sa.String(), nullable=False, server_default="hand"))
    op.add_column("runs", sa.Column("tags", sa.String(), nullable=False, server_default="[]"))
    op.add_column(
        "runs", sa.Column("pruned", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column(
        "runs", sa.Column("former_targets", sa.String(), nullable=False, server_default="[]")
    )
    op.execute("UPDATE runs SET origin = 'sweep' WHERE sweep_id IS NOT NULL")
    op.execute(
        "UPDATE sweep_trials SET state = 'finished' "
        f"WHERE state = 'pruned' AND run_id IN ({FINISHED})"
    )
    op.execute(
        sa.text(
            f"UPDATE runs SET pruned = :yes WHERE state = 'stopped' AND id IN ({PRUNED})"
        ).bindparams(yes=True)
    )
    op.create_index("runs_by_origin", "runs", ["origin", "family"])

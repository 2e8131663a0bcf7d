"""Settings in the forms on screen, before anything trains them: written by pages, for the engine.

So that what a person is about to train can be made ready. Nothing depends on a draft: it is kept
for some minutes, and a lab without any works the same.
"""

import time
from collections.abc import Iterable, Iterator
from contextlib import suppress

from sqlalchemy import Engine, delete, select

from mnist_core.config import RunConfig
from mnist_core.store.database import transaction
from mnist_core.store.tables import DraftRow

SETTLED_S, KEPT_S = 1.5, 600.0
MOST = 4


def write_draft(database: Engine, form: str, config: RunConfig) -> None:
    """Write down what a form has now.

    Args:
        form: an id of the form on somebody's screen; it has one draft at a time.
    """
    now = time.time()
    with transaction(database) as session:
        session.execute(delete(DraftRow).where(DraftRow.written_at < now - KEPT_S))
        session.merge(DraftRow(form=form, config=config.model_dump_json(), written_at=now))


def settled_drafts(database: Engine) -> list[RunConfig]:
    """Give the settings that nobody has changed for a moment, newest first, of a few forms."""
    now = time.time()
    query = (
        select(DraftRow.config)
        .where(DraftRow.written_at.between(now - KEPT_S, now - SETTLED_S))
        .order_by(DraftRow.written_at.desc())
        .limit(MOST)
    )
    with transaction(database, reads_only=True) as session:
        return list(_readable(session.scalars(query)))


def _readable(texts: Iterable[str]) -> Iterator[RunConfig]:
    for text in texts:
        with suppress(ValueError):  # a damaged one is worth nothing
            yield RunConfig.model_validate_json(text)

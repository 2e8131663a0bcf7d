"""The run that a command is about, where several may have the name that was given."""

import sys

from mnist_core.cli.terminal import as_typed
from mnist_core.errors import RunNotFound
from mnist_core.export.keras_text import error_line
from mnist_core.quoting import quoted
from mnist_core.store.records import Run
from mnist_core.store.run_store import RunStore

MOST_LISTED = 10


def chosen_network(store: RunStore, text: str) -> Run:
    """Find a run by id or name, or the starter; of several of a name the newest, and say so.

    What is said goes to stderr: stdout may be a script or a JSON document.

    Raises:
        RunNotFound: there is none.
    """
    text = as_typed(text)
    found = store.find_network(text)
    if count := len(_namesakes(store, found, text)):
        print(
            f"{count} runs are called {quoted(text)}; this is the newest, {found.id}. "
            "The id of another one chooses that.",
            file=sys.stderr,
        )
    return found


def run_to_delete(store: RunStore, text: str) -> Run:
    """Find a run by id, or by a name that no other run has.

    Raises:
        RunNotFound: there is none, or several have that name; the message lists their ids.
    """
    text = as_typed(text)
    found = store.find(text)
    if several := _namesakes(store, found, text):
        listed = [f"{run.id} ({_kind(run)})" for run in several[:MOST_LISTED]]
        more = [f"{len(several) - MOST_LISTED} older ones"] if len(several) > MOST_LISTED else []
        raise RunNotFound(
            f"{len(several)} runs are called {quoted(text)}, and nothing was deleted; give the id "
            f"of one: {', '.join([*listed, *more])}."
        )
    return found


def _namesakes(store: RunStore, found: Run, text: str) -> list[Run]:
    """Give all runs of a name, newest first; none where it is an id, or one run's alone."""
    runs = [] if found.id == text else store.called(text)
    return runs if len(runs) > 1 else []


def _kind(run: Run) -> str:
    return ", ".join(filter(None, (run.word, error_line(run))))

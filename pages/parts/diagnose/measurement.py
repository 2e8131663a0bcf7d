"""A measurement on a page: asked for when it is first looked at, its progress, then its result."""

from typing import Literal

import streamlit as st

from mnist_core.analysis.result_files import KIND_OF, SomeResult, from_arrays
from mnist_core.errors import LabError, RunNotFound
from mnist_core.ink.preprocess import Floats
from mnist_core.store.artifacts import Arrays, Artifacts
from mnist_core.store.best_epoch import ENDED, earlier_best
from mnist_core.store.jobs import (
    Job,
    Kind,
    find,
    is_current,
    request,
    subject_of,
)
from mnist_core.store.records import Run
from mnist_core.store.run_files import job_file
from mnist_core.store.run_store import RunStore
from mnist_core.web.feeds import JOB
from mnist_core.web.marks import UNDER_WAY
from parts.shared.actions import show_problem
from parts.shared.live import follow_page, read_feed

LINE_PX = 40  # a caption, or a button


def measured(
    store: RunStore, run: Run, record: type[SomeResult], image: Floats | None = None
) -> SomeResult | None:
    """Give what was measured of the run; where nothing is there yet, ask for it and show progress.

    A result of earlier weights stays on the page as long as the run goes on; while it trains, it is
    made anew only at the press of a button, so that it does not slow the training. Beside the
    error of a run that has ended it would contradict, and is not given.

    Args:
        record: which measurement, by the record of its result.
        image: (28, 28) float32 in [0, 1], where the measurement is about one picture.
    """
    kind, subject = KIND_OF[record], "" if image is None else subject_of(image)
    found = find(store, run.id, kind, subject)
    outdated = found is not None and found.state == "done" and not is_current(store, found)
    if found is None or (outdated and not run.active):
        found = _request(store, run.id, kind, image)
    if found is not None:
        _line(store, run, found, image, outdated=outdated)
    if found is not None and run.state in ENDED and not is_current(store, found):
        return None
    return _kept(store, run.id, record, job_file(kind, subject))


def _request(store: RunStore, run_id: str, kind: Kind, image: Floats | None) -> Job | None:
    try:
        return request(store, run_id, kind, image)
    except LabError as error:  # the run was deleted meanwhile
        show_problem(error)
        return None


def _line(store: RunStore, run: Run, found: Job, image: Floats | None, *, outdated: bool) -> None:
    """Show the state of the measurement in a line of fixed height, or in two with a button."""
    if found.state == "failed":
        st.error(found.message, icon=":material/error:")
        _again(store, run, found, image, "Try again")
        return
    training = outdated and found.state == "done"
    height: Literal["content"] | int = "content" if training else LINE_PX
    with st.container(height=height, border=False, gap=None):
        if found.under_way:
            _follow(store, found, UNDER_WAY)
        elif outdated:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.caption(f"{_moment(found)}; the run has trained further since.", width="content")
                _again(store, run, found, image, "Measure again")
        else:
            if run.active:
                _follow(store, found, found.state)
            st.caption(_whose_weights(store, run))


def _whose_weights(store: RunStore, run: Run) -> str:
    best = earlier_best(run, store.history(run.id))
    if best is not None and run.state in ENDED:
        return f"Measured with the weights of epoch {best.number}, which the run keeps."
    which = "of the run" if run.state in ENDED else "that the run has by now"
    return f"Measured with the weights {which}."


def _moment(found: Job) -> str:
    return (
        f"Measured after epoch {found.epochs_done}"
        if found.epochs_done
        else "Measured inside the first epoch"
    )


def _again(store: RunStore, run: Run, found: Job, image: Floats | None, label: str) -> None:
    if st.button(label, key=f"again_{found.file}", icon=":material/refresh:"):
        _request(store, run.id, found.kind, image)
        st.rerun()


def _follow(store: RunStore, found: Job, mark: str) -> None:
    """Show how far it is; once it has ended, or is of older weights, the page is drawn again."""
    feed = read_feed(store, JOB, run=found.run_id, kind=found.kind, subject=found.subject)
    follow_page(feed, mark, key=f"progress_{found.file}", line=True)


def _kept(store: RunStore, run_id: str, record: type[SomeResult], file: str) -> SomeResult | None:
    version = store.artifacts.version(run_id, file)
    if not version:
        return None
    try:
        return from_arrays(record, _load(store.artifacts, run_id, file, version))
    except (FileNotFoundError, RunNotFound):
        return None
    except LabError as error:
        show_problem(error)
        return None


@st.cache_resource(show_spinner=False, max_entries=32, hash_funcs={Artifacts: id})
def _load(artifacts: Artifacts, run_id: str, file: str, version: str) -> Arrays:
    """Read a result once for each version of it."""
    return artifacts.read(run_id, file)

"""A run as files to keep: a line for each kind; those that take Keras are made by a worker."""

import streamlit as st

from mnist_core.export.export_run import SCRIPTS
from mnist_core.export.formats import FORMATS, Format, input_note, obstacle
from mnist_core.store.jobs import Job, find, is_current, request
from mnist_core.store.records import Run
from mnist_core.store.run_files import LAST
from mnist_core.store.run_store import RunStore
from mnist_core.web.feeds import JOB, WEIGHTS
from mnist_core.web.marks import UNDER_WAY
from mnist_core.web.run_files import file_address
from parts.shared.actions import act
from parts.shared.live import follow_page, read_feed
from parts.shared.texts import as_markdown

LIST_WIDTH, BUTTON_WIDTH = 760, 144


def take_home_tab(store: RunStore, run: Run) -> None:
    """List the files that a run can be saved as; only one that is being made is refreshed."""
    if not store.artifacts.version(run.id, LAST):
        _wait_for_weights(store, run)
    else:
        with st.container(width=LIST_WIDTH):
            for form in FORMATS.values():
                _line(store, run, form)


def _wait_for_weights(store: RunStore, run: Run) -> None:
    st.caption("Nothing to take home yet: the run has not finished an epoch.")
    waiting = "active" if run.active else "none"
    follow_page(read_feed(store, WEIGHTS, run=run.id), waiting, key="wait_for_weights")


def _line(store: RunStore, run: Run, form: Format) -> None:
    reason = obstacle(form, run)
    by_worker = form.by_keras and not reason
    found = find(store, run.id, "file", form.ending[1:]) if by_worker else None
    with st.container(
        key=f"take_{form.ending[1:]}",
        horizontal=True,
        horizontal_alignment="distribute",
        vertical_alignment="center",
        wrap=False,
    ):
        with st.container(gap=None):
            st.markdown(f"**{form.title}** `{form.ending}`")
            st.caption(f"{form.purpose} {_note(run, form, reason)}")
            _show_progress(store, found)
        with st.container(width=BUTTON_WIDTH, gap="xsmall"):
            if by_worker:
                _made_by_worker(store, run, form, found)
            else:
                _download(run, form, disabled=bool(reason))


def _note(run: Run, form: Format, reason: str) -> str:
    if reason:
        return f"It {reason}."
    beside = form.ending in SCRIPTS and (run.taught is not None or run.config.forms)
    return "It reads files that are in the archive." if beside else input_note(form, run)


def _show_progress(store: RunStore, found: Job | None) -> None:
    """Show what is wrong with the file that a worker made, if anything is."""
    if found is None:
        return
    if found.state == "failed":
        st.caption(f":red[:material/error: {as_markdown(found.message)}]")
    elif found.state == "done" and not is_current(store, found):
        when = f"after epoch {found.epochs_done}" if found.epochs_done else "early"
        st.caption(f"Made {when}; the run has trained further since.")


def _made_by_worker(store: RunStore, run: Run, form: Format, found: Job | None) -> None:
    """Offer a file that a worker makes: Prepare, then how it stands, then Download."""
    if found is None or found.state == "failed":
        _prepare(store, run, form, "Prepare" if found is None else "Try again")
        return
    if found.under_way:
        _wait_for_worker(store, found)
        return
    _download(run, form)
    if not is_current(store, found):
        _prepare(store, run, form, "Prepare again")


def _wait_for_worker(store: RunStore, found: Job) -> None:
    """Show a button that can only be waited for, until the file is there."""
    name = found.subject
    st.button("Preparing", key=f"making_{name}", icon="spinner", disabled=True, width=BUTTON_WIDTH)
    update = read_feed(store, JOB, run=found.run_id, kind=found.kind, subject=name)
    follow_page(update, UNDER_WAY, key=f"wait_for_{name}")


def _prepare(store: RunStore, run: Run, form: Format, label: str) -> None:
    name = form.ending[1:]
    if st.button(label, key=f"prepare_{name}", icon=":material/build:", width=BUTTON_WIDTH):
        act(lambda: request(store, run.id, "file", about=name), show=st.error)


def _download(run: Run, form: Format, *, disabled: bool = False) -> None:
    st.link_button(
        "Download",
        file_address(run, form),
        key=f"download_{form.ending[1:]}",
        icon=":material/download:",
        disabled=disabled,
        width=BUTTON_WIDTH,
    )

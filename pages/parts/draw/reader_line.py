"""Who reads and how well, in one line: a phone hides the sidebar in which it was chosen."""

import streamlit as st

from mnist_core.setting_options import Normalization
from mnist_core.store.names import STARTER
from mnist_core.store.records import Run
from mnist_core.store.run_store import RunStore
from mnist_core.store.starter import starter
from mnist_core.web.network_weights import MOST_PARAMETERS
from parts.shared.chosen_run import choose_run, run_of_this_tab, warn_of_unknown_run
from parts.shared.live_answer import follows_pen
from parts.shared.reader import Reader
from parts.shared.texts import as_markdown

BUTTON_PX = 40  # as high as a button of Streamlit's
BAD_ERROR = 10.0  # percent: a reader that misreads one digit in ten is not to be trusted
NORMALIZES: dict[Normalization, str] = {  # so that nobody wonders at the pixels
    "slant": "takes the slant out",
    "slant_and_width": "takes the slant and evens the width out",
}


def reader_line(store: RunStore, readers: list[Reader]) -> None:
    """Say which network reads, with its test error, and lead to a better one where there is one."""
    if not readers:
        warn_of_unknown_run("Choose another network.")
        st.caption("This network cannot be opened; choose another.")
        return
    run = readers[0].run
    warn_of_unknown_run(f"Drawings are read by {as_markdown(run.name)} instead.")
    offered = _better(store, run)
    with st.container(
        horizontal=True, vertical_alignment="center", gap="xsmall", wrap=offered is not None
    ):
        sentence = _sentence(store, run)
        if not follows_pen(readers):
            sentence += " · answers when the pen is lifted"
        if _is_bad(run):  # a caption is too faint to warn
            warning = f":small[:orange[:material/warning: {sentence} · often wrong]]"
            st.markdown(warning, width="content")
        else:
            st.caption(sentence, width="content", help=_about(readers))
        if offered is None:
            _keep_height()
        else:
            _best_button(offered)


def _better(store: RunStore, run: Run) -> Run | None:
    """Give the best run where it is better, or else the starter for a run that is often wrong."""
    best = store.best()
    if best is not None and _is_better(best, run):
        return best
    return starter() if _is_bad(run) and run.id != STARTER else None


def _sentence(store: RunStore, run: Run) -> str:
    layout = "" if _is_bad(run) else f", {run.config.layout}"  # a phone has room for less
    parts = [f"Read by **{as_markdown(run.name)}**", f"{_how_good(run)}{layout}"]
    if run.id == STARTER:
        parts.append("comes with the lab")
    if run.config.normalization != "none":
        parts.append(NORMALIZES[run.config.normalization])
    chosen = run_of_this_tab()
    if chosen is not None and chosen != run.id and store.exists(chosen):
        waited_for = as_markdown(store.read(chosen).name)
        parts.append(f"until {waited_for} has trained its first epoch")
    return " · ".join(parts)


def _about(readers: list[Reader]) -> str | None:
    """Explain what is out of the ordinary about the reader, if anything is."""
    if not follows_pen(readers):
        return (
            f"While the pen moves, your browser reads with networks of up to {MOST_PARAMETERS:,} "
            "parameters. With this one the server reads, after each stroke."
        )
    return _about_starter() if readers[0].run.id == STARTER else None


def _about_starter() -> str:
    run = starter()
    epochs = f"{run.epochs_done} epochs of MNIST's digits, each distorted anew in each epoch"
    return (
        f"A network that comes with the lab: {run.config.summary}, trained for {epochs}. It reads "
        "until a run has finished, or where you choose it."
    )


def _is_bad(run: Run) -> bool:
    return run.test_error_percent is not None and run.test_error_percent >= BAD_ERROR


def _how_good(run: Run) -> str:
    error = run.test_error_percent
    return run.word if error is None else f"{error:.2f}% test error"


def _is_better(best: Run, run: Run) -> bool:
    """Tell whether the best run has a lower error, as far as the page shows it."""
    ours, its = run.test_error_percent, best.test_error_percent
    if best.id == run.id or its is None:
        return False
    return ours is None or round(its, 2) < round(ours, 2)


def _keep_height() -> None:
    """Keep the line as high as with the button, so that nothing moves when that is pressed."""
    with st.container(height=BUTTON_PX, width=1, border=False):
        st.space(1)  # a text would overflow, and what can be scrolled is a stop of Tab's


def _best_button(best: Run) -> None:
    which = "the starter" if best.id == STARTER else f"the best run: {as_markdown(best.name)}"
    label = f"Read with {which}, {best.test_error_percent:.2f}%"
    if st.button(label, key="read_with_best", type="tertiary", icon=":material/trending_up:"):
        choose_run(best.id)
        st.rerun()

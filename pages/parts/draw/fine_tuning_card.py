"""Learn my handwriting: what it does, the button, its progress, and what it has changed."""

import streamlit as st

from mnist_core.handwriting.fine_tuning import FEWEST_DRAWINGS, teach
from mnist_core.handwriting.personal_set import personal_set
from mnist_core.store.records import Run
from mnist_core.store.run_store import RunStore
from mnist_core.web.run_texts import count_text
from parts.shared.actions import act
from parts.shared.chosen_run import choose_run
from parts.shared.reader import Reader
from parts.shared.run_progress import progress_line
from parts.shared.texts import as_markdown

UNSEEN = "Cross-validated: each drawing was read by a copy that was not trained on it."
MNIST_TEST = "Share of MNIST's 10,000 test digits read correctly: was anything forgotten?"


def fine_tuning_card(store: RunStore, readers: list[Reader], kept: int) -> None:
    """Offer to fine-tune a copy of the main reader, and show the progress of the newest such run.

    Args:
        kept: drawings in the personal set.
    """
    copy = next(iter(store.taught(1)), None)
    parent = readers[0].run if readers else None
    with st.container(border=True):
        words, button = st.columns([7, 3], vertical_alignment="center")
        refusal = _refusal(parent, copy, kept)
        words.markdown(_sentence(parent, kept))
        if refusal:
            words.caption(refusal)
        if button.button(
            "Learn my handwriting",
            key="learn",
            type="primary",
            icon=":material/school:",
            width="stretch",
            disabled=bool(refusal),
        ):
            assert parent is not None
            act(lambda: teach(store, parent, personal_set(store)), show=st.error)
        if copy is not None:
            _copy(store, copy, reads=copy.id == (parent and parent.id))


def _sentence(parent: Run | None, kept: int) -> str:
    name = "a network" if parent is None else f"**{as_markdown(parent.name)}**"
    return (
        f"A copy of {name} trains for a few seconds on your {count_text(kept, 'drawing')}, each "
        "distorted a little differently every time, mixed with MNIST's digits so that it still "
        "reads those."
    )


def _refusal(parent: Run | None, copy: Run | None, kept: int) -> str:
    """Give why nothing can be learned now; "" where it can."""
    if copy is not None and copy.active:
        return f"{as_markdown(copy.name)} is learning now."
    if kept < FEWEST_DRAWINGS:
        return f"{count_text(FEWEST_DRAWINGS - kept, 'more drawing')} needed."
    if parent is None:
        return "No network can read yet."
    if parent.active or parent.state == "paused":
        return f"{as_markdown(parent.name)} is still training; wait until it has ended."
    return ""


def _copy(store: RunStore, copy: Run, *, reads: bool) -> None:
    """Show the state of a fine-tuned run; ``reads`` if it is the main reader."""
    taught = copy.taught
    assert taught is not None
    st.markdown(
        f"**{as_markdown(copy.name)}** · a copy of {as_markdown(taught.parent_name)} · "
        f"{count_text(taught.drawings, 'drawing')}"
    )
    if taught.before is None or taught.after is None or copy.active:
        progress_line(store, copy)
        if copy.epochs_done and not copy.active:
            _read_button(copy, reads=reads)
        return
    with st.grid(3, min_column_width=170, vertical_alignment="center"):
        before, after = taught.before, taught.after
        _metric("Your drawings, unseen", before.drawings, after.drawings, UNSEEN, decimals=1)
        _metric("MNIST's test digits", before.test, after.test, MNIST_TEST, decimals=2)
        _read_button(copy, reads=reads)


def _read_button(copy: Run, *, reads: bool) -> None:
    if st.button(
        "In use" if reads else "Read with it",
        key="read_with_it",
        icon=":material/check:" if reads else ":material/visibility:",
        disabled=reads,
    ):
        choose_run(copy.id)
        st.rerun()


def _metric(label: str, before: float, after: float, explanation: str, *, decimals: int) -> None:
    """Show a share after the fine-tuning, and by how many points it has changed.

    Args:
        decimals: as many as the number of digits that were read can tell apart.
    """
    points = f"{100 * (after - before):+.{decimals}f}"
    changed = float(points) != 0
    st.metric(
        label,
        f"{after:.{decimals}%}",
        f"{points} points" if changed else "as before",
        delta_color="normal" if changed else "off",
        delta_arrow="auto" if changed else "off",
        help=explanation,
        border=True,
    )

"""The Compare page's settings: which runs are listed, and how the curves are drawn."""

import streamlit as st

from mnist_core.compare.contenders import Contender, Metric
from mnist_core.figures.comparison_curves import TITLES
from mnist_core.store.run_list_queries import origins_in_use, tags_in_use
from mnist_core.store.run_store import RunStore
from mnist_core.web.comparison_charts import View
from parts.compare.state import (
    ALSO_SHOWN,
    OTHER_ORIGINS,
    TAGS,
    TOGETHER,
    WORDS,
    apply_put_together,
    keep_offered,
    pin,
    show_first_page,
)
from parts.shared.choices import choose_one
from parts.shared.ticked_runs import baseline


def list_settings(store: RunStore) -> None:
    """Draw what decides which runs the list shows."""
    apply_put_together()
    with st.sidebar:
        st.text_input(
            "Find runs",
            key=WORDS,
            placeholder="name, adam, 784-784, finished …",
            persist_state="session",
            on_change=show_first_page,
            help="Words of a run's name, notes, tags, state, owner or settings: optimizer=sgd.",
        )
        _choose_tags(store)
        _choose_origins(store)
        st.toggle(
            "Seeds together",
            True,
            key=TOGETHER,
            persist_state="session",
            on_change=show_first_page,
            help="Runs that differ in the seed alone are one line: mean ± standard deviation.",
        )


def _choose_origins(store: RunStore) -> None:
    """Draw a choice of where other runs are from, of what there is."""
    origins = [origin for origin in origins_in_use(store) if origin in OTHER_ORIGINS]
    keep_offered(ALSO_SHOWN, origins)
    if origins:
        st.pills(
            "Also show",
            origins,
            selection_mode="multi",
            format_func=OTHER_ORIGINS.__getitem__,
            key=ALSO_SHOWN,
            persist_state="session",
            on_change=show_first_page,
            help="Runs of sweeps, lessons and experiments are hidden unless chosen here or ticked.",
        )


def _choose_tags(store: RunStore) -> None:
    """Draw a choice of the tags in use, where there are any."""
    tags = tags_in_use(store)
    keep_offered(TAGS, tags)
    if tags:
        st.multiselect(
            "Tags",
            tags,
            key=TAGS,
            placeholder="any",
            persist_state="session",
            on_change=show_first_page,
            help="Only runs that have all of these tags; the ⋮ menu of a run changes its tags.",
        )


def curve_settings(contenders: list[Contender]) -> View:
    """Draw what decides how the ticked runs are compared."""
    with st.sidebar:
        st.subheader("Curves", anchor=False)
        metric: Metric = st.selectbox(
            "Metric",
            list(TITLES),
            format_func=TITLES.__getitem__,
            key="curve_metric",
            persist_state="session",
        )
        smoothing = st.slider(
            "Smoothing",
            0.0,
            0.95,
            0.0,
            0.05,
            key="smoothing",
            persist_state="session",
            help="Weight of a moving average; the unsmoothed curve stays faintly behind.",
        )
        published = st.toggle(
            "Slides' errors",
            True,
            key="published",
            persist_state="session",
            help="The test errors printed on the slides of Lessons, as dotted lines.",
        )
        _choose_baseline(contenders)
    return View(metric, smoothing, published, baseline=baseline() or "")


def _choose_baseline(contenders: list[Contender]) -> None:
    names = {"": "None"} | {contender.key: contender.name for contender in contenders}
    pinned = baseline() or ""
    choose_one(
        "Baseline",
        names,
        pinned if pinned in names else "",
        key=f"baseline_{pinned}_{len(names)}",
        on_choose=lambda run_id: pin(run_id or None),
        help="The ticked run that the others are measured against.",
    )

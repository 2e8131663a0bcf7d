"""What to do with a sweep's result: train the best again, or search closer around it."""

import streamlit as st

from mnist_core.setting_options import MAX_EPOCHS
from mnist_core.store.run_store import RunStore
from mnist_core.sweeps.best_trials import best_trial
from mnist_core.sweeps.records import Sweep, Trial
from mnist_core.sweeps.refine import narrow
from mnist_core.sweeps.retrain_best import MAX_SEEDS, retrain_best
from mnist_core.sweeps.sweep_store import sweep_trials
from mnist_core.web.trial_cache import trial_cache_of
from parts.shared.actions import act, attempt
from parts.shared.ticked_runs import open_compare
from parts.sweep.state import begin_new

TIMES_LONGER, SEEDS = 3, 5


def next_steps(store: RunStore, sweep: Sweep) -> None:
    """Offer the next steps; what is best is looked up when one is taken."""
    with st.container(horizontal=True, vertical_alignment="center"):
        with st.popover(
            "Train the best again, longer, on several seeds",
            icon=":material/military_tech:",
            key="best_menu",
            type="primary" if sweep.state == "finished" else "secondary",
        ):
            _retrain_best(store, sweep)
        if st.button(
            "Narrow around the best",
            key="narrow_sweep",
            icon=":material/center_focus_strong:",
            help="Fills the form of a new sweep with smaller ranges around the best trials.",
        ):
            act(lambda: _narrow(store, sweep))


def _retrain_best(store: RunStore, sweep: Sweep) -> None:
    best = best_trial(trial_cache_of(store, sweep).trials)
    epochs = sweep.plan.base.epochs if best is None else sweep.plan.config(best.params).epochs
    longer = st.number_input(
        "Epochs",
        1,
        MAX_EPOCHS,
        min(MAX_EPOCHS, TIMES_LONGER * epochs),
        key=f"best_epochs_{sweep.id}",
        help=f"The trials had {epochs}.",
    )
    seeds = st.number_input(
        "Seeds",
        1,
        MAX_SEEDS,
        SEEDS,
        key=f"best_seeds_{sweep.id}",
        help="Each seed is a run of its own; Compare shows their mean and spread.",
    )
    pressed = st.button(
        "Train the best again", key="train_best", icon=":material/play_arrow:", type="primary"
    )
    if pressed:
        _train(store, sweep, best_trial(sweep_trials(store, sweep.id)), longer, seeds)


def _train(store: RunStore, sweep: Sweep, best: Trial | None, epochs: int, seeds: int) -> None:
    if best is None:
        st.error("No trial has finished yet; wait for the first one.", icon=":material/error:")
        return

    def train() -> None:
        runs = retrain_best(store, sweep, best, epochs=epochs, seeds=seeds)
        open_compare([run.id for run in runs])

    attempt(train, show=st.error)


def _narrow(store: RunStore, sweep: Sweep) -> None:
    dimensions = narrow(sweep.plan, sweep_trials(store, sweep.id))
    begin_new(sweep.plan.model_copy(update={"dimensions": dimensions}))

"""An experiment: a question, a guess, a set of runs, and the chart and sentence that answer it."""

from collections.abc import Sequence

import streamlit as st

from mnist_core.lessons.answers import answer, judge_guess
from mnist_core.lessons.experiments import (
    Experiment,
    Point,
    left_paused,
    read_points,
    run_experiment,
    stop_experiment,
)
from mnist_core.lessons.lesson_runs import is_paused_by_another
from mnist_core.plural import number_text
from mnist_core.presets import SHORT_RUN
from mnist_core.store.run_store import RunStore
from mnist_core.web.feeds import EXPERIMENT
from mnist_core.web.lesson_feeds import ERRORS, SECONDS
from mnist_core.web.messages import Charts, Update
from mnist_core.web.progress_texts import why_it_waits
from mnist_core.web.run_texts import count_text
from parts.lessons.menu import lessons_button, title
from parts.shared.actions import act
from parts.shared.figure import draw_moving_figure
from parts.shared.live import follow_runs, read_feed
from parts.shared.ticked_runs import open_compare

LEFT = "Others have paused {runs} of it: Run the experiment begins the same as your own."


def experiment_page(store: RunStore, experiment: Experiment) -> None:
    """Draw an experiment from its question to its answer."""
    points = read_points(store, experiment)
    _heading(store, experiment, points)
    guess = _guess(experiment)
    st.fragment(_live)(store, experiment, points, guess)


def _heading(store: RunStore, experiment: Experiment, points: Sequence[Point]) -> None:
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    ):
        title(
            experiment.question,
            f"{len(points)} short runs, identical except for the {experiment.title.lower()} · "
            f"{SHORT_RUN.summary} · "
            f"{count_text(SHORT_RUN.epochs, 'epoch')} of {SHORT_RUN.train_size:,} digits",
        )
        with st.container(horizontal=True, width="content", gap="xsmall"):
            lessons_button(experiment.slug)
            _buttons(store, experiment, points)
    st.markdown(experiment.theory)


def _buttons(store: RunStore, experiment: Experiment, points: Sequence[Point]) -> None:
    if any(point.trial.awaited_by(store.person) for point in points):
        if st.button("Stop the rest", key="experiment_stop", icon=":material/stop:"):
            act(lambda: stop_experiment(store, experiment))
    elif not all(point.settled for point in points):
        if st.button(
            "Run the experiment",
            key="experiment_run",
            icon=":material/play_arrow:",
            type="primary",
        ):
            act(lambda: run_experiment(store, experiment))
    elif st.button("Run again with another seed", key="experiment_again", icon=":material/casino:"):
        act(lambda: run_experiment(store, experiment, again=True))


def _guess(experiment: Experiment) -> float | None:
    guess: float | None = st.pills(
        "Your guess: which is best?",
        experiment.values,
        format_func=number_text,
        key=f"guess_{experiment.slug}",
        persist_state="session",
    )
    return guess


def _live(
    store: RunStore, experiment: Experiment, drawn: Sequence[Point], guess: float | None
) -> None:
    """Draw charts, which follow the runs, and the answer; the runs' end redraws the whole page."""
    points = read_points(store, experiment)
    if _marks(store, points) != _marks(store, drawn):
        st.rerun()
    runs = [run for point in points for run in point.trial.runs]
    follow_runs(store, runs, key="runs_of_experiment", epochs=False)
    _progress(store, points)
    guessed = "" if guess is None else str(guess)
    charts = read_feed(store, EXPERIMENT, experiment=experiment.slug, guess=guessed)
    with st.grid(2 if experiment.timed else 1, min_column_width=330, border=True):
        _chart(charts, ERRORS, f"Test error by {experiment.title.lower()}")
        if experiment.timed:
            _chart(charts, SECONDS, f"Time per epoch by {experiment.title.lower()}")
    _answer(experiment, points, guess)


def _chart(update: Update, name: str, alt: str) -> None:
    charts = update.state
    assert isinstance(charts, Charts)
    key = f"experiment_{name}"
    draw_moving_figure(update, name, key=key, alt=alt, height=charts.height(name))


def _progress(store: RunStore, points: Sequence[Point]) -> None:
    known = [run for point in points for run in point.trial.runs if run.state != "stopped"]
    runs = [run for run in known if not is_paused_by_another(run, store.person)]
    waiting = [run for run in runs if run.state in ("queued", "training", "paused")]
    left = left_paused(points, store.person)
    done, total = len(runs) - len(waiting), len(runs) + len(left)
    if waiting and not any(run.progress for run in waiting) and not done:
        st.progress(0.0, text=why_it_waits(store))
    elif total:
        st.progress(done / total, text=f"{done} of {total} runs")
    if left:
        st.caption(f":material/pause: {LEFT.format(runs=count_text(len(left), 'run'))}")


def _answer(experiment: Experiment, points: Sequence[Point], guess: float | None) -> None:
    if not (words := answer(experiment, points)):
        return
    with st.container(border=True):
        st.markdown(f":material/lightbulb: {words}")
        if guess is not None and (judged := judge_guess(guess, points)):
            st.markdown(f":material/front_hand: {judged}")
        measured = [point.trial.measured[0].id for point in points if point.trial.measured]
        if st.button("Open in Compare", key="experiment_compare", type="tertiary"):
            open_compare(measured)


def _marks(store: RunStore, points: Sequence[Point]) -> object:
    """Give what the buttons and the list of lessons depend on."""
    awaited = any(point.trial.awaited_by(store.person) for point in points)
    return [run.id for point in points for run in point.trial.runs], awaited

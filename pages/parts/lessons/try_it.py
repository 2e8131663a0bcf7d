"""Your turn: the one or two settings that a lesson is about, to turn and to train with."""

from collections.abc import Sequence

import streamlit as st

from mnist_core.compare.contenders import Contender
from mnist_core.figures.final_errors import final_errors
from mnist_core.lessons.lesson_runs import Trial, read_trials, train, withdraw
from mnist_core.lessons.slides import Choice, Control, Lesson
from mnist_core.lessons.variants import choice_text, variants, with_choices
from mnist_core.plural import number_text
from mnist_core.setting_descriptions import setting_help
from mnist_core.store.records import Run
from mnist_core.store.run_store import RunStore
from parts.shared.actions import act
from parts.shared.figure import draw_figure
from parts.shared.live import follow_runs
from parts.shared.run_progress import progress_line
from parts.shared.texts import as_markdown

MOST_SHOWN = 12
AS_TAUGHT = "as in the lesson"


def tries(store: RunStore, lesson: Lesson) -> None:
    """Draw the lesson's controls, what is being trained with them, and how it compares."""
    with st.container(border=True):
        st.subheader("Your turn", anchor=False)
        st.markdown(lesson.question)
        _controls(store, lesson)
        drawn = _tried(store, lesson)
        st.fragment(_live)(store, lesson, drawn)


def _controls(store: RunStore, lesson: Lesson) -> None:
    count = len(lesson.controls)
    *places, button = st.columns([3] * count + [2], vertical_alignment="bottom")
    choices = {}
    for control, place in zip(lesson.controls, places, strict=True):
        with place:
            choices[control.name] = _widget(lesson, control)
    if button.button(
        "Train with this", key="try_train", icon=":material/play_arrow:", width="stretch"
    ):
        act(lambda: _train(store, lesson, choices))


def _widget(lesson: Lesson, control: Control) -> Choice:
    """Draw a control; its words for a value are those that the run will be called by."""
    key = f"try_{lesson.slug}_{control.name}"
    explained = "hidden_units" if control.name in ("layers", "neurons") else control.name
    if control.name == "optimizer":
        return st.selectbox(
            control.label,
            control.choices,
            control.choices.index(control.first),
            key=key,
            persist_state="session",
            help=setting_help(explained),
        )
    return st.select_slider(
        control.label,
        control.choices,
        control.first,
        format_func=_value_text,
        key=key,
        persist_state="session",
        help=setting_help(explained),
    )


def _value_text(value: Choice) -> str:
    if value is None:
        return "Keras' default"
    return number_text(value) if isinstance(value, int | float) else str(value)


def _train(store: RunStore, lesson: Lesson, choices: dict[str, Choice]) -> None:
    config = with_choices(lesson.preset.config, choices)
    (trial,) = read_trials(store, [config])
    train(store, trial, f"lesson {lesson.number} {choice_text(lesson, choices)}")


def _tried(store: RunStore, lesson: Lesson) -> dict[str, Trial]:
    """Find what was trained with the lesson's controls, the lesson itself first."""
    names = {lesson.preset.config: AS_TAUGHT, **variants(lesson)}
    trials = read_trials(store, list(names))
    known = {names[trial.config]: trial for trial in trials if trial.runs}
    return dict(list(known.items())[:MOST_SHOWN])


def _live(store: RunStore, lesson: Lesson, drawn: dict[str, Trial]) -> None:
    """Draw the state of the tries; the end of one redraws the whole page."""
    tried = _tried(store, lesson)
    if _marks(tried) != _marks(drawn):
        st.rerun()
    runs = [run for trial in tried.values() for run in trial.runs]
    follow_runs(store, runs, key="tried_runs", epochs=False)
    own = {name: trial for name, trial in tried.items() if name != AS_TAUGHT}
    _progress(store, own)
    _failures(own)
    contenders = [
        _contender(name, trial, place) for place, (name, trial) in enumerate(tried.items())
    ]
    if own and contenders:
        draw_figure(
            final_errors([each for each in contenders if each.final_error is not None]),
            key="tries_chart",
            alt="Test errors of this lesson and of what was tried instead, best first",
        )


def _progress(store: RunStore, tried: dict[str, Trial]) -> None:
    awaited = {name: each.awaited_by(store.person) for name, each in tried.items()}
    waiting = {name: run for name, run in awaited.items() if run is not None}
    for name, run in list(waiting.items())[:1]:
        more = f" · {len(waiting) - 1} more queued" if len(waiting) > 1 else ""
        with st.container(
            horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
        ):
            st.markdown(f"**{name}**{more}", width="content")
            if st.button("Stop", key="try_stop", icon=":material/stop:"):
                act(lambda: _stop_all(store, list(waiting.values())))
        progress_line(store, run, key="try_progress")


def _stop_all(store: RunStore, runs: Sequence[Run]) -> None:
    for run in runs:
        if store.person.may_change(run.owner):
            withdraw(store, run)


def _failures(tried: dict[str, Trial]) -> None:
    for name, trial in tried.items():
        if trial.failed is not None:
            st.error(as_markdown(f"{name}: {trial.failed.message}"), icon=":material/error:")


def _contender(name: str, trial: Trial, place: int) -> Contender:
    """Make one line of a comparison of what was tried."""
    runs = trial.measured or trial.runs[-1:]
    return Contender(runs[0].id, name, runs, tuple(() for _ in runs), place)


def _marks(tried: dict[str, Trial]) -> object:
    runs = [run for trial in tried.values() for run in trial.runs]
    return [(run.id, "active" if run.active else run.state, run.request) for run in runs]

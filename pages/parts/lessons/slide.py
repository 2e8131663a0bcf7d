"""One slide as a lesson: its idea, one button, the slide's numbers beside the measured ones."""

from functools import partial

import streamlit as st

from mnist_core.figures.lesson_deck import DeckRow, deck_chart
from mnist_core.figures.network_diagram import network_diagram
from mnist_core.lessons.lesson_runs import Trial, read_trial, read_trials, train
from mnist_core.lessons.slides import LESSONS, Lesson
from mnist_core.lessons.texts import facts, take_away
from mnist_core.store.histories import read_histories
from mnist_core.store.records import Epoch
from mnist_core.store.run_store import RunStore
from mnist_core.web.feeds import LESSON
from mnist_core.web.lesson_numbers import lesson_mark
from mnist_core.web.run_texts import count_text
from parts.lessons.buttons import run_buttons
from parts.lessons.menu import lessons_button, title
from parts.lessons.try_it import tries
from parts.shared.figure import draw_figure
from parts.shared.live import follow_page, read_feed
from parts.shared.open_run import open_buttons
from parts.shared.run_curves import live_curves
from parts.shared.run_progress import progress_line
from parts.shared.table import draw_table
from parts.shared.tiles import draw_tiles


def slide_page(store: RunStore, lesson: Lesson) -> None:
    """Draw a lesson from its idea to what the reader may try."""
    trial = read_trial(store, lesson.preset.config)
    _heading(store, lesson, trial)
    _live(store, lesson, trial)
    _outcome(store, lesson, trial)
    tries(store, lesson)


def _heading(store: RunStore, lesson: Lesson, trial: Trial) -> None:
    config = lesson.preset.config
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    ):
        title(
            lesson.title,
            f"Lesson {lesson.number} of {len(LESSONS)} · {config.summary} · "
            f"{count_text(config.epochs, 'epoch')}",
        )
        with st.container(horizontal=True, width="content", gap="xsmall"):
            lessons_button(lesson.slug)
            run_buttons(store, trial, "lesson", start=partial(_start, store, lesson, trial))
    with st.container(gap="small"):
        st.badge(lesson.new, icon=":material/add_circle:")
        st.markdown(lesson.theory)


def _start(store: RunStore, lesson: Lesson, trial: Trial) -> None:
    train(store, trial, lesson.run_name)


def _live(store: RunStore, lesson: Lesson, trial: Trial) -> None:
    """Draw what moves by itself; what concerns the rest of the page runs its script again."""
    numbers = read_feed(store, LESSON, lesson=lesson.slug)
    follow_page(numbers, lesson_mark(trial), key="lesson_runs")
    run = trial.shown
    if run is not None:
        progress_line(store, run)
    draw_tiles(numbers, key="lesson_numbers")
    if run is None or run.state == "failed":
        with st.container(border=True):
            draw_figure(
                network_diagram(lesson.preset.config),
                key="lesson_diagram",
                alt=f"A network of layers with {lesson.preset.config.layout} neurons",
            )
    else:
        live_curves(store, run)
    st.caption(f":material/visibility: {lesson.look}")


def _outcome(store: RunStore, lesson: Lesson, trial: Trial) -> None:
    """Draw what it shows, and set all numbers of the deck side by side."""
    deck = dict(
        zip(
            [each.slug for each in LESSONS],
            read_trials(store, [each.preset.config for each in LESSONS]),
            strict=True,
        )
    )
    epochs = _histories(store, deck)
    with st.grid(2, min_column_width=330, border=True):
        with st.container():
            _table(lesson, deck[lesson.slug], epochs[lesson.slug])
            if words := take_away(lesson, deck, epochs):
                st.markdown(f":material/lightbulb: {words}")
            if trial.measured:
                open_buttons(trial.measured[-1], "lesson_open_", kind="tertiary")
        draw_figure(
            deck_chart([_row(each, deck[each.slug], lesson) for each in LESSONS]),
            key="deck_chart",
            alt="Test error of each lesson, on the slide and measured",
        )


def _histories(store: RunStore, deck: dict[str, Trial]) -> dict[str, list[Epoch]]:
    """Read the epochs of each lesson's newest measured run."""
    ids = {slug: trial.measured[-1].id for slug, trial in deck.items() if trial.measured}
    epochs = read_histories(store, list(ids.values()))
    return {slug: epochs[ids[slug]] if slug in ids else [] for slug in deck}


def _table(lesson: Lesson, trial: Trial, history: list[Epoch]) -> None:
    rows = facts(lesson, trial, history)
    st.markdown("**On the slide and measured**")
    draw_table(
        {
            "": [fact.name for fact in rows],
            "On the slide": [fact.published for fact in rows],
            "Measured": [fact.measured for fact in rows],
        },
        alt="The published numbers of this slide beside the measured ones",
        strong="Measured",
    )


def _row(lesson: Lesson, trial: Trial, here: Lesson) -> DeckRow:
    name = f"{lesson.number} · {lesson.title}"
    published = lesson.preset.published_error_percent
    return DeckRow(name, published, trial.error, here=lesson is here)

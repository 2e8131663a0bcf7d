"""The list of lessons in the sidebar, each with a link of its own and what it has given so far."""

from pathlib import Path

import streamlit as st

from mnist_core.lessons.experiments import EXPERIMENTS, read_points
from mnist_core.lessons.lesson_runs import read_trials
from mnist_core.lessons.slides import LESSONS
from mnist_core.quoting import quoted
from mnist_core.store.run_store import RunStore
from parts.shared.component import component
from parts.shared.settings_button import settings_button

PARAMETER = "lesson"
HOW_IT_WORKS = "how-it-works"
# Labels stay as they are: Streamlit recognises the chosen entry by its label.
TITLES = {
    **{lesson.slug: f"{lesson.number} · {lesson.title}" for lesson in LESSONS},
    **{each.slug: f":material/science: {each.title}" for each in EXPERIMENTS},
    HOW_IT_WORKS: ":material/code: How it works",
}
FIRST = LESSONS[0].slug


def choose_lesson(store: RunStore) -> str:
    """Draw the list and give the chosen lesson's slug; it is in the link as well."""
    _follow_link()
    with st.sidebar:
        slug: str = st.radio(
            "Lesson",
            list(TITLES),
            format_func=TITLES.__getitem__,
            captions=_captions(store),
            key="lesson",
            persist_state="session",
        )
    if st.query_params.to_dict() != {PARAMETER: slug}:
        st.query_params.from_dict({PARAMETER: slug})
    st.session_state["lesson_link"] = slug
    return slug


def title(text: str, about: str) -> None:
    """Draw a lesson's title, and in small what it is about."""
    with st.container(width="content", gap=None):
        with st.container(horizontal=True, width="content"):  # or it stands lower than elsewhere
            st.header(text, anchor=False, width="content")
        st.caption(about)


def lessons_button(slug: str) -> None:
    """Draw a button that opens the list where the sidebar is closed; another lesson closes it."""
    settings_button(slug, name="Lessons", icon="format_list_bulleted")


def lesson_problem() -> str:
    """Give what is wrong with this session's link, once; else ""."""
    return str(st.session_state.pop("lesson_problem", ""))


def turn_pages(slug: str) -> None:
    """Offer the lesson before and the one after, as one clicks through a talk."""
    slugs = list(TITLES)
    place = slugs.index(slug)
    with st.container(horizontal=True, horizontal_alignment="distribute", key="turn_pages"):
        before = slugs[place - 1] if place else None
        after = slugs[place + 1] if place + 1 < len(slugs) else None
        _turn("previous_lesson", before, ":material/arrow_back:", "left")
        _scroll_to_top(slug)
        _turn("next_lesson", after, ":material/arrow_forward:", "right")


def _turn(key: str, slug: str | None, icon: str, side: str) -> None:
    if slug is None:
        st.space("small")
        return
    if st.button(TITLES[slug], key=key, icon=icon, icon_position=side):  # type: ignore[arg-type]
        st.session_state["turned_to"] = slug
        st.rerun()


def _scroll_to_top(shown: str) -> None:
    """Scroll to the top once ``shown`` is another text than before.

    Streamlit stays where it was scrolled to when a page is drawn again.
    """
    top = component(Path(__file__).with_name("scroll_to_top.js"), "<span></span>")
    top(key="page_top", data={"shown": shown}, width=1, height=1)


def _follow_link() -> None:
    """Take the lesson from a link that has just been opened, or from a turned page."""
    state = st.session_state
    if "turned_to" in state:
        state["lesson"] = state.pop("turned_to")
        return
    asked = st.query_params.get(PARAMETER)
    if asked is None or asked == state.get("lesson_link"):
        return
    state["lesson"] = asked if asked in TITLES else FIRST
    if asked not in TITLES:
        state["lesson_problem"] = f"No lesson is called {quoted(asked)}; this is the first one."


def _captions(store: RunStore) -> list[str]:
    """Give for each entry what was measured, so that one sees what is done."""
    trials = read_trials(store, [lesson.preset.config for lesson in LESSONS])
    errors = [f":material/check: {each.error.mean:.2f}%" if each.error else "" for each in trials]
    settled = [
        all(point.settled for point in read_points(store, experiment)) for experiment in EXPERIMENTS
    ]
    return [*errors, *(":material/check: answered" if done else "" for done in settled), ""]

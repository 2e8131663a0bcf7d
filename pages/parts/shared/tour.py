"""A tour of the lab in five steps: each a card at the top of the page that it speaks of."""

from dataclasses import dataclass

import streamlit as st

from mnist_core.store.run_store import RunStore
from parts.shared.menu_pages import COMPARE, DRAW, LESSONS, TRAIN, MenuPage
from parts.shared.page_visits import shown_page

STEP, DECLINED = "tour_step", "tour_declined"


@dataclass(frozen=True)
class TourStep:
    """What one card says, and above which page it stands."""

    page: MenuPage
    title: str
    text: str


STEPS = (
    TourStep(
        TRAIN,
        "Train a network",
        "The settings at the left (on a phone: press Settings) make a network that works. Press"
        " **Train**: it begins to learn from handwritten digits, and goes on wherever you click.",
    ),
    TourStep(
        TRAIN,
        "Watch it learn",
        "Once a run trains, its curves are here. With each epoch, a pass over the training digits,"
        " the loss falls and the accuracy rises. The blue curve is for the training digits, the"
        " orange one for digits that it is not trained on.",
    ),
    TourStep(
        DRAW,
        "Draw a digit",
        "Write one with the mouse or a finger. Beside it stand the pixels that the network gets,"
        " its answer, and how sure it is. Where it is wrong, say so below: it can learn from that.",
    ),
    TourStep(
        COMPARE,
        "Compare two runs",
        "Train a second network with one setting changed, such as more neurons. Tick both in the"
        " table: their curves and errors, and what sets them apart, stand side by side.",
    ),
    TourStep(
        LESSONS,
        "Go on with the lessons",
        "Six lessons lead from a simple network to deeper ones, each with one button. Later,"
        " **Diagnose** shows what a network gets wrong, and **Sweep** tries many settings for you.",
    ),
)


def show_tour(store: RunStore, shown: MenuPage) -> None:
    """Draw the step that speaks of this page, or on Train the offer of the tour to a newcomer."""
    step = _step_on(shown)
    if step is not None:
        _card(step)
    elif shown is TRAIN and _is_new(store):
        _offer()


def begin_tour() -> None:
    """Open the first step."""
    _go_to(0)


def _step_on(shown: MenuPage) -> int | None:
    """Give the step that is shown here; who goes on by the menu takes the tour along."""
    step: int | None = st.session_state.get(STEP)
    if step is None or STEPS[step].page is shown:
        return step
    here = [number for number, each in enumerate(STEPS) if each.page is shown]
    if not here:
        return None
    st.session_state[STEP] = here[0]
    return here[0]


def _is_new(store: RunStore) -> bool:
    """Return whether no run has been begun here yet, nor the tour declined in this tab."""
    return DECLINED not in st.session_state and store.count() == 0


def _offer() -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="tour_offer"):
        text = f":material/explore: New here? A tour of {len(STEPS)} steps shows the lab."
        st.markdown(text, width="content")
        if st.button("Begin the tour", key="tour_begin"):
            begin_tour()
        if st.button("No, thanks", key="tour_decline", type="tertiary"):
            st.session_state[DECLINED] = True
            st.rerun()


def _card(step: int) -> None:
    now = STEPS[step]
    with st.container(border=True, gap="small", key="tour_card"):
        st.markdown(f":material/explore: **{now.title}** · :small[step {step + 1} of {len(STEPS)}]")
        st.markdown(now.text)
        with st.container(horizontal=True, gap="small"):
            if st.button("Back", key="tour_back", disabled=step == 0):
                _go_to(step - 1)
            last = step + 1 == len(STEPS)
            if st.button("Done" if last else "Next", key="tour_next", type="primary"):
                _end() if last else _go_to(step + 1)
            if not last and st.button("End the tour", key="tour_end", type="tertiary"):
                _end()


def _go_to(step: int) -> None:
    st.session_state[STEP] = step
    page = STEPS[step].page
    if page.name == shown_page():
        st.rerun()
    st.switch_page(page.file)


def _end() -> None:
    st.session_state.pop(STEP)
    st.session_state[DECLINED] = True
    st.rerun()

"""Which of the page's views is shown: by a link, a click, or a presenter's clicker."""

import streamlit as st

from mnist_core.quoting import quoted
from parts.shared.menu_pages import PRESENTER
from parts.shared.page_visits import just_entered
from parts.shared.texts import as_markdown

VIEW, BEFORE, PARAMETER = "presenter_view", "presenter_view_before", "view"
RUN, DRAWING, SENT, NEWEST, BOARD = "run", "drawing", "sent", "newest", "board"
TITLES = {
    RUN: "Run",
    DRAWING: "Drawing",
    SENT: "From the room",
    NEWEST: "Newest runs",
    BOARD: "Board",
}
VIEWS = tuple(TITLES)


def shown_view() -> str:
    """Give the view: of the link at first, then what was chosen or turned to."""
    linked = st.query_params.get(PARAMETER)
    if st.session_state.get(VIEW) not in VIEWS:
        if linked not in (None, *VIEWS):
            problem = f"Presenter has no view {quoted(linked)}; there are {', '.join(VIEWS)}."
            st.toast(as_markdown(problem), icon=":material/link_off:")
        st.session_state[VIEW] = linked if linked in VIEWS else VIEWS[0]
    view = str(st.session_state[VIEW])
    if linked != view:
        st.query_params[PARAMETER] = view
    return view


def just_turned_to(view: str) -> bool:
    """Note that a view is drawn, and return whether another was before it, or another page."""
    before = st.session_state.get(BEFORE)
    st.session_state[BEFORE] = view
    return before != view or just_entered(PRESENTER.name)


def turn(steps: int) -> None:
    """Go on by so many views, or back; after the last comes none."""
    place = VIEWS.index(st.session_state.get(VIEW, VIEWS[0])) + steps
    st.session_state[VIEW] = VIEWS[min(max(place, 0), len(VIEWS) - 1)]


def _choose(key: str) -> None:
    st.session_state[VIEW] = st.session_state[key]


def view_bar() -> None:
    """Draw the views to choose one, which keys to press, and the way out.

    The choice is another widget in each view: a browser that is slow to draw the one that a key has
    turned to would send the view before it with the next key, as if somebody had chosen it.
    """
    view = st.session_state[VIEW]
    with st.container(horizontal=True, vertical_alignment="center", key="presenter_bar"):
        st.segmented_control(
            "View",
            VIEWS,
            format_func=TITLES.__getitem__,
            default=view,
            required=True,
            key=f"{VIEW}_{view}",
            label_visibility="collapsed",
            on_change=_choose,
            args=(f"{VIEW}_{view}",),
        )
        if st.button("Leave", key="leave_presenter", type="tertiary", icon=":material/close:"):
            st.switch_page("train.py")
        st.caption("→ or Page Down: next · ← or Page Up: back", width="content")

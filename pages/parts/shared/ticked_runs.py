"""The runs that are ticked for a comparison in this tab, and the one that others are measured
against."""

import streamlit as st

MAX_TICKED = 100
TICKED, BASELINE, BEGUN = "ticked", "baseline", "begun_before_ticking"


def ticked() -> list[str]:
    """Give the ids of the ticked runs, in the order in which they were ticked."""
    return list(st.session_state.get(TICKED, []))


def tick(run_ids: list[str]) -> None:
    """Tick these runs and no others."""
    if len(run_ids) > MAX_TICKED:
        st.toast(
            f"At most {MAX_TICKED} runs can be compared; the others were not ticked.",
            icon=":material/info:",
        )
    st.session_state[TICKED] = run_ids[:MAX_TICKED]


def never_ticked() -> bool:
    """Return whether nothing has been ticked or unticked in this tab yet."""
    return TICKED not in st.session_state


def tick_begun(run_id: str) -> None:
    """Tick a run that was begun in this tab beside what is ticked, or will be at first."""
    if never_ticked():
        st.session_state[BEGUN] = [*begun_before_ticking(), run_id]
    else:
        tick([*ticked(), run_id])


def begun_before_ticking() -> list[str]:
    """Give the runs that were begun in this tab before anything was ticked."""
    return list(st.session_state.get(BEGUN, []))


def baseline() -> str | None:
    """Give the run that others are measured against, while it is ticked."""
    pinned = chosen_baseline()
    return pinned if pinned in ticked() else None


def chosen_baseline() -> str | None:
    """Give the run that was made the baseline, ticked or not."""
    pinned: str | None = st.session_state.get(BASELINE)
    return pinned


def choose_baseline(run_id: str | None) -> None:
    """Make a run the baseline, or none."""
    st.session_state[BASELINE] = run_id


def open_compare(run_ids: list[str]) -> None:
    """Open Compare with these runs ticked, and no baseline."""
    tick(run_ids)
    choose_baseline(None)
    st.switch_page("compare.py", query_params={"ticked": ",".join(run_ids[:MAX_TICKED])})

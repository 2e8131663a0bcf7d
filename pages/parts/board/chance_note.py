"""How the board tells a difference from chance, in words."""

import streamlit as st

from mnist_core.compare.room_board import Board

IN_SHORT = (
    "Mean test error over the seeds of a group: runs that differ in the seed alone. Between two "
    "lines all share a rank: their gap to the best of it may be chance. A single seed stands "
    "behind every group of several seeds that it may equal; repeat it with more to find out."
)


def in_short() -> None:
    """Say what is ranked, and what a shared rank means."""
    st.caption(IN_SHORT)


def chance_note(board: Board) -> None:
    """Offer the rule in full, with the sources of its methods."""
    with st.expander("How chance is told from a difference", icon=":material/casino:"):
        st.markdown(
            "- **Band:** two standard errors of the mean to either side.\n"
            "- **Two groups of several seeds:** Welch's t-test (1947). Their ranks differ where "
            "equal means would show such a gap in less than one case of twenty.\n"
            "- **A single seed** against another group: the gap beside two standard errors of the "
            "difference. How far seeds scatter is known of the slides' systems; for all others it "
            f"is {_assumed(board)}, or what chance makes of reading 10,000 digits (binomial; "
            "Dietterich, 1998), whichever is larger.\n"
            "- Each pair is judged by itself: among very many runs some are ahead by chance."
        )


def _assumed(board: Board) -> str:
    if board.pooled_deviation is None:
        return "what the groups of several seeds scatter, once there are some"
    return (
        f"what the board's groups of several seeds scatter, {board.pooled_deviation:.2f} points "
        "(pooled; Fisher, 1925)"
    )

"""How reading suffers when digits are noisy, turned, shifted, thinner or thicker."""

import streamlit as st

from mnist_core.analysis.robustness import DISTORTIONS, Robustness
from mnist_core.figures.robustness import robustness_curve
from parts.shared.figure import draw_figure


def robustness_tab(robustness: Robustness | None) -> None:
    """Draw accuracy against each distortion's level; empty axes until it is measured."""
    if robustness is not None:
        st.caption(
            f"On {robustness.count:,} test digits; the hollow point is the digits untouched."
        )
    with st.grid(2, min_column_width=330, border=True):
        for kind, distortion in DISTORTIONS.items():
            draw_figure(
                robustness_curve(robustness, kind),
                key=f"robust_{kind}",
                alt=f"Accuracy by {distortion.title}",
            )

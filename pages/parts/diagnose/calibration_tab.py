"""Calibration: whether confidence matches accuracy, and what "I don't know" would save."""

import numpy as np
import streamlit as st

from mnist_core.analysis.calibration import (
    RefusalCurve,
    overconfidence,
    refusal_curve,
    reliability,
    threshold_for_error,
)
from mnist_core.analysis.evaluation import Evaluation
from mnist_core.figures.calibration import refusal_curve_chart, reliability_curve
from parts.shared.figure import draw_figure
from parts.shared.test_digits import mnist_test

FEW_ERRORS = 0.005


def calibration_tab(evaluation: Evaluation) -> None:
    """Draw the reliability curve, the refusal curve, and one threshold's numbers."""
    probabilities, truth = evaluation.probabilities, mnist_test().labels
    measured, curve = reliability(probabilities, truth), refusal_curve(probabilities, truth)
    gap = 100 * measured.expected_calibration_error
    lean = _overconfidence_text(100 * overconfidence(probabilities, truth))
    st.markdown(f"{lean} · expected calibration error {gap:.1f} points")
    with st.grid(2, min_column_width=330, border=True):
        draw_figure(
            reliability_curve(measured),
            key="reliability",
            alt="Calibration: accuracy by confidence",
        )
        draw_figure(
            refusal_curve_chart(curve),
            key="refusal",
            alt="Error and share of answered digits by confidence threshold",
        )
    _threshold(curve)


def _overconfidence_text(points: float) -> str:
    if round(abs(points), 1) == 0:
        return "Neither over- nor underconfident on average"
    way = "Overconfident" if points > 0 else "Underconfident"
    return f"{way} by **{abs(points):.1f} points** on average"


def _threshold(curve: RefusalCurve) -> None:
    percent = st.slider(
        'Say "I don\'t know" below',
        0,
        100,
        80,
        format="%d%%",
        key="threshold",
        persist_state="session",
        help="The lowest confidence with which an answer is given.",
    )
    place = int(np.searchsorted(curve.thresholds, percent / 100 - 1e-9))
    error = curve.error[place]
    st.caption(_threshold_for(curve))
    with st.grid(3, min_column_width=150):
        st.metric("Answered", f"{curve.answered[place]:.1%}", border=True)
        st.metric("Refused", f"{1 - curve.answered[place]:.1%}", border=True)
        st.metric(
            "Error of answered digits", "–" if np.isnan(error) else f"{error:.2%}", border=True
        )


def _threshold_for(curve: RefusalCurve) -> str:
    threshold = threshold_for_error(curve, FEW_ERRORS)
    if threshold is None:
        return f"No threshold brings the error down to {FEW_ERRORS:.1%}."
    refused = 1 - curve.answered[int(np.searchsorted(curve.thresholds, threshold - 1e-9))]
    return (
        f"For an error of at most {FEW_ERRORS:.1%}, refuse answers below {threshold:.0%} "
        f"confidence: {refused:.1%} of all digits."
    )

"""What to do when something does not work, a question at a time."""

import streamlit as st

ANSWERS = (
    (
        "A run waits and does not begin.",
        "Runs wait for a free training process; the line below the run's name says more. After the"
        " lab has been started, the first run waits some seconds longer, until Keras is loaded.",
    ),
    (
        "The error does not fall, or a run diverges.",
        "Lower the learning rate, or leave it empty for Keras' default. Diagnose says what to"
        " try next, and fills the form in.",
    ),
    (
        "My digit is misread.",
        "Draw offers to train the `reader` preset, which is made for real handwriting. Say what"
        " your drawing is, and let a copy of the network learn your handwriting. A hand that leans"
        " is read upright by a run whose Normalization, under More settings, is Slant.",
    ),
    (
        "A page no longer changes.",
        "Where it says that it is not live, it connects again by itself; else reload it. Nothing is"
        " lost: runs go on without the page, and a link opens the same experiment again.",
    ),
    (
        "Everything is slow.",
        "Training takes what the machine has. Pause a run or a sweep, or choose fewer neurons and a"
        " larger batch.",
    ),
    (
        "I want to start again with an empty lab.",
        "End the lab, move its home folder (below) elsewhere, and open the lab again.",
    ),
)


def what_to_do() -> None:
    """List the questions; a click opens an answer."""
    with st.container(gap="xsmall"):
        for question, answer in ANSWERS:
            with st.expander(question):
                st.markdown(answer)

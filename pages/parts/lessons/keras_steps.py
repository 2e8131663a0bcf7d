"""How it works: Keras' steps from the digits to the error, each with its lines of the script."""

import streamlit as st

from mnist_core.export.keras_script import config_script
from mnist_core.export.script_steps import Step, script_steps
from mnist_core.presets import PRESETS
from parts.lessons.menu import HOW_IT_WORKS, lessons_button

KERAS_STEPS = ("Load", "Preprocess", "Define", "Compile", "Fit", "Evaluate")


def steps_page() -> None:
    """Draw the six steps for a preset's settings, with what lies between them folded away."""
    with st.container(horizontal=True, horizontal_alignment="distribute", wrap=False):
        st.header("How it works", anchor=False, width="content")
        lessons_button(HOW_IT_WORKS)
    st.markdown(
        "Whatever the settings, Keras takes the same six steps. These are the lines of the script "
        "that the Train page writes for a run; it reproduces the run's numbers without the lab."
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.selectbox(
            "Settings of",
            list(PRESETS),
            format_func=lambda name: PRESETS[name].title,
            key="steps_preset",
            persist_state="session",
        )
        source = config_script(PRESETS[name].config)
        st.download_button(
            "Download the script",
            source,
            f"{name}.py",
            "text/x-python",
            key="download_steps",
            icon=":material/download:",
            on_click="ignore",
        )
    st.caption(PRESETS[name].config.summary)
    for step in script_steps(source):
        _step(step)


def _step(step: Step) -> None:
    """Draw a step of Keras' own open, and one that only serves it closed."""
    if step.name not in KERAS_STEPS:
        with st.expander(f"{step.name}: {step.sentence}"):
            st.code(step.code, language="python")
        return
    number = KERAS_STEPS.index(step.name) + 1
    with st.container(border=True):
        st.subheader(f"{number} · {step.name}", anchor=False)
        st.markdown(step.sentence)
        st.code(step.code, language="python")

"""Below the curves: the run's network and its script."""

import streamlit as st

from mnist_core.config import RunConfig
from mnist_core.export.keras_script import config_script, keras_script
from mnist_core.figures.network_diagram import network_diagram
from mnist_core.network.architecture import layer_rows, parameter_count
from mnist_core.store.records import Run
from parts.shared.figure import draw_figure
from parts.shared.table import draw_table
from parts.shared.texts import as_markdown

SCRIPT_HEIGHT = 480


def network_tab(config: RunConfig, whose: str) -> None:
    """Show a network: picture, table and total.

    Args:
        whose: a sentence that says which network it is.
    """
    st.caption(whose)
    with st.grid(2, min_column_width=330):
        draw_figure(
            network_diagram(config),
            key="network_diagram",
            alt=f"A network of layers with {config.layout} neurons",
        )
        with st.container():
            draw_table(
                {
                    "Layer": [f"{row.name} ({row.kind})" for row in layer_rows(config)],
                    "Output shape": [f"(None, {row.units})" for row in layer_rows(config)],
                    "Parameters": [f"{row.parameters:,}" for row in layer_rows(config)],
                },
                alt="Keras' summary of the network",
            )
            st.markdown(f"**{parameter_count(config):,}** parameters in all")


def script_tab(run: Run | None, config: RunConfig) -> None:
    """Show the Keras script of exactly this run, to copy and to download."""
    source = config_script(config) if run is None else keras_script(run)
    name = "digits" if run is None else run.name
    whose = "for these settings" if run is None else f"of {as_markdown(name)}"
    note = f"Keras script {whose}. It gives the same numbers without the lab."
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        st.caption(note, width="content")
        st.download_button(
            "Download",
            source,
            f"{name}.py",
            "text/x-python",
            key="download_script",
            icon=":material/download:",
            on_click="ignore",
        )
    st.code(source, language="python", height=SCRIPT_HEIGHT)

"""The Train page with a run: how it goes, and below that its network, log, script and files."""

import streamlit as st

from mnist_core.config import RunConfig
from mnist_core.store.records import Run
from mnist_core.store.run_store import RunStore
from parts.shared.texts import as_markdown
from parts.train.header import run_header
from parts.train.live import live_log, live_run
from parts.train.tabs import network_tab, script_tab


def watched_run(store: RunStore, run: Run, config: RunConfig) -> None:
    """Draw all of a run; ``config`` is what the form has, which is about the next one."""
    run_header(store, run, config)
    live_run(store, run)
    network, log, script, take_home = st.tabs(
        [
            ":material/hub: Network",
            ":material/list: Epoch log",
            ":material/code: Keras script",
            ":material/download: Take home",
        ],
        key="run_tab",
        on_change="rerun",
    )
    with network:
        if network.open:
            network_tab(run.config, f"The network of {as_markdown(run.name)}.")
    with log:
        if log.open:
            live_log(store, run)
    with script:
        if script.open:
            script_tab(run, run.config)
    with take_home:
        if take_home.open:
            from parts.train.take_home_tab import take_home_tab  # noqa: PLC0415 - a tenth of a second

            take_home_tab(store, run)

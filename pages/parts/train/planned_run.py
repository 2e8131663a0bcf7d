"""What the settings would train, and what they have otherwise than the run that is shown."""

import streamlit as st

from mnist_core.compare.setting_changes import list_changes, setting_changes, settings_of
from mnist_core.config import RunConfig
from mnist_core.store.records import Run
from mnist_core.web.run_texts import count_text
from parts.shared.texts import as_markdown


def form_against_run(config: RunConfig, run: Run) -> None:
    """Say in one quiet line what the form would train, and what it has otherwise than the run."""
    changes = setting_changes(config, settings_of(run))
    if not changes:
        st.caption("The settings are this run's.")
    elif [change.field for change in changes] == ["seed"]:
        st.caption(f"The settings are this run's except for the {list_changes(changes)}.")
    else:
        listed = as_markdown(list_changes(changes))
        st.caption(
            f"The settings would train {as_markdown(plan_text(config))}. "
            f"That differs from this run in {listed}."
        )


def plan_text(config: RunConfig) -> str:
    """Write what a run of these settings would be, in a line."""
    return f"{config.summary} · {count_text(config.epochs, 'epoch')}"

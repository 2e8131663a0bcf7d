"""What went wrong in a run, each with the settings to try next."""

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from mnist_core.analysis.hints import find_hints
from mnist_core.analysis.next_steps import soundness, suggest_next_step
from mnist_core.analysis.symptoms import Hint, symptoms_of
from mnist_core.compare.setting_changes import settings_of
from mnist_core.config import RunConfig
from mnist_core.store.records import Epoch, Run
from mnist_core.store.run_store import RunStore
from mnist_core.web.feeds import HINTS
from parts.settings_form.state import fill_form_of_next_page
from parts.shared.component import component
from parts.shared.live import LIVE, follow, read_feed
from parts.shared.texts import as_markdown

HTML = "<p></p>"
NO_BREAK = "\u2011"  # a hyphen at which no line breaks, so that "784-128-10" stays whole


def hint_cards(
    store: RunStore, run: Run, history: list[Epoch], dead_shares: Sequence[float] | None
) -> None:
    """Draw a card for each hint, or else for the next step; of a run that trains, only hints."""
    symptoms = symptoms_of(run, history, dead_shares)
    hints = find_hints(symptoms)
    for hint in hints:
        _card(store, run, hint, ":material/lightbulb:")
    if hints or not history or run.state not in ("finished", "stopped"):
        return
    if (idea := suggest_next_step(symptoms)) is not None:
        _card(store, run, idea, ":material/check_circle:")
    else:
        words = f"{soundness(symptoms)}, and the lab knows no better settings."
        st.success(words, icon=":material/check:")


def _card(store: RunStore, run: Run, hint: Hint, icon: str) -> None:
    with st.container(border=True):
        words, button = st.columns([7, 3], vertical_alignment="center")
        with words, st.container(gap=None):
            st.markdown(f"{icon} **{as_markdown(hint.title)}**")
            if run.active:
                _moving_reason(store, run, hint)
            else:
                st.caption(as_markdown(hint.reason))
        label = f"Next run: {hint.change_text}".replace("-", NO_BREAK)
        if button.button(label, key=f"hint_{hint.name}", width="stretch", wrap=True):
            _use(run, hint.change)


def _moving_reason(store: RunStore, run: Run, hint: Hint) -> None:
    """Write why; of what follows from the history, with the numbers of each further epoch."""
    reason = component(Path(__file__).with_name("hint_reason.js"), HTML, joined=LIVE)
    facts = {**follow(read_feed(store, HINTS, run=run.id)), "name": hint.name, "text": hint.reason}
    reason(key=f"reason_{hint.name}", data=facts, height="content")


def _use(run: Run, config: RunConfig) -> None:
    """Fill the Train page's form with the settings of the next run, and open it."""
    fill_form_of_next_page(config, settings_of(run), f"Changed by a hint for {run.name}")
    st.switch_page("train.py")

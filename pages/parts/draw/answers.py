"""What the networks make of a drawing: their answers, and what fires inside."""

import numpy as np
import streamlit as st

from mnist_core.figures.digit import describe_firing, layer_activations
from mnist_core.ink.preprocess import Reading
from mnist_core.network.mlp import Answer, forward
from mnist_core.store.names import STARTER
from mnist_core.store.run_store import RunStore
from mnist_core.web.run_texts import count_text
from parts.shared.figure import draw_figure
from parts.shared.live_answer import live_answer, live_bars, read_shares
from parts.shared.reader import Reader
from parts.shared.table import draw_table
from parts.shared.test_digits import MY_DRAWING, ask_why


def read_digit(readers: list[Reader], reading: Reading) -> int | None:
    """Give what the main network reads; none without a drawing or a reader."""
    shares = read_shares(readers, reading)
    return None if shares is None else int(shares.argmax())


def digit_cards(
    store: RunStore, readers: list[Reader], reading: Reading, *, pen_width: int
) -> None:
    """Draw the two cards beside the canvas: what the network reads and sees, and how surely."""
    with st.container(horizontal=True, wrap=False, width="stretch", height="stretch", gap="small"):
        with st.container(border=True, height="stretch"):
            live_answer(store, readers, reading, pen_width=pen_width)
        bars_card(readers, reading)


def bars_card(readers: list[Reader], reading: Reading) -> None:
    """Draw how sure the main network is of each digit."""
    with st.container(border=True, height="stretch"):
        st.markdown("**Probability of each digit**")
        live_bars(readers, reading)


def inside_cards(readers: list[Reader], reading: Reading) -> None:
    """Draw the hidden layers of the main network, and the other runs' answers."""
    if not readers:
        st.caption("Here stand the layers of the network that reads, once there is one.")
        return
    if len(readers) == 1:
        _layers_card(readers[0], reading)
        return
    inside, others = st.columns([2, 1])
    with inside:
        _layers_card(readers[0], reading)
    with others, st.container(border=True, height="stretch"):
        st.markdown("**Other runs read it as**")
        _answers_table(readers, reading)


def _ask(reader: Reader, reading: Reading) -> Answer | None:
    return None if reading.image is None else forward(reader.network, reading.image[None])


def _layers_card(reader: Reader, reading: Reading) -> None:
    result = _ask(reader, reading)
    with st.container(border=True, height="stretch"):
        with st.container(
            horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
        ):
            st.markdown("**How strongly each neuron fires**", width="content")
            _why_button(reader, reading)
        if not reader.run.config.hidden_units:
            st.caption("This network has no hidden layer: the pixels vote for the digits directly.")
        for number, units in enumerate(reader.run.config.hidden_units, start=1):
            fired = np.zeros(units, np.float32) if result is None else result.hidden[number - 1][0]
            state = count_text(units, "neuron") if result is None else describe_firing(fired)
            st.caption(f"Layer {number}: {state}")
            draw_figure(
                layer_activations(fired), key=f"layer_{number}", alt=f"Neurons of layer {number}"
            )


def _why_button(reader: Reader, reading: Reading) -> None:
    no_run = reader.run.id == STARTER
    if st.button(
        "Why this answer?",
        key="why",
        icon=":material/help:",
        help="Diagnose explains the answers of runs; the starter is none." if no_run else None,
        disabled=reading.image is None or no_run,
    ):
        ask_why(MY_DRAWING)
        st.switch_page("diagnose.py", query_params={"run": reader.run.id})


def _answers_table(readers: list[Reader], reading: Reading) -> None:
    results = [_ask(reader, reading) for reader in readers]
    draw_table(
        {
            "Run": [reader.run.name for reader in readers],
            "Reads": ["–" if r is None else str(int(r.digits[0])) for r in results],
            "Sure": ["–" if r is None else f"{r.probabilities.max():.1%}" for r in results],
        },
        alt="What each run reads",
        strong="Reads",
    )

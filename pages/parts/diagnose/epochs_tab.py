"""The time machine: the network as it was after each of its epochs."""

from pathlib import Path

import streamlit as st

from mnist_core.analysis.layer_health import Timeline
from mnist_core.errors import LabError
from mnist_core.figures.confusion import confusion_heatmap
from mnist_core.figures.digit import probability_bars, seen_digit
from mnist_core.figures.layer_health import first_layer_weights
from mnist_core.network.mlp import Network, forward, seen_image
from mnist_core.store.best_epoch import best_word, earlier_best
from mnist_core.store.records import Run
from mnist_core.store.run_store import RunStore
from mnist_core.store.snapshots import kept_epochs
from parts.shared.actions import show_problem
from parts.shared.component import component, run_again
from parts.shared.drawing import current_reading
from parts.shared.figure import draw_figure
from parts.shared.live import ASKING
from parts.shared.network_cache import cached_network

PLAY_S = 0.7
SHOWN = 32  # neurons of the first layer
EPOCH_OF = "epoch_of_run"


def epochs_tab(store: RunStore, run: Run, timeline: Timeline | None) -> None:
    """Draw a slider over the kept epochs, and what the network was at the chosen one.

    It opens at the epoch whose weights the run keeps, and names it where it is not the last.
    """
    epochs = kept_epochs(store, run)
    if not epochs:
        st.info("No epoch has ended yet.", icon=":material/hourglass_top:")
        return
    playing = st.session_state.get("playing", False)
    best = earlier_best(run, store.history(run.id))
    notes = {} if best is None else {best.number: best_word(run)}
    if not playing:
        _begin_at(run, best.number if best is not None and best.number in epochs else max(epochs))

    @st.fragment
    def chosen_epoch() -> None:
        number = _choose_epoch(list(epochs), notes, playing=playing)
        _keep_time(number, playing=playing)
        try:
            network, last = (
                cached_network(store, run, epochs[each]) for each in (number, max(epochs))
            )
        except LabError as error:
            show_problem(error)
            return
        with st.grid(2, min_column_width=330, border=True):
            with st.container():
                _weights(network, last, number)
            with st.container():
                _confusion(timeline, number)
            with st.container():
                _drawing(network, number)

    chosen_epoch()


def _keep_time(number: int, *, playing: bool) -> None:
    """While it plays, let the browser ask for the next epoch once this one has been seen."""
    timer = component(Path(__file__).with_name("keep_time.js"), "<span></span>", joined=(ASKING,))
    data = {"shown": number, "pause_s": PLAY_S if playing else None}
    timer(key="keep_time", data=data, on_seen_change=run_again, width=1, height=1)


def _begin_at(run: Run, number: int) -> None:
    """Show this epoch first, each time that another run is opened."""
    state = st.session_state
    if state.get(EPOCH_OF) != run.id or "epoch" not in state:
        state[EPOCH_OF], state["epoch"] = run.id, number


def _choose_epoch(numbers: list[int], notes: dict[int, str], *, playing: bool) -> int:
    """Draw the slider and its button; ``notes`` says of an epoch that it is kept."""
    state = st.session_state
    if playing:
        place = numbers.index(state["epoch"]) if state.get("epoch") in numbers else -1
        if place + 1 == len(numbers):
            state["playing"] = False
            st.rerun()
        state["epoch"] = numbers[place + 1]
    elif state.get("epoch") not in numbers:
        state["epoch"] = numbers[-1]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if len(numbers) > 1:
            st.select_slider(
                "Epoch",
                numbers,
                format_func=lambda number: _with_note(number, notes),
                key="epoch",
                disabled=playing,
            )
        label, icon = ("Stop", "stop") if playing else ("Play", "play_arrow")
        if st.button(label, key="play", icon=f":material/{icon}:", disabled=len(numbers) < 2):
            state["playing"] = not playing
            if not playing:
                state.pop("epoch", None)
            st.rerun()
    for best, word in notes.items():
        st.caption(f"Epoch {best} is {word}: its validation loss is the lowest.")
    number: int = state["epoch"]
    return number


def _with_note(number: int, notes: dict[int, str]) -> str:
    return f"{number} ({notes[number]})" if number in notes else str(number)


def _weights(network: Network, last: Network, number: int) -> None:
    st.markdown(f"**First layer** after epoch {number}")
    draw_figure(
        first_layer_weights(network.kernels[0], limit=SHOWN, ranked_by=last.kernels[0]),
        key="epoch_weights",
        alt=f"First weights after epoch {number}",
    )


def _drawing(network: Network, number: int) -> None:
    image = current_reading().image
    shares = None if image is None else forward(network, image[None]).probabilities[0]
    if shares is None:
        st.markdown("**Your drawing** · what is on the Draw page's canvas is read here")
    else:
        st.markdown(f"**Your drawing** was read as **{shares.argmax()}** after epoch {number}")
    seen = None if image is None else seen_image(network, image)
    draw_figure(seen_digit(seen), key="epoch_digit", alt="Your drawing")
    draw_figure(probability_bars(shares), key="epoch_bars", alt="Answer to the drawing")


def _confusion(timeline: Timeline | None, number: int) -> None:
    places = [] if timeline is None else [i for i, n in enumerate(timeline.epochs) if n == number]
    if timeline is None or not places:
        st.caption("The confusion matrix after this epoch has not been measured yet.")
        return
    draw_figure(
        confusion_heatmap(timeline.confusion[places[0]]),
        key="epoch_confusion",
        alt=f"Confusion matrix after epoch {number}",
    )

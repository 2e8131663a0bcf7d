"""The drawing that somebody in the room has sent last, and what the network reads in it."""

import streamlit as st

from mnist_core.figures.digit import probability_bars, seen_digit
from mnist_core.network.mlp import forward
from mnist_core.store.person_names import person_names
from mnist_core.store.records import Run
from mnist_core.store.run_store import RunStore
from mnist_core.store.sent_drawings import SentDrawing, sent_drawings, take_down
from mnist_core.web.feeds import SENT
from mnist_core.web.messages import Mark
from mnist_core.web.run_texts import count_text
from parts.presenter.readers import reader_on_stage
from parts.shared.actions import act
from parts.shared.figure import draw_figure
from parts.shared.live import follow_page, read_feed
from parts.shared.texts import as_markdown

NOTHING_SENT = "Nobody has sent a drawing yet: **Send to the projector** is on everybody's Draw."
DRAWN_PX = 420


def sent_view(store: RunStore, run: Run | None) -> None:
    """Draw the drawing that was sent last, whose it is, and the probabilities.

    Args:
        run: reads it once it has learned something; until then the best does, or the starter.
    """
    update = read_feed(store, SENT)
    assert isinstance(update.state, Mark)
    follow_page(update, update.state.page, key="sent_followed")
    sent = sent_drawings(store)
    if not sent:
        st.markdown(NOTHING_SENT)
        return
    drawn, read = st.columns([5, 6], gap="large")
    image = sent[0].image.astype("float32") / 255
    with drawn:
        draw_figure(
            seen_digit(image, height=DRAWN_PX),
            key="sent_digit",
            alt="The drawing that was sent last",
            grows=True,
        )
    with read:
        _reading(store, run, sent[0])
        _take_down(store, sent)


def _reading(store: RunStore, run: Run | None, sent: SentDrawing) -> None:
    name = person_names(store, [sent.owner]).get(sent.owner)
    whose = "A drawing" if name is None else f"**{as_markdown(name)}** wrote this."
    reader = reader_on_stage(store, run)
    if reader is None:
        st.markdown(whose)
        return
    shares = forward(reader.network, sent.image[None].astype("float32") / 255).probabilities[0]
    st.metric(f"{as_markdown(reader.run.name)} reads", int(shares.argmax()))
    st.markdown(whose)
    draw_figure(
        probability_bars(shares),
        key="sent_bars",
        alt="Probability of each digit in the drawing that was sent",
        grows=True,
    )


def _take_down(store: RunStore, sent: list[SentDrawing]) -> None:
    if not store.person.may_change(sent[0].owner):
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button("Take it down", key="take_down", icon=":material/visibility_off:"):
            act(lambda: take_down(store, sent[0].id))
        if len(sent) > 1:
            st.caption(f"{count_text(len(sent) - 1, 'earlier one')} behind it")

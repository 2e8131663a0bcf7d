"""The drawings of the personal set on the page: shown, ticked, deleted, downloaded."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import streamlit as st

from mnist_core.figures.handwriting_gallery import handwriting_gallery
from mnist_core.handwriting.personal_set import as_digits
from mnist_core.store.drawing_rows import Drawing, delete_drawings
from mnist_core.store.run_store import RunStore
from mnist_core.web.run_texts import count_text
from parts.draw.handwriting_files import export_buttons, import_popover
from parts.draw.last_change import Change, note_change, undo_line
from parts.shared.actions import attempt, toast_later
from parts.shared.choices import choose_one
from parts.shared.figure import draw_figure
from parts.shared.page_numbers import choose_page
from parts.shared.test_digits import whole_number

AT_A_TIME = 32
ALL, MISREAD = "all", "misread"
FILTERS = (ALL, MISREAD, *map(str, range(10)))
TICKED, SHOWN = "ticked_drawings", "shown_drawings"


def gallery_card(store: RunStore, mine: Sequence[Drawing], answers: Sequence[int] | None) -> None:
    """Draw the drawings, newest first, those that the main network misreads marked.

    Args:
        answers: what it reads in each; none without a reader.
    """
    read = [drawing.label for drawing in mine] if answers is None else answers
    numbers = _shown(mine, read)
    some = [mine[number] for number in numbers]
    digits = as_digits(some)
    ticked = _ticked(mine)
    ticked_ids = {drawing.id for drawing in ticked}
    draw_figure(
        handwriting_gallery(
            digits.images,
            digits.labels.tolist(),
            [read[number] for number in numbers],
            [number for number, drawing in enumerate(some) if drawing.id in ticked_ids],
        ),
        key="my_drawings",
        alt=f"{count_text(len(some), 'drawing')} of yours with their labels",
        on_click=partial(_tick, [drawing.id for drawing in some]),
    )
    st.caption(
        f"{count_text(len(ticked), 'drawing')} ticked" if ticked else "Click a drawing to tick it."
    )
    with st.container(horizontal=True, gap="xsmall"):
        _delete_buttons(store, mine, ticked)
    with st.container(horizontal=True, gap="xsmall"):  # else five buttons break where they may
        export_buttons(store)
        import_popover(store)
    undo_line(store, "delete")


def _shown(mine: Sequence[Drawing], read: Sequence[int]) -> list[int]:
    """Draw the choice of what is shown, and give the numbers of these drawings."""
    found = {
        name: [
            number
            for number, drawing in enumerate(mine)
            if name in (ALL, str(drawing.label))
            or (name == MISREAD and read[number] != drawing.label)
        ]
        for name in FILTERS
    }
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    ):
        st.markdown(f"**{count_text(len(mine), 'drawing')}**", width="content")
        chosen = choose_one(
            "Show",
            {name: f"{_title(name)} · {len(found[name]):,}" for name in FILTERS},
            st.session_state.get(SHOWN, ALL),
            key="show_drawings",
            on_choose=lambda name: st.session_state.update({SHOWN: name}),
            label_visibility="collapsed",
            width=150,
        )
    pages = -(-len(found[chosen]) // AT_A_TIME)
    page = choose_page(pages, key="drawings_page")
    return found[chosen][(page - 1) * AT_A_TIME : page * AT_A_TIME]


def _title(name: str) -> str:
    return {ALL: "All", MISREAD: "Misread"}.get(name, f"Only {name}")


def _ticked(mine: Sequence[Drawing]) -> list[Drawing]:
    """Give the drawings that are ticked and still there."""
    ticked = st.session_state.get(TICKED, [])
    return [drawing for drawing in mine if drawing.id in ticked]


def _tick(shown: Sequence[str], point: dict[str, Any]) -> None:
    """Tick the clicked drawing, or untick it."""
    number = whole_number(point.get("customdata"), len(shown))
    if number is not None:
        st.session_state[TICKED] = list({shown[number]} ^ set(st.session_state.get(TICKED, [])))


def _delete_buttons(store: RunStore, mine: Sequence[Drawing], ticked: Sequence[Drawing]) -> None:
    st.button(
        "Delete ticked",
        key="delete_drawings",
        icon=":material/delete:",
        disabled=not ticked,
        on_click=_delete,
        args=(store, ticked),
    )
    with st.popover("Delete all", icon=":material/delete_forever:"):
        st.markdown(f"Delete all {count_text(len(mine), 'drawing')}? It can be undone right after.")
        st.button(
            "Yes, delete all",
            key="delete_all_drawings",
            on_click=_delete,
            args=(store, mine),
        )


def _delete(store: RunStore, drawings: Sequence[Drawing]) -> None:
    ids = [drawing.id for drawing in drawings]
    if attempt(lambda: delete_drawings(store, ids), show=toast_later):
        st.session_state.pop(TICKED, None)
        text = f"{count_text(len(drawings), 'drawing')} deleted"
        note_change(Change("delete", text, before=tuple(drawings)))

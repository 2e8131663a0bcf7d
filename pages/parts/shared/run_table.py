"""Runs as a table, a component: its columns sort the store, its rows light up the charts."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import streamlit as st

from mnist_core.web.messages import ListedRow, Update
from parts.shared.component import component, run_again
from parts.shared.live import LIVE, follow

ROW = Path(__file__).with_name("run_row.js")
HTML = "<div class='scroll'><table><thead></thead><tbody></tbody></table></div>"


class Column(NamedTuple):
    """A column of the table.

    Attributes:
        key: names its cells, and what a click on its head sorts by.
        number: whether it stands at the right.
        help: shown over its head.
        largest_first: whether the first click sorts the largest to the top.
        with_state: whether a narrow table, without room for the column of the state, has that here.
    """

    key: str
    title: str
    number: bool = False
    help: str = ""
    largest_first: bool = False
    with_state: bool = False


class Sort(NamedTuple):
    """By which column the rows are sorted."""

    by: str
    descending: bool


class Ticks(NamedTuple):
    """Which runs are ticked, and the mark of the click that this comes from."""

    runs: Sequence[str]
    click: object


def run_table(
    rows: Sequence[ListedRow],
    columns: Sequence[Column],
    sort: Sort,
    ticks: Ticks,
    *,
    key: str,
    colors: Mapping[str, int] | None = None,
    menu: bool = False,
    update: Update | None = None,
    page: str = "",
) -> None:
    """Draw rows, each with a box to tick.

    Args:
        colors: of the ticked runs by their id, as places among the theme's chart colours.
        menu: whether each row has a button that opens its run.
        update: the feed, of ``ListedRows``, that the rows follow from then on, if any.
        page: what the page's script has drawn beside the rows, as in ``follow``.
    """
    table = component(Path(__file__).with_suffix(".js"), HTML, joined=(ROW, *LIVE))
    facts = {
        "columns": [column._asdict() for column in columns],
        "rows": [row.model_dump(mode="json") for row in rows],
        "sort": sort._asdict(),
        "ticked": list(ticks.runs),
        "ticks": ticks.click,
        "colors": dict(colors or {}),
        "menu": menu,
    }
    table(
        key=key,
        data=facts if update is None else {**facts, **follow(update, page=page)},
        on_ticked_change=run_again,
        on_sort_change=run_again,
        on_opened_change=run_again,
        on_page_change=run_again,
    )


def read_event(key: str, name: str) -> dict[str, Any] | None:
    """Give what the reader last did in a table, each action once.

    A page asks for it when it begins: Streamlit forgets a callback where another click cuts the
    run of the page short, but not a value.

    Args:
        key: the table's.
        name: "ticked", "sort" or "opened".
    """
    event = dict(st.session_state.get(key) or {}).get(name)
    handled = st.session_state.setdefault("handled_table_events", {})
    if not isinstance(event, dict) or event.get("click") == handled.get((key, name)):
        return None
    handled[key, name] = event.get("click")
    return event


def read_ticks(key: str) -> Ticks | None:
    """Give what the reader has ticked in a table, if that is new; it comes from a browser."""
    event = read_event(key, "ticked")
    runs = event.get("runs") if event else None
    if event is None or not isinstance(runs, list):
        return None
    return Ticks([str(run_id) for run_id in runs], event.get("click"))


def read_sort(key: str, known: Sequence[str]) -> Sort | None:
    """Give what a click on a head asks for, if it is new and by one of these."""
    event = read_event(key, "sort")
    if event is None or event.get("by") not in known:
        return None
    return Sort(str(event["by"]), bool(event.get("descending")))

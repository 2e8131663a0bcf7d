"""The ticked runs against each other: curves, final errors, settings that differ, cost."""

from collections.abc import Container
from dataclasses import replace

import streamlit as st

from mnist_core.compare.contenders import Contender
from mnist_core.compare.differences import differing_settings, plottable_settings
from mnist_core.compare.verdict import give_verdict
from mnist_core.figures.comparison_style import error_text
from mnist_core.figures.error_scatter import COST_TITLES
from mnist_core.setting_descriptions import setting_title, title_in_sentence
from mnist_core.store.run_store import RunStore
from mnist_core.web.comparison_charts import (
    COST,
    CURVES,
    FINAL,
    PARALLEL,
    SETTING,
    View,
    places_text,
)
from mnist_core.web.feeds import COMPARISON
from mnist_core.web.messages import Charts, Update
from parts.compare.sentences import chance_sentence, differ_sentence
from parts.shared.figure import draw_moving_figure
from parts.shared.live import read_feed
from parts.shared.table import draw_table
from parts.shared.texts import as_markdown
from parts.shared.ticked_runs import baseline


def comparison(store: RunStore, contenders: list[Contender], view: View, together: bool) -> None:
    """Draw all that compares the contenders, what matters most first; the charts follow them."""
    if not contenders:
        st.info("Tick runs in the table to compare them.", icon=":material/check_box:")
        return
    _show_verdict(contenders)
    beside, across = st.container(), st.container()
    below = st.grid(2, min_column_width=330, border=True)
    with below:
        against, costs = st.container(), st.container()
    with against:
        setting = _choose_setting(contenders)
    with costs:
        cost = st.selectbox(
            "Cost", list(COST_TITLES), format_func=COST_TITLES.__getitem__, key="cost"
        )
    chosen = replace(view, setting=setting, cost=cost)
    charts = read_feed(
        store,
        COMPARISON,
        places=places_text(contenders),
        together="yes" if together else "no",
        **chosen.options,
    )
    with beside, st.grid(2, min_column_width=330, border=True):
        _chart(charts, CURVES, "compare_curves", "The metric of each ticked run by epoch")
        _chart(charts, FINAL, "final_errors", "Test error of each ticked run, the best first")
    with across:
        _what_differs(contenders, charts)
    with against:
        _chart(charts, SETTING, "against_chart", f"Error against {title_in_sentence(setting)}")
    with costs:
        _chart(charts, COST, "cost_chart", f"Error against {COST_TITLES[cost]}")


def _chart(update: Update, name: str, key: str, alt: str) -> None:
    charts = update.state
    assert isinstance(charts, Charts)
    draw_moving_figure(update, name, key=key, alt=alt, height=charts.height(name))


def _show_verdict(contenders: list[Contender]) -> None:
    """Show which is best, what sets it apart from the next, and whether that may be chance."""
    verdict = give_verdict(contenders)
    if verdict is None:
        return
    best, second = (
        f"**{as_markdown(each.name)}** ({error_text(each.test_error)})"
        for each in (verdict.best, verdict.second)
    )
    st.markdown(
        f"Of the ticked runs, {best} is best, {verdict.gap:.2f} points better than "
        f"{second}. {as_markdown(differ_sentence(verdict.differences))} "
        f"{as_markdown(chance_sentence(verdict))}"
    )


def _what_differs(contenders: list[Contender], charts: Update) -> None:
    rows = differing_settings(contenders)
    with st.container(border=True):
        st.markdown("**What differs**")
        if not rows:
            several = len(contenders) > 1
            same = (
                "These runs have the same settings; tick others" if several else "Tick another run"
            )
            st.caption(f"{same} to see what differs.")
            return
        table: dict[str, list[str]] = {"Setting": [row.name for row in rows]}
        for index, contender in enumerate(contenders):
            table[_column(contender, table)] = [row.texts[index] for row in rows]
        draw_table(table, alt="The settings that are not the same for all ticked runs")
        _chart(charts, PARALLEL, "parallel", "Settings and error of each ticked run as one line")


def _column(contender: Contender, taken: Container[str]) -> str:
    mark = " (baseline)" if contender.key == baseline() else ""
    name = f"{contender.name}{mark}"
    return name if name not in taken else f"{name} {contender.key}"


def _choose_setting(contenders: list[Contender]) -> str:
    settings = plottable_settings(contenders)
    chosen: str = st.selectbox(
        "Error against",
        settings or ["learning_rate"],
        format_func=setting_title,
        key=f"error_against_{'-'.join(settings)}",
        disabled=not settings,
        help="Settings that differ between the ticked runs.",
    )
    return chosen

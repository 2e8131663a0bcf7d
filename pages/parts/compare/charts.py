"""The ticked runs against each other: curves, final errors, settings that differ, cost."""

import streamlit as st

from mnist_core.compare.contenders import Contender
from mnist_core.compare.differences import differing_settings, plottable_settings
from mnist_core.compare.verdict import give_verdict
from mnist_core.figures.comparison_curves import curves_chart
from mnist_core.figures.comparison_style import error_text
from mnist_core.figures.error_scatter import COST_TITLES, cost_against_error, error_against
from mnist_core.figures.final_errors import final_errors
from mnist_core.figures.parallel_coordinates import parallel_coordinates
from mnist_core.setting_descriptions import setting_title, title_in_sentence
from parts.compare.sentences import chance_sentence, differ_sentence
from parts.compare.sidebar import View
from parts.shared.figure import draw_figure
from parts.shared.texts import as_markdown
from parts.shared.ticked_runs import baseline


def comparison(contenders: list[Contender], view: View) -> None:
    """Draw all that compares the contenders, what matters most first."""
    if not contenders:
        st.info("Tick runs in the table to compare them.", icon=":material/check_box:")
        return
    _show_verdict(contenders)
    with st.grid(2, min_column_width=330, border=True):
        draw_figure(
            curves_chart(
                contenders,
                view.metric,
                view.smoothing,
                baseline_key=baseline(),
                published=view.published,
            ),
            key="compare_curves",
            alt="The metric of each ticked run by epoch",
        )
        draw_figure(
            final_errors(contenders, baseline_key=baseline()),
            key="final_errors",
            alt="Test error of each ticked run, the best first",
        )
    _what_differs(contenders)
    with st.grid(2, min_column_width=330, border=True):
        with st.container():
            _error_against_setting(contenders, view)
        with st.container():
            _cost(contenders)


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


def _what_differs(contenders: list[Contender]) -> None:
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
        table = {"Setting": [row.name for row in rows]}
        for index, contender in enumerate(contenders):
            table[_column(contender, table)] = [row.texts[index] for row in rows]
        st.dataframe(
            table,
            hide_index=True,
            column_config={"Setting": st.column_config.TextColumn(pinned=True)},
            alt="The settings that are not the same for all ticked runs",
        )
        draw_figure(
            parallel_coordinates(contenders, baseline_key=baseline()),
            key="parallel",
            alt="Settings and error of each ticked run as one line",
        )


def _column(contender: Contender, taken: object) -> str:
    mark = " (baseline)" if contender.key == baseline() else ""
    name = f"{contender.name}{mark}"
    return name if name not in taken else f"{name} {contender.key}"  # type: ignore[operator]


def _error_against_setting(contenders: list[Contender], view: View) -> None:
    settings = plottable_settings(contenders)
    chosen = st.selectbox(
        "Error against",
        settings or ["learning_rate"],
        format_func=setting_title,
        key=f"error_against_{'-'.join(settings)}",
        disabled=not settings,
        help="Settings that differ between the ticked runs.",
    )
    draw_figure(
        error_against(contenders, chosen, published=view.published),
        key="against_chart",
        alt=f"Error against {title_in_sentence(chosen)}",
    )


def _cost(contenders: list[Contender]) -> None:
    cost = st.selectbox("Cost", list(COST_TITLES), format_func=COST_TITLES.__getitem__, key="cost")
    draw_figure(
        cost_against_error(contenders, cost),
        key="cost_chart",
        alt=f"Error against {COST_TITLES[cost]}",
    )

"""The charts of a comparison, read back from the figures."""

import itertools
import json
import math
from collections.abc import Callable

import plotly.graph_objects as go
import pytest

from mnist_core.compare.contenders import Contender, Metric
from mnist_core.compare.read_contenders import keep_places
from mnist_core.config import RunConfig
from mnist_core.figures.colors import TRAINING, VALIDATION
from mnist_core.figures.comparison_curves import curves_chart
from mnist_core.figures.comparison_style import (
    LABEL_GAP,
    PLOT,
    contender_color,
    contender_dash,
    sensible_range,
)
from mnist_core.figures.error_scatter import cost_against_error, error_against
from mnist_core.figures.final_errors import final_errors
from mnist_core.figures.parallel_coordinates import parallel_coordinates
from mnist_core.presets import PRESETS
from tests.core.compare.comparison_helpers import make_contender, make_epoch, make_run

ONE = make_contender("one", test_errors=[2.0], curves=[[6.0, 4.0, 3.0]])
GROUP = make_contender("group", test_errors=[2.4, 2.8], curves=[[7.0, 5.0], [9.0, 3.0]])
YOUNG = make_contender("young", test_errors=[None], curves=[[5.0]])
NEW = make_contender("new", test_errors=[None], curves=[[]])
ALL = [ONE, GROUP, YOUNG, NEW]


def traces_of(figure: go.Figure, key: str) -> list[go.Scatter]:
    return [trace for trace in figure.data if (trace.meta or {}).get("run") == key]


def line_of(figure: go.Figure, key: str) -> go.Scatter:
    return traces_of(figure, key)[-1]


def test_fourteen_contenders_are_told_apart_by_colour_and_dash():
    looks = {(contender_color(index), contender_dash(index)) for index in range(14)}

    assert len(looks) == 14
    assert (contender_color(0), contender_color(1)) == (TRAINING, VALIDATION)


@pytest.mark.parametrize(
    "chart",
    [
        lambda contenders: curves_chart(contenders, "val_error", 0.0),
        final_errors,
        lambda contenders: error_against(contenders, "dropout"),
        lambda contenders: cost_against_error(contenders, "parameters"),
        lambda contenders: cost_against_error(contenders, "seconds"),
    ],
)
def test_no_contenders_give_the_frame_and_all_traces_of_one_name_its_run(
    chart: Callable[[list[Contender]], go.Figure],
):
    empty, full = chart([]), chart(ALL)
    owners = {trace.meta["run"] for trace in full.data if trace.meta}

    assert full.layout.title.text.startswith(empty.layout.title.text)
    for part in ("xaxis.title", "yaxis.title", "margin.l", "margin.t", "dragmode"):
        assert empty.layout[part] == full.layout[part]
    assert owners == {"one", "group", "young", "new"}
    assert all(trace.meta or trace.hoverinfo == "skip" for trace in full.data)
    json.loads(full.to_json())


def test_a_single_run_is_a_line_and_a_group_has_its_range_behind_it():
    figure = curves_chart([ONE, GROUP], "val_error", 0.0)
    (line,) = traces_of(figure, "one")
    band, mean = traces_of(figure, "group")

    assert (list(line.x), list(line.y)) == ([1, 2, 3], [6.0, 4.0, 3.0])
    assert list(mean.y) == [8.0, 4.0]
    assert list(zip(band.x, band.y, strict=True)) == [(1, 9.0), (2, 5.0), (2, 3.0), (1, 7.0)]
    assert (band.fill, band.line.width) == ("toself", 0)


def test_smoothing_leaves_the_raw_line_faintly_behind_in_the_same_colour():
    raw, smoothed = traces_of(curves_chart([ONE], "val_error", 0.6), "one")

    assert list(raw.y) == [6.0, 4.0, 3.0]
    assert raw.opacity < 0.5 < (smoothed.opacity or 1)
    assert raw.line.color == smoothed.line.color
    assert list(smoothed.y) == pytest.approx([6.0, 4.75, (1.44 * 6 + 2.4 * 4 + 4 * 3) / 7.84])


def test_what_stands_behind_a_line_hides_with_it_and_has_no_entry_in_the_legend():
    figure = curves_chart([GROUP], "val_error", 0.6)

    assert {trace.legendgroup for trace in figure.data} == {"group"}
    assert [trace.showlegend for trace in figure.data] == [False, False, None]


def test_the_browser_knows_a_trace_again_when_others_come_and_go():
    alone, among = (curves_chart(each, "loss", 0.5) for each in ([GROUP], [ONE, GROUP, YOUNG]))
    uids = [trace.uid for trace in among.data]

    assert len(set(uids)) == len(uids)
    assert [trace.uid for trace in alone.data] == [t.uid for t in traces_of(among, "group")]


def patient(*val_losses: float) -> Contender:
    """Make a run with early stopping whose validation error is ten times its loss, in percent."""
    config = RunConfig(early_stopping_patience=1)
    epochs = (make_epoch(n, val_loss=v, val_error=10 * v) for n, v in enumerate(val_losses, 1))
    return Contender("early", "early", (make_run("early", config),), (tuple(epochs),))


def test_an_epoch_that_early_stopping_went_back_to_has_a_ring():
    figure = curves_chart([patient(0.5, 0.3, 0.4), ONE], "val_error", 0.0)
    ring, line = traces_of(figure, "early")

    assert (list(ring.x), list(ring.y)) == ([2], [pytest.approx(3.0)])
    assert (ring.marker.symbol, ring.marker.color) == ("circle-open", line.line.color)
    assert list(line.text) == ["", " (kept)", ""]
    assert "○ kept" in figure.layout.title.text
    assert len(traces_of(figure, "one")) == 1


def test_a_run_that_keeps_its_last_epoch_has_no_ring():
    figure = curves_chart([patient(0.5, 0.4, 0.3), ONE], "val_error", 0.0)

    assert [len(traces_of(figure, key)) for key in ("early", "one")] == [1, 1]
    assert "kept" not in figure.layout.title.text
    assert "%{text}" not in line_of(figure, "early").hovertemplate


def test_the_baseline_differs_in_width_and_dash_from_all_others():
    figure = curves_chart([ONE, YOUNG], "loss", 0.0, baseline_key="one")
    pinned, other = (line_of(figure, key).line for key in ("one", "young"))

    assert pinned.width > other.width
    assert pinned.dash not in {contender_dash(index) for index in range(18)}


def colors_of(figure: go.Figure) -> dict[str, set[str]]:
    """Collect the colours of each run's lines, dots and areas; a slide's tick is not a run's."""
    colors: dict[str, set[str]] = {}
    for trace in figure.data:
        of_trace = {trace.line.color, trace.marker.color, trace.fillcolor} - {None}
        if trace.meta and trace.mode != "text" and trace.marker.symbol != "line-ns-open":
            colors.setdefault(trace.meta["run"], set()).update(of_trace)
    return colors


@pytest.mark.parametrize("pinned", [None, "one", "group"])
def test_a_run_has_one_colour_in_every_figure_whether_it_is_the_baseline_or_not(pinned):
    contenders = keep_places([ONE, GROUP, YOUNG], {})
    figures = [
        curves_chart(contenders, "val_error", 0.5, baseline_key=pinned),
        curves_chart(contenders, "loss", 0.0, baseline_key=pinned),
        final_errors(contenders, baseline_key=pinned),
        parallel_coordinates(contenders, baseline_key=pinned),
        error_against(contenders, "dropout"),
        cost_against_error(contenders, "parameters"),
        cost_against_error(contenders, "seconds"),
    ]
    expected = {each.key: {contender_color(n)} for n, each in enumerate(contenders)}

    assert [colors_of(figure) for figure in figures] == [expected] * len(figures)


def test_a_name_stands_nearer_to_its_own_row_than_to_the_one_above():
    figure = final_errors([ONE, GROUP, YOUNG])
    dots = {each.name: each.y[0] for each in figure.data if each.mode == "markers"}
    names = {each.name: each.y[0] for each in figure.data if each.mode == "text" and each.y[0] % 1}
    lines = sorted(shape.y0 for shape in figure.layout.shapes)

    for key, above, line in zip(("group", "young"), ("one", "group"), lines, strict=True):
        assert dots[above] < line < names[key] < dots[key]
        assert 2 * (dots[key] - names[key]) <= names[key] - dots[above]


def test_no_line_runs_through_a_name():
    figure = final_errors([ONE, GROUP, YOUNG], baseline_key=ONE.key)
    names = [t for t in figure.data if t.mode == "text" and t.x[0] < figure.layout.xaxis.range[1]]
    upright = [line for line in figure.layout.shapes if line.x0 == line.x1]

    assert figure.layout.xaxis.showgrid is False
    assert len(upright) == len(names) == 3
    for name in names:
        assert not any(line.y0 <= name.y[0] <= line.y1 for line in upright)


@pytest.mark.parametrize("epochs", [1, 2, 20])
def test_curves_begin_at_the_left_edge_with_their_first_epoch(epochs: int):
    one = make_contender("one", test_errors=[2.0], curves=[[5.0] * epochs])
    axis = curves_chart([one], "val_error", 0.0).layout.xaxis
    low, high = axis.autorangeoptions.include

    assert axis.range is None  # which would take a reader's zoom back at the next epoch
    assert 0 < 1 - low == pytest.approx(high - epochs)
    assert 1 - low < 0.1 * max(2, epochs)


def test_the_same_seed_twice_is_a_line_without_a_range():
    twice = Contender("one", "one", ONE.runs * 2, ONE.histories * 2)

    (line,) = traces_of(curves_chart([twice], "val_error", 0.0), "one")
    assert "seeds" not in line.hovertemplate


@pytest.mark.parametrize("metric", ["val_loss", "loss", "error", "val_error"])
def test_only_errors_carry_a_percent_sign_on_their_axis(metric: Metric):
    title = curves_chart([ONE], metric, 0.0).layout.yaxis.title.text

    assert ("(%)" in title) == metric.endswith("error")


def labels(figure: go.Figure) -> list[str]:
    return [note.text for note in figure.layout.annotations if note.text.startswith("slide")]


def test_slides_are_drawn_where_their_printed_error_lies_in_the_range():
    figure = curves_chart([ONE], "val_error", 0.0)
    low, high = figure.layout.yaxis.range

    assert low < 2.93 < 4.17 < high < 9.48
    assert "slide 6: 4.17%" in labels(figure)
    assert "slide 5: 9.48%" not in labels(figure)
    assert sorted(shape.y0 for shape in figure.layout.shapes) == [2.93, 4.17]


def test_slides_are_left_out_on_request_and_of_other_metrics():
    assert labels(curves_chart([ONE], "val_error", 0.0, published=False)) == []
    assert labels(curves_chart([ONE], "error", 0.0)) == []


def test_slides_that_are_too_near_each_other_for_a_label_each_share_one_between_their_lines():
    figure = error_against([make_contender("a", test_errors=[error]) for error in (1.5, 9.6)], "l2")
    low, high = figure.layout.yaxis.range
    notes = [note for note in figure.layout.annotations if note.text.startswith("slide")]
    heights = [(note.y - low) / (high - low) * PLOT for note in notes]

    assert [note.text for note in notes] == [
        "slides 1, 3, 4:<br>2.52–2.93%",
        "slide 6: 4.17%",
        "slide 5: 9.48%",
    ]
    assert notes[0].y == pytest.approx((2.52 + 2.93) / 2)
    assert [note.y for note in notes[1:]] == [4.17, 9.48]
    gaps = [upper - lower for lower, upper in itertools.pairwise(sorted(heights))]
    assert min(gaps) >= LABEL_GAP - 1e-6


def test_a_range_shows_all_that_is_near_and_room_around_it():
    low, high = sensible_range([5.0, 2.0, 4.0, 3.0], [2.0, 3.0]) or (0, 0)

    assert 0 <= low < 2.0
    assert 5.0 < high < 6.0


def test_a_contender_that_failed_does_not_squash_the_others():
    _, high = sensible_range([5.0, 2.0, 90.0, 90.0], [2.0, 90.0]) or (0, 0)

    assert high < 6


def test_a_first_epoch_far_above_does_not_squash_the_rest():
    values = [80.0, *[3.0] * 30]
    _, high = sensible_range(values, [3.0]) or (0, 0)

    assert 3.0 < high < 10


def test_a_single_number_still_has_a_range_around_it():
    low, high = sensible_range([2.0], [2.0]) or (0, 0)

    assert low < 2.0 < high
    assert sensible_range([math.nan], []) is None


def test_contenders_beyond_the_frame_are_counted_in_the_title():
    failed = make_contender("failed", curves=[[90.0, 90.0]])

    assert "1 above the chart" in curves_chart([ONE, failed], "val_error", 0.0).layout.title.text
    assert "above the chart" not in curves_chart([ONE, GROUP], "val_error", 0.0).layout.title.text


def test_final_errors_are_sorted_with_the_untested_below_the_tested():
    figure = final_errors([NEW, YOUNG, GROUP, ONE])
    rows = {trace.name: round(trace.y[0]) for trace in figure.data if trace.mode == "text"}

    assert sorted(rows, key=lambda name: rows[name]) == ["one", "group", "young", "new"]


def test_the_best_tested_contender_alone_is_bold():
    texts = [t.text[0] for t in final_errors([GROUP, ONE]).data if t.mode == "text"]

    assert [text for text in texts if "<b>" in text] == ["<b>one</b>", "\N{EM SPACE}<b>2.00%</b>"]
    assert all("<b>" not in t.text[0] for t in final_errors([YOUNG]).data if t.mode == "text")


def test_a_group_shows_its_range_its_members_and_mean_with_deviation():
    figure = final_errors([GROUP])
    span, members, mean = [trace for trace in figure.data if trace.mode != "text"]

    assert list(span.x) == list(members.x) == [2.4, 2.8]
    assert list(mean.x) == [2.6]
    assert any("2.60 ± 0.28%" in trace.text[0] for trace in figure.data if trace.mode == "text")


def test_an_error_far_off_stands_at_the_edge_as_an_arrow_with_its_number():
    figure = final_errors([ONE, make_contender("far", test_errors=[90.2])])
    dot = next(trace for trace in traces_of(figure, "far") if trace.mode == "markers")

    assert dot.marker.symbol == "triangle-right"
    assert list(dot.x) == [figure.layout.xaxis.range[1]]  # beyond it, nothing would be drawn
    assert any("90.20%" in trace.text[0] for trace in figure.data if trace.mode == "text")


def test_a_contender_that_is_a_slides_system_shows_what_the_slide_printed():
    config = PRESETS["slide-3"].config.model_copy(update={"seed": 5})
    figure = final_errors([make_contender("mine", config=config, test_errors=[2.3]), GROUP])
    ticks = [trace for trace in figure.data if trace.marker.symbol == "line-ns-open"]

    assert [(list(tick.x), tick.meta["run"]) for tick in ticks] == [([2.52], "mine")]
    assert any("on the slide 2.52%" in (t.text or [""])[0] for t in traces_of(figure, "mine"))


def test_a_name_is_shown_as_written_whatever_it_contains():
    tricky = Contender("k", "<b>%{x}</b> & a very long tail", ONE.runs, ONE.histories)
    name = curves_chart([tricky], "loss", 0.0).data[0].name

    assert "<" not in name
    assert name.startswith("&lt;b&gt;")
    assert name.endswith("…")


def test_categories_and_numbers_stand_along_the_axis_they_are_named_on():
    makes = {"sgd": 3.0, "adam": 2.0, "lion": 4.0}
    contenders = [
        make_contender(name, config=RunConfig(optimizer=name), test_errors=[error])
        for name, error in makes.items()
    ]
    figure = error_against(contenders, "optimizer")
    axis = figure.layout.xaxis
    texts = dict(zip(axis.tickvals, axis.ticktext, strict=True))

    assert {texts[trace.x[0]]: trace.y[0] for trace in figure.data} == makes


def test_an_error_that_is_only_of_validation_is_hollow():
    figure = error_against([ONE, YOUNG], "dropout")

    assert [trace.marker.symbol.endswith("open") for trace in figure.data] == [False, True]


def test_a_groups_range_is_its_error_bar():
    bar = error_against([GROUP], "dropout").data[0].error_y

    assert (list(bar.array), list(bar.arrayminus)) == ([0.2], [0.2])


def test_around_a_single_cost_no_numbers_are_invented():
    one = make_contender("one", test_errors=[2.0])

    assert list(cost_against_error([one], "parameters").layout.xaxis.tickvals) == [one.parameters]


def test_costs_take_decades_only_where_they_span_more_than_one():
    def kind(*parameters: int) -> str:
        contenders = [make_contender(str(n), parameters=n, test_errors=[2.0]) for n in parameters]
        kind: str = cost_against_error(contenders, "parameters").layout.xaxis.type
        return kind

    assert kind(1_000, 9_000) == "linear"
    assert kind(1_000, 90_000) == "log"


def test_a_figure_for_many_long_runs_stays_small():
    history = tuple(make_epoch(n, val_error=3 + math.sin(n)) for n in range(1, 201))
    contenders = [Contender(str(n), str(n), (make_run(str(n)),), (history,)) for n in range(14)]
    text = curves_chart(contenders, "val_error", 0.6).to_json(validate=False)

    assert len(text) < 100_000

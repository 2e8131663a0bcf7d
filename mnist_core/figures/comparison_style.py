"""What the charts of a comparison share: a contender's look, the frame, the slides' errors."""

import html
import math
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from mnist_core.compare.contenders import Contender, Spread
from mnist_core.figures.colors import FURTHER, GREY, MUTED, TRAINING, VALIDATION
from mnist_core.figures.style import bare_figure, lay_out, place_title
from mnist_core.presets import PRESETS, Preset

Slide = tuple[float, Preset]  # the error printed on it, in percent

# The palette's yellow is left out: no line of it is seen on white.
COLORS = (TRAINING, VALIDATION, *FURTHER[:-1])
DASHES = ("solid", "dash", "dot")
MAX_NAME = 22
TITLE_ROW, LEGEND_ROW, PLOT, BOTTOM = 36, 24, 260, 46
ERROR_AXIS = "Test error (%)"
LEGEND_SLACK = 22  # a legend that just fits gets a bar to scroll it by
LEGEND_BORDER = 5  # pixels, unseen: between the legend and the top tick below it
LABEL_GAP = 30  # pixels from one small label of two lines to the next
SLIDES_ROOM = 104  # pixels for them, right of the chart
# A range is cut where a few values would squash all others: beyond so many times what is usual.
FAR, FAR_FINAL, USUAL = 2.5, 8.0, 0.9


def theme_color(place: int) -> int:
    """Give which of the theme's chart colours a contender at ``place`` has, on a whole page."""
    return place % len(COLORS)


def contender_color(place: int) -> str:
    """Give the colour of a contender at ``place``; colours repeat after six."""
    return COLORS[theme_color(place)]


def contender_dash(place: int) -> str:
    """Give the dash by which contenders of one colour differ."""
    return DASHES[place // len(COLORS) % len(DASHES)]


def line_of(contender: Contender, *, baseline: bool) -> dict[str, Any]:
    """Give a contender's line; the baseline's is wide, of dots and dashes."""
    color = contender_color(contender.place)
    if baseline:
        return {"color": color, "dash": "dashdot", "width": 4}
    return {"color": color, "dash": contender_dash(contender.place), "width": 2.5}


def plain(name: str) -> str:
    """Shorten a name and take out of it what Plotly would read as markup."""
    short = name if len(name) <= MAX_NAME else f"{name[: MAX_NAME - 1].rstrip()}…"
    return html.escape(short, quote=False)


def of_run(contender: Contender) -> dict[str, Any]:
    """What each trace of a contender carries, so that the browser can light it up."""
    return {"meta": {"run": contender.key}, "name": plain(contender.name)}


def error_text(error: Spread | None) -> str:
    """Write an error such as "2.31%", or "2.31 ± 0.08%" over several seeds."""
    if error is None:
        return "–"
    if error.deviation is None:
        return f"{error.mean:.2f}%"
    return f"{error.mean:.2f} ± {error.deviation:.2f}%"


def hover_text(contender: Contender) -> str:
    """Name a contender with its error, and the range over its seeds where it has several."""
    error = contender.final_error
    kind = "Test error" if contender.test_error else "Validation error"
    lines = [f"<b>{plain(contender.name)}</b>", f"{kind} {error_text(error)}"]
    if error is not None and error.deviation is not None:
        lines.append(f"{error.low:.2f} to {error.high:.2f}% over {len(error.values)} seeds")
    return "<br>".join(lines)


def framed_figure(title: str, legend_names: int = 0, *, right: int = 14) -> go.Figure:
    """Make the frame of a comparison: title, below it a legend, which scrolls where it is long."""
    rows = max(1, min(legend_names, 6), math.ceil(legend_names / 2))
    height = TITLE_ROW + LEGEND_ROW * rows + PLOT + BOTTOM
    figure = bare_figure(height, top=TITLE_ROW + LEGEND_ROW, bottom=BOTTOM, left=58, right=right)
    place_title(figure, title)
    lay_out(
        figure,
        showlegend=True,
        hovermode="closest",
        hoverdistance=40,
        legend={
            "orientation": "h",
            "x": 0,
            "xref": "container",
            "y": 1 - (TITLE_ROW - 4) / height,
            "yref": "container",
            "yanchor": "top",
            "font": {"size": 14},
            "itemwidth": 30,
            "borderwidth": LEGEND_BORDER,
            "bordercolor": "rgba(0,0,0,0)",
            "maxheight": LEGEND_ROW * rows + LEGEND_SLACK,
            "tracegroupgap": 0,
        },
    )
    return figure


def sensible_range(
    values: Iterable[float], finals: Iterable[float], *, good: float = 1.0
) -> tuple[float, float] | None:
    """Choose the part of an axis that shows the differences, leaving far outliers out of it.

    Args:
        values: all that is drawn.
        finals: what each contender ends with; the range covers those up to eight times the median.
        good: a value that always counts as good, such as 1 percent.
    """
    finite = np.array([value for value in values if math.isfinite(value)])
    ends = np.sort([value for value in finals if math.isfinite(value)])
    if not finite.size or not ends.size:
        return None
    limit = FAR_FINAL * max(float(ends[(len(ends) - 1) // 2]), good)
    shown = finite[finite <= limit]
    highest_end = float(ends[ends <= limit][-1])
    usual = float(np.quantile(shown, USUAL)) if shown.size else highest_end
    top = max(highest_end, min(float(shown.max(initial=0)), FAR * usual))
    low = float(finite.min())
    room = 0.08 * (top - low) or 0.1 * top or 0.1
    return max(0.0, low - room), top + room


def add_count_above(
    figure: go.Figure, values: Iterable[float], span: tuple[float, float] | None
) -> None:
    """Note the contenders whose least value, in ``values``, is beyond the frame."""
    count = sum(value > span[1] for value in values) if span else 0
    if count:
        note = f"<span style='font-size:13px;color:{GREY}'> · {count} above the chart</span>"
        figure.layout.title.text += note


def add_validation_note(figure: go.Figure, contenders: Iterable[Contender]) -> None:
    """Note that a hollow mark is a validation error, where a contender was not tested yet."""
    if any(each.test_error is None and each.final_error is not None for each in contenders):
        note = f"<span style='font-size:13px;color:{GREY}'> · ○ validation error</span>"
        figure.layout.title.text += note


def published_presets(low: float, high: float) -> list[Slide]:
    """List the slides whose printed error, in percent, lies from ``low`` to ``high``, by error."""
    printed = [(preset.published_error_percent, preset) for preset in PRESETS.values()]
    within = [(error, each) for error, each in printed if error is not None and low < error < high]
    return sorted(within, key=lambda pair: pair[0])


def add_published(figure: go.Figure, span: tuple[float, float] | None) -> None:
    """Draw the slides' errors within ``span`` as thin lines, named at the right end."""
    slides = published_presets(*(span or (0, 0)))
    for error, _ in slides:
        line = {"color": MUTED, "width": 1, "dash": "dot"}
        figure.add_hline(y=error, line=line, layer="below")
    for group in _groups_of_lines(slides, span or (0, 1)):
        figure.add_annotation(
            text=_group_text(group),
            x=1,
            xref="paper",
            xanchor="left",
            xshift=4,
            y=_middle(group),
            showarrow=False,
            font={"size": 12, "color": GREY},
        )
    if slides:
        lay_out(figure, margin_r=SLIDES_ROOM)


def _groups_of_lines(slides: Sequence[Slide], span: tuple[float, float]) -> list[list[Slide]]:
    """Put lines together that are too near each other for a label each, sorted upwards."""
    gap = LABEL_GAP * (span[1] - span[0]) / PLOT
    groups: list[list[Slide]] = []
    for slide in slides:
        groups.append([slide])
        while len(groups) > 1 and _middle(groups[-1]) - _middle(groups[-2]) < gap:
            last = groups.pop()
            groups[-1] += last
    return groups


def _middle(group: Sequence[Slide]) -> float:
    return (group[0][0] + group[-1][0]) / 2


def _group_text(group: Sequence[Slide]) -> str:
    """Write "slide 5: 9.48%", or "slides 3, 4: 2.52–2.60%"."""
    numbers = sorted(preset.name.removeprefix("slide-") for _, preset in group)
    errors = [f"{error:.2f}" for error, _ in group]
    if len(group) == 1:
        return f"slide {numbers[0]}: {errors[0]}%"
    return f"slides {', '.join(numbers)}:<br>{errors[0]}–{errors[-1]}%"

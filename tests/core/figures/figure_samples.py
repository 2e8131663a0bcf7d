"""A figure of each function that the pages draw, made of a little data."""

from collections.abc import Callable
from typing import Any

import numpy as np

from mnist_core.compare.standings import standings
from mnist_core.figures.calibration import refusal_curve_chart, reliability_curve
from mnist_core.figures.comparison_curves import curves_chart
from mnist_core.figures.confusion import confusion_heatmap, digit_score_bars
from mnist_core.figures.digit import layer_activations, probability_bars, seen_digit
from mnist_core.figures.digit_gallery import digit_gallery
from mnist_core.figures.drawn import framed_drawing
from mnist_core.figures.eight_digits import eight_digits
from mnist_core.figures.embedding import digit_map
from mnist_core.figures.error_scatter import cost_against_error, error_against
from mnist_core.figures.explain import change_pictures, contribution_map, occlusion_map
from mnist_core.figures.final_errors import final_errors
from mnist_core.figures.handwriting_gallery import handwriting_gallery
from mnist_core.figures.layer_health import (
    dead_share_curve,
    firing_histogram,
    first_layer_weights,
    norms_curve,
)
from mnist_core.figures.learning_curves import learning_curve
from mnist_core.figures.lesson_deck import deck_chart
from mnist_core.figures.lesson_experiment import experiment_chart, seconds_chart
from mnist_core.figures.network_diagram import network_diagram
from mnist_core.figures.number import boxed_number, digit_row, number_answer
from mnist_core.figures.parallel_coordinates import parallel_coordinates
from mnist_core.figures.robustness import robustness_curve
from mnist_core.figures.standings import standings_chart
from mnist_core.figures.sweep_importance import importance_bars
from mnist_core.figures.sweep_overview import best_so_far, trade_off
from mnist_core.figures.sweep_parallel_coordinates import trial_lines
from mnist_core.figures.sweep_slices import contour_chart, slice_chart
from mnist_core.multidigit.read_number import DigitReading, NumberReading
from mnist_core.presets import PRESETS
from tests.core.compare.comparison_helpers import make_contender, make_epoch
from tests.core.compare.test_standings import group
from tests.core.figures.test_calibration import REFUSAL, RELIABILITY
from tests.core.figures.test_confusion import CONFUSION, SCORES
from tests.core.figures.test_embedding import MAP
from tests.core.figures.test_explain import IMAGE, explanation, some_change
from tests.core.figures.test_layer_health import NORMS, layer
from tests.core.figures.test_lesson_deck import MEASURED, RATES
from tests.core.figures.test_robustness import ROBUSTNESS
from tests.core.figures.test_sweep_overview import OPTIMIZER, PLAN, RATE, trial
from tests.core.lessons.test_experiments import GOOD_RATES, points_of

FAR = make_contender("<b>far</b> off", test_errors=[30.63])
PAIR = make_contender("pair", test_errors=[2.4, 2.8], config=PRESETS["slide-2"].config)
NEW = make_contender("new", test_errors=[None], curves=[[]])
ALL = [FAR, PAIR, make_contender("one", test_errors=[2.0], curves=[[6.0, 3.0]]), NEW]
FAR_GROUP = group("far", 90.0, 90.2)
ROWS = standings([group("three", 2.1, 2.2, 2.0), group("alone", 1.95), FAR_GROUP]).rows
TRIALS = [
    trial(0, 3.0, learning_rate=0.001),
    trial(1, 88.125, learning_rate=0.1, optimizer="sgd"),
    trial(2, 4.0, "pruned", learning_rate=0.01),
    *(trial(number, 3.5 + number) for number in range(3, 9)),
    trial(9, None, "failed"),
]
PICTURES = np.ones((8, 28, 28), np.uint8)
SHARES = np.array([0.25, 0, 0, 0, 0, 0, 0, 0.75, 0, 0])
SURE, MARK = (DigitReading((0, 0, 9, 9), IMAGE, SHARES, doubt) for doubt in (None, "odd"))
NUMBER = NumberReading((SURE, MARK), ())
POINTS = points_of(RATES, GOOD_RATES, GOOD_RATES)
KERNEL = np.ones((784, 3), np.float32)
SAMPLES: dict[Callable[..., Any], Callable[[], Any]] = {
    best_so_far: lambda: best_so_far(TRIALS),
    boxed_number: lambda: boxed_number(None, NUMBER, (99, 28)),
    change_pictures: lambda: change_pictures(some_change()),
    confusion_heatmap: lambda: confusion_heatmap(CONFUSION),
    contour_chart: lambda: contour_chart(TRIALS, RATE, OPTIMIZER),
    contribution_map: lambda: contribution_map(explanation(IMAGE)),
    cost_against_error: lambda: cost_against_error(ALL, "parameters"),
    curves_chart: lambda: curves_chart(ALL, "val_error", 0.0),
    dead_share_curve: lambda: dead_share_curve([1, 2], NORMS),
    deck_chart: lambda: deck_chart(MEASURED),
    digit_gallery: lambda: digit_gallery(PICTURES, ["4 → 9"] * 8),
    digit_map: lambda: digit_map(MAP),
    digit_row: lambda: digit_row(NUMBER, narrow=False),
    digit_score_bars: lambda: digit_score_bars(SCORES),
    eight_digits: lambda: eight_digits(PICTURES),
    error_against: lambda: error_against(ALL, "dropout"),
    experiment_chart: lambda: experiment_chart(RATES, POINTS),
    final_errors: lambda: final_errors(ALL),
    firing_histogram: lambda: firing_histogram(layer([0, 0.5], [True, False]), title="Firing"),
    first_layer_weights: lambda: first_layer_weights(KERNEL),
    framed_drawing: lambda: framed_drawing(None, [], width=28, height=28),
    handwriting_gallery: lambda: handwriting_gallery(PICTURES, list(range(8)), None),
    importance_bars: lambda: importance_bars({"dropout": 0.44, "learning_rate": 0.56}),
    layer_activations: lambda: layer_activations(np.array([0.5, -0.25, 2.0])),
    learning_curve: lambda: learning_curve([make_epoch(1)], "loss", total_epochs=2),
    network_diagram: lambda: network_diagram(PRESETS["slide-2"].config),
    norms_curve: lambda: norms_curve([1, 2], NORMS, title="Sizes", value_title="Size"),
    number_answer: lambda: number_answer(NUMBER),
    occlusion_map: lambda: occlusion_map(IMAGE, IMAGE),
    parallel_coordinates: lambda: parallel_coordinates(ALL),
    probability_bars: lambda: probability_bars(SHARES),
    refusal_curve_chart: lambda: refusal_curve_chart(REFUSAL),
    reliability_curve: lambda: reliability_curve(RELIABILITY),
    robustness_curve: lambda: robustness_curve(ROBUSTNESS, "rotation"),
    seconds_chart: lambda: seconds_chart(RATES, POINTS),
    seen_digit: lambda: seen_digit(IMAGE),
    slice_chart: lambda: slice_chart(TRIALS, RATE),
    standings_chart: lambda: standings_chart(ROWS, {}),
    trade_off: lambda: trade_off(TRIALS, "error_and_parameters"),
    trial_lines: lambda: trial_lines(TRIALS, PLAN),
}

"""Contenders as numbers: curves over seeds, differences, settings in words, the table."""

import csv
import io
import math
import statistics
from dataclasses import replace

import numpy as np
import pandas as pd  # type: ignore[import-untyped]
import pytest

from mnist_core.compare.contenders import Contender, curve, smooth
from mnist_core.compare.differences import (
    differing_settings,
    plottable_settings,
    setting_value,
)
from mnist_core.config import RunConfig
from mnist_core.config_input import make_config
from mnist_core.export.csv_tables import runs_csv
from mnist_core.figures.setting_scale import make_scale
from mnist_core.presets import PRESETS
from mnist_core.store.records import Run, Taught
from tests.core.compare.comparison_helpers import make_contender, make_epoch, make_run


def test_a_contender_sums_its_members_up():
    contender = make_contender("a", test_errors=[2.0, 3.0, 4.5])

    assert contender.test_error is not None
    assert contender.test_error.mean == pytest.approx(9.5 / 3)
    assert contender.test_error.deviation == pytest.approx(statistics.stdev([2.0, 3.0, 4.5]))
    assert (contender.test_error.low, contender.test_error.high) == pytest.approx((2.0, 4.5))


def test_a_single_run_has_no_standard_deviation():
    error = make_contender("a", test_errors=[2.0]).test_error

    assert error is not None
    assert error.deviation is None


def test_members_without_a_test_error_are_left_out_of_it():
    error = make_contender("a", test_errors=[2.0, None, 4.0]).test_error

    assert error is not None
    assert error.values == pytest.approx((2.0, 4.0))
    assert make_contender("a", test_errors=[None]).test_error is None


def same_seed_twice_and_another() -> Contender:
    """Make 4 % and 2 % of seed 0, which are 3 %, and 9 % of seed 1."""
    runs = [make_run("a", test_error=4.0), make_run("b", test_error=2.0)]
    runs.append(make_run("c", RunConfig(seed=1), test_error=9.0))
    histories = tuple((make_epoch(1, loss=loss),) for loss in (0.1, 0.3, 0.8))
    return Contender("a", "a", tuple(runs), histories)


def test_two_runs_of_one_seed_are_one_seed_with_their_mean():
    contender = same_seed_twice_and_another()

    assert contender.seeds == [0, 1]
    assert contender.test_error is not None
    assert contender.test_error.values == pytest.approx((3.0, 9.0))


def test_one_seed_however_often_has_no_standard_deviation():
    runs = tuple(make_run(name, test_error=82.51) for name in "abc")
    error = Contender("a", "a", runs, ((), (), ())).test_error

    assert error is not None
    assert error.deviation is None


def test_a_curve_counts_a_seed_once():
    drawn = curve(same_seed_twice_and_another(), "loss")

    assert drawn.seeds.tolist() == [2]
    assert (drawn.mean[0], drawn.low[0], drawn.high[0]) == pytest.approx((0.5, 0.2, 0.8))


def test_the_validation_error_is_that_of_each_member_that_has_one():
    contender = make_contender("a", curves=[[9.0, 5.0], [9.0, 8.0, 3.0], []])

    assert contender.validation_error is not None
    assert contender.validation_error.values == pytest.approx((5.0, 3.0))


def test_a_seed_that_still_trains_does_not_count_in_the_validation_error_of_those_that_ended():
    contender = make_contender("a", curves=[[9.0, 5.0], [80.0]])
    ended, begun = contender.runs
    begun = replace(begun, state="training")

    some = replace(contender, runs=(ended, begun)).validation_error
    none = replace(contender, runs=(replace(ended, state="training"), begun)).validation_error

    assert some is not None
    assert none is not None
    assert some.values == pytest.approx((5.0,))
    assert none.values == pytest.approx((5.0, 80.0))


def test_runs_that_are_computed_in_different_ways_differ_in_that_and_stay_of_one_group():
    plain, compiled = make_contender("a"), make_contender("b")
    compiled = replace(compiled, runs=(replace(compiled.runs[0], training_path="compiled"),))
    both = replace(compiled, runs=(*plain.runs, *compiled.runs))

    (row,) = differing_settings([plain, compiled, both])

    assert row.texts == (
        "as Keras does by default",
        "compiled by XLA",
        "as Keras does by default and compiled by XLA",
    )
    assert plottable_settings([plain, compiled]) == []
    assert plain.runs[0].family == compiled.runs[0].family


def test_the_epochs_of_a_run_that_ended_early_are_those_it_did_of_those_it_was_to_do():
    early = make_contender("a", config=RunConfig(epochs=60))
    early = replace(early, runs=(replace(early.runs[0], epochs_done=10),))
    two = make_contender("b", config=RunConfig(epochs=30), test_errors=[1.0, 2.0])
    two = replace(two, runs=(two.runs[0], replace(two.runs[1], epochs_done=12)))

    (epochs,) = differing_settings([early, two, make_contender("c")])

    assert epochs.texts == ("10 of 60", "12 to 30 of 30", "10")


def test_the_final_error_is_the_test_error_once_there_is_one():
    before = make_contender("a", curves=[[9.0, 5.0]], test_errors=[None])
    after = make_contender("a", curves=[[9.0, 5.0]], test_errors=[4.0])

    assert before.final_error is not None
    assert after.final_error is not None
    assert (before.final_error.mean, after.final_error.mean) == pytest.approx((5.0, 4.0))


def test_seconds_per_epoch_are_the_mean_over_the_members_that_trained():
    runs = make_run("a", seconds=1.0), make_run("b", seconds=4.0), make_run("c")
    contender = Contender("a", "a", runs, ((), (), ()))

    assert contender.seconds_per_epoch == pytest.approx(2.5)
    assert replace(contender, runs=runs[2:]).seconds_per_epoch is None


def test_a_curve_spans_the_members_that_reached_each_epoch():
    drawn = curve(make_contender("a", curves=[[8.0, 4.0], [6.0, 2.0, 1.0]]), "val_error")

    assert drawn.epochs.tolist() == [1, 2, 3]
    assert drawn.mean == pytest.approx([7.0, 3.0, 1.0])
    assert drawn.low == pytest.approx([6.0, 2.0, 1.0])
    assert drawn.high == pytest.approx([8.0, 4.0, 1.0])


def test_a_diverged_member_leaves_the_others_their_mean():
    histories = (
        (make_epoch(1, loss=0.4), make_epoch(2, loss=math.nan), make_epoch(3, loss=math.inf)),
        (make_epoch(1, loss=0.2), make_epoch(2, loss=0.1), make_epoch(3, loss=math.nan)),
    )
    runs = make_run("a"), make_run("b", RunConfig(seed=1))
    drawn = curve(Contender("a", "a", runs, histories), "loss")

    assert drawn.mean == pytest.approx([0.3, 0.1, math.nan], nan_ok=True)
    assert drawn.high == pytest.approx([0.4, 0.1, math.nan], nan_ok=True)


@pytest.mark.parametrize(
    ("metric", "expected"),
    [("loss", 0.5), ("val_loss", 0.25), ("error", 20.0), ("val_error", 10.0)],
)
def test_each_metric_is_read_from_the_epoch_in_its_unit(metric, expected):
    epoch = make_epoch(1, loss=0.5, accuracy=0.8, val_loss=0.25, val_error=10.0)
    contender = Contender("a", "a", (make_run("a"),), ((epoch,),))

    assert curve(contender, metric).mean == pytest.approx([expected])


def test_a_contender_without_epochs_has_an_empty_curve():
    drawn = curve(make_contender("a", curves=[[]]), "val_loss", 0.5)

    assert [part.size for part in (drawn.epochs, drawn.mean, drawn.low, drawn.raw)] == [0, 0, 0, 0]


@pytest.mark.parametrize("weight", [0.0, 0.3, 0.6, 0.99])
def test_smoothing_is_the_adjusted_moving_average_of_pandas(weight):
    values = np.random.default_rng(0).normal(size=50)
    expected = pd.Series(values).ewm(alpha=1 - weight, adjust=True).mean()

    assert smooth(values, weight) == pytest.approx(expected.to_numpy())


def test_smoothing_passes_over_what_is_not_finite():
    smoothed = smooth([1.0, math.nan, 0.5, 0.0], 0.6)

    # By hand, as TensorBoard's own test has it for 1, 0.5, 0 at 0.6.
    assert smoothed == pytest.approx([1.0, math.nan, 0.6875, 0.336735], nan_ok=True, abs=1e-6)


def test_smoothing_keeps_the_mean_inside_the_range_and_the_raw_mean_beside_it():
    contender = make_contender("a", curves=[[9.0, 2.0, 6.0, 1.0], [5.0, 3.0, 2.0, 4.0]])
    drawn, plain = curve(contender, "val_error", 0.7), curve(contender, "val_error")

    assert (drawn.low <= drawn.mean).all()
    assert (drawn.mean <= drawn.high).all()
    assert drawn.raw == pytest.approx(plain.mean)


def test_only_settings_that_differ_are_listed_in_plain_words():
    one = make_contender("a", config=RunConfig(hidden_units=(784, 784), dropout=0.25))
    two = make_contender("b", config=RunConfig(hidden_units=(), early_stopping_patience=3))
    rows = {row.name: row.texts for row in differing_settings([one, two])}

    assert rows == {
        "Layer sizes": ("784-784", "none"),
        "Dropout": ("0.25", "0.2"),
        "Early stopping patience": ("never", "3"),
    }


def test_a_rate_left_to_the_optimizer_differs_where_the_optimizers_own_do():
    adam, sgd = (make_contender(name, config=RunConfig(optimizer=name)) for name in ("adam", "sgd"))
    (rate,) = [row for row in differing_settings([adam, sgd]) if row.field == "learning_rate"]

    assert rate.texts == ("0.001 (default)", "0.01 (default)")


def test_seeds_count_between_single_runs_but_not_inside_a_group():
    group = make_contender("a", test_errors=[2.0, 2.1], config=RunConfig(seed=0))
    one, two = (make_contender(str(seed), config=RunConfig(seed=seed)) for seed in (7, 8))

    assert differing_settings([group, one]) == []
    assert [row.texts for row in differing_settings([group, one, two])] == [("0, 1", "7", "8")]


def test_the_same_neurons_in_another_order_are_plotted_as_words():
    pair = [
        make_contender(name, config=RunConfig(hidden_units=units))
        for name, units in (("a", (64, 32)), ("b", (32, 64)))
    ]

    assert plottable_settings(pair) == ["hidden_units"]
    assert [setting_value(each.config, "hidden_units") for each in pair] == ["64-32", "32-64"]


def test_a_taught_run_differs_in_what_it_begins_with_and_no_error_is_plotted_against_that():
    config = RunConfig()
    taught = replace(make_run("b", config), taught=Taught("a", "amy", 40, "digest", 4))
    pair = [make_contender("a", config=config), Contender("b", "b", (taught,), ((),))]

    (row,) = differing_settings(pair)

    assert row.texts == ("random weights", "amy's weights, fine-tuned on 40 drawings")
    assert plottable_settings(pair) == []


def test_layers_are_plotted_by_their_number_and_their_neurons():
    one = make_contender("a", config=RunConfig(hidden_units=(64,)))
    two = make_contender("b", config=RunConfig(hidden_units=(32, 32), optimizer="sgd"))

    assert plottable_settings([one, two]) == ["layers", "optimizer", "learning_rate"]
    assert [setting_value(two.config, name) for name in ("layers", "all_neurons")] == [2, 64]


def test_the_plotted_learning_rate_is_the_one_in_force():
    asked = make_contender("a", config=RunConfig(learning_rate=0.001))
    left = make_contender("b", config=RunConfig())

    assert setting_value(RunConfig(optimizer="sgd"), "learning_rate") == 0.01
    assert plottable_settings([asked, left]) == []


@pytest.mark.parametrize(
    ("values", "places", "texts"),
    [
        ([10, 30, 20], [0, 1, 0.5], ["10", "20", "30"]),
        ([0.001, 0.1, 0.01], [0, 1, 0.5], ["0.001", "0.01", "0.1"]),
        ([0.0, 0.1, 0.001], [0, 1, 0.5], ["0", "0.001", "0.1"]),
        (["sgd", "adam", "lion"], [1, 0, 0.5], ["adam", "lion", "sgd"]),
        (["never", 5, 3], [1, 0.5, 0], ["3", "5", "never"]),
        ([60_000, 60_000], [0.5, 0.5], ["60,000"]),
        ([], [], []),
    ],
)
def test_values_stand_in_proportion_by_decades_or_evenly(values, places, texts):
    scale = make_scale(values)

    assert scale.places == pytest.approx(places)
    assert [text for _, text in scale.ticks] == texts


def test_numbers_too_near_to_each_other_are_not_all_written():
    scale = make_scale([100, 101, 150, 199, 200])

    assert [text for _, text in scale.ticks] == ["100", "150", "200"]


def table(*rows: Run) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(runs_csv(rows), newline="")))


@pytest.mark.parametrize("preset", PRESETS)
def test_a_row_gives_back_the_settings_of_its_run(preset):
    config = PRESETS[preset].config
    (row,) = table(make_run("a", config))

    assert make_config({field: row[field] for field in RunConfig.model_fields}) == config


def test_a_row_holds_the_numbers_of_its_run_and_leaves_open_what_is_not_known():
    run = make_run("a", test_error=2.93, val_error=3.5, seconds=1.25, parameters=623_290)
    run = replace(run, notes='two\nlines, "quoted"')
    known, unknown = table(run, make_run("b"))

    assert (known["id"], known["state"]) == ("a", "finished")
    assert float(known["test_error_percent"]) == pytest.approx(2.93)
    assert (known["validation_error_percent"], known["seconds_per_epoch"]) == ("3.5", "1.25")
    assert (known["parameters"], known["notes"]) == ("623290", 'two\nlines, "quoted"')
    assert unknown["test_error_percent"] == unknown["seconds_per_epoch"] == ""


def test_the_tags_of_a_run_are_its_last_column():
    rows = table(replace(make_run("a"), tags=("homework", "week 3")), make_run("b"))

    assert [list(row)[-1] for row in rows] == ["tags", "tags"]
    assert [row["tags"] for row in rows] == ["homework, week 3", ""]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_text_that_a_spreadsheet_would_run_is_defused(text):
    (row,) = table(replace(make_run("a"), name=text, notes=text))

    assert row["name"] == row["notes"] == f"'{text}"


def test_no_runs_give_a_header_alone():
    assert runs_csv([]).splitlines()[0].startswith("id,name,state,hidden_units")
    assert len(runs_csv([]).splitlines()) == 1

"""What a page can watch, by name."""

import json
from dataclasses import replace
from typing import Any

import pytest

from mnist_core.config import RunConfig
from mnist_core.engine.job_task import run_job
from mnist_core.errors import LabError
from mnist_core.figures.comparison_style import COLORS
from mnist_core.presets import PRESETS
from mnist_core.store.jobs import request
from mnist_core.store.records import Epoch, Progress
from mnist_core.store.run_files import LAST
from mnist_core.store.run_leases import RunLease
from mnist_core.store.run_store import RunStore
from mnist_core.sweeps.plan import make_plan
from mnist_core.sweeps.search_space_text import parse_dimension
from mnist_core.sweeps.sweep_store import create_sweep, delete_sweep, sweep_trials
from mnist_core.sweeps.trial_leases import claim_trial
from mnist_core.web.comparison_charts import View
from mnist_core.web.feeds import (
    BOARD,
    COMPARISON,
    CURVES,
    DIAGNOSIS,
    EXPERIMENT,
    HINTS,
    JOB,
    LESSON,
    LISTED,
    LOG,
    NEWEST,
    NUMBERS,
    RUNS,
    SWEEP_CHARTS,
    SWEEP_NUMBERS,
    TRIALS,
    WEIGHTS,
    feed_name,
    first_update,
    open_feed,
)
from mnist_core.web.marks import OUTDATED, UNDER_WAY, runs_mark
from mnist_core.web.messages import Charts, ListedRows, Numbers
from mnist_core.web.trial_rows import VALUES
from tests.app.runs import random_weights, trained
from tests.sweep_samples import add_sample_trials

CONFIG = RunConfig(hidden_units=(4,), epochs=3)
EPOCH = Epoch(1, 0.5, 0.9, 0.2, 0.95, 2.0, 0.001)


@pytest.fixture
def run(store):
    return trained(store, CONFIG, "brisk-heron", weights=True)


@pytest.fixture
def sweep(store):
    varied = ("learning_rate=1e-4..1e-1:log", "dropout=0..0.5")
    plan = make_plan(base=CONFIG, dimensions=map(parse_dimension, varied), trials=20)
    sweep = create_sweep(store, plan, "wide")
    add_sample_trials(store, sweep.id, 10, training=1)
    return sweep


def charts_feed(sweep, tab="progress", across="", up=""):
    return feed_name(SWEEP_CHARTS, sweep=sweep.id, tab=tab, across=across, up=up)


def state_of(store: RunStore, name: str) -> Any:
    """Give what a feed has now, of whatever kind."""
    return first_update(store, name).state


def test_equal_options_name_the_same_feed():
    names = feed_name(JOB, run="a b", kind="map"), feed_name(JOB, kind="map", run="a b")
    assert names[0] == names[1]


@pytest.mark.parametrize(
    "name",
    [
        "",
        "nothing",
        "run_numbers",
        "run_numbers?run=a&more=b",
        "job?run=a&kind=rm&subject=",
        "run?",
    ],
)
def test_another_name_is_refused_in_a_sentence(name):
    with pytest.raises(LabError, match="There is no feed"):
        open_feed(name)


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        (LESSON, {"lesson": "gradient-dissent"}),
        (EXPERIMENT, {"experiment": "luck", "guess": ""}),
        (EXPERIMENT, {"experiment": "neurons", "guess": "many"}),
    ],
)
def test_no_lesson_and_no_guess_are_refused_in_a_sentence(kind, options):
    with pytest.raises(LabError, match=r"There is no lesson|A guess is a number"):
        open_feed(feed_name(kind, **options))


@pytest.mark.parametrize("kind", [NUMBERS, CURVES, LOG, WEIGHTS])
def test_what_has_not_changed_is_not_made_again(store, run, kind):
    feed = open_feed(feed_name(kind, run=run.id))

    assert feed.state(store) is feed.state(store)


def test_a_list_of_the_newest_that_is_as_before_is_the_same(store, run):
    feed = open_feed(NEWEST)

    assert feed.state(store) is feed.state(store)


@pytest.mark.parametrize("kind", [NUMBERS, CURVES, LOG, WEIGHTS])
def test_of_a_deleted_run_there_is_no_state(store, run, kind):
    feed = open_feed(feed_name(kind, run=run.id))
    assert feed.state(store) is not None
    store.delete(run.id)

    assert feed.state(store) is None


def test_the_board_has_another_mark_once_a_run_has_ended_and_not_while_one_trains(store):
    feed = open_feed(BOARD)
    before = feed.state(store)
    waiting = store.create(CONFIG, "calm-otter", holder="worker")
    assert feed.state(store) is before

    trained(store, CONFIG, "brisk-heron")

    after = feed.state(store)
    assert before != after
    store.delete(waiting.id)
    assert feed.state(store) is after


def test_the_newest_runs_name_the_one_to_watch_the_newest_that_trains(store):
    assert state_of(store, NEWEST) == ListedRows(rows=())
    ended = trained(store, CONFIG, "ended")
    assert state_of(store, NEWEST).page == ended.id
    trains = store.create(CONFIG, "trains", holder="worker")
    assert RunLease(store, trains.id, "worker").claim() is not None
    store.create(CONFIG, "a-trial", sweep_id="sweep")
    store.create(CONFIG, "waits")

    state = state_of(store, NEWEST)

    assert [row.name for row in state.rows] == ["waits", "trains", "ended"]
    assert state.page == trains.id


def test_curves_are_plotly_figures_with_the_history(store, run):
    state = state_of(store, feed_name(CURVES, run=run.id))

    loss = json.loads(state.figures["loss"])
    assert loss["data"][0]["x"] == [1, 2, 3]
    assert set(state.figures) == {"loss", "accuracy"}


def test_the_log_is_what_keras_prints(store, run):
    text = state_of(store, feed_name(LOG, run=run.id)).text

    assert text.startswith("Epoch 1/3\n - 1.0s - loss: 0.5000")
    assert text.endswith("Error: 10.00%")


def test_equal_states_have_one_version_and_others_another(store):
    held = store.create(CONFIG, "held")
    lease = RunLease(store, held.id, "worker")
    assert lease.claim() is not None
    name = feed_name(NUMBERS, run=held.id)
    before = [first_update(store, name).version for _ in range(2)]
    lease.report(Progress(1, 1, 10, 0.25, 0.91, 31_234.0, 2.4), [])

    assert before[0] == before[1] != first_update(store, name).version


def test_weights_are_there_or_may_come_or_never_will(store, run):
    waiting, failed = (store.create(CONFIG, name, holder="worker") for name in ("a", "b"))
    RunLease(store, failed.id, "worker").claim()
    RunLease(store, failed.id, "worker").release("failed", message="It broke.")

    pages = [
        state_of(store, feed_name(WEIGHTS, run=each.id)).page for each in (run, waiting, failed)
    ]

    assert pages == ["there", "active", "none"]


def test_runs_are_marked_by_epochs_and_states(store, run):
    feed: Any = open_feed(feed_name(RUNS, ids=f"{run.id},gone", epochs="yes"))
    before = feed.state(store)
    assert before.page == runs_mark([run])
    store.extend(run.id, 2)

    assert feed.state(store).page == runs_mark([store.read(run.id)]) != before.page


def test_where_epochs_do_not_count_runs_are_marked_by_states_alone(store):
    run = store.create(CONFIG, "trains", holder="worker")
    lease = RunLease(store, run.id, "worker")
    lease.claim()
    marks: dict[str, Any] = {
        epochs: open_feed(feed_name(RUNS, ids=run.id, epochs=epochs)) for epochs in ("yes", "no")
    }
    before = {epochs: feed.state(store) for epochs, feed in marks.items()}

    lease.report(Progress(2, 1, 300, 0.25, 0.91, 31_234.0, 2.4), [EPOCH])

    assert marks["no"].state(store) is before["no"]
    assert marks["yes"].state(store) != before["yes"]
    lease.release("finished", test_accuracy=0.9)
    assert marks["no"].state(store) != before["no"]


def test_a_lesson_s_numbers_follow_its_run_and_its_page_is_drawn_again_at_its_end(store):
    feed: Any = open_feed(feed_name(LESSON, lesson="simple-network"))
    none = feed.state(store)
    assert [tile.value for tile in none.tiles] == ["2.93%", "–", "–", "623,290"]
    assert feed.state(store) is none
    run = store.create(PRESETS["slide-1"].config, "lesson 1", holder="worker")
    lease = RunLease(store, run.id, "worker")
    lease.claim()
    begun = feed.state(store)
    assert begun.page != none.page

    lease.report(Progress(2, 1, 300, 0.25, 0.91, 31_234.0, 2.4), [EPOCH])

    trains = feed.state(store)
    assert trains.page == begun.page
    assert trains.tiles[1].note == "after epoch 1"
    lease.report(
        None, [replace(EPOCH, number=number) for number in range(2, run.target_epochs + 1)]
    )
    lease.release("finished", test_accuracy=0.97)
    ended = feed.state(store)
    assert ended.page != trains.page
    assert (ended.tiles[1].value, ended.tiles[2].value) == ("3.00%", "+0.07")


def test_an_experiment_s_charts_have_what_was_guessed(store):
    name = feed_name(EXPERIMENT, experiment="batch-size", guess="64.0")
    feed: Any = open_feed(name)

    charts = feed.state(store)

    assert set(charts.figures) == {"errors", "seconds"}
    assert feed.state(store) is charts
    without = open_feed(feed_name(EXPERIMENT, experiment="batch-size", guess="")).state(store)
    assert isinstance(without, Charts)
    assert without.figures["errors"] != charts.figures["errors"]
    assert without.figures["seconds"] == charts.figures["seconds"]


def test_listed_rows_follow_their_runs_and_a_baseline(store, run):
    other = trained(store, CONFIG.model_copy(update={"seed": 1}), "other", error=0.04)
    name = feed_name(LISTED, ids=f"{run.id},gone", together="no", baseline=other.id)
    feed: Any = open_feed(name)

    (row,) = feed.state(store).rows

    assert (row.run, row.name, row.cells["state"][0]) == (run.id, "brisk-heron", "finished")
    assert row.tones["test"] == "bad"
    assert feed.state(store) is feed.state(store)
    together = first_update(store, feed_name(LISTED, ids=run.id, together="yes", baseline=""))
    assert isinstance(together.state, ListedRows)
    assert "2 seeds" in together.state.rows[0].cells["name"][0]
    store.extend(run.id, 2)
    (row,) = feed.state(store).rows
    assert row.cells["epochs"][0] == "3 of 5"


def comparison(run, **changes) -> str:
    view = View("val_error", 0.0, published=True)
    options = {**view.options, "places": f"{run.id}:3", "together": "no", **changes}
    return feed_name(COMPARISON, **options)


def test_the_charts_of_a_comparison_follow_its_runs_in_their_colours(store, run):
    feed: Any = open_feed(comparison(run))

    charts = feed.state(store)

    assert set(charts.figures) == {
        "curves",
        "final",
        "setting",
        "cost",
    }  # one run differs in nothing
    lines = json.loads(charts.figures["curves"])["data"]
    assert COLORS[3] in json.dumps(lines)
    assert feed.state(store) is charts
    store.extend(run.id, 2)
    assert feed.state(store) is not charts


@pytest.mark.parametrize(
    "changes",
    [
        {"places": "here"},
        {"metric": "luck"},
        {"cost": "love"},
        {"smoothing": "1"},
        {"smoothing": ""},
    ],
)
def test_no_comparison_of_something_unknown(run, changes):
    with pytest.raises(LabError, match=r"id:place|has no such"):
        open_feed(comparison(run, **changes))


def test_a_measurement_is_under_way_until_it_has_ended(store, run):
    name = feed_name(JOB, run=run.id, kind="evaluation", subject="")
    assert state_of(store, name).page == "none"
    request(store, run.id, "evaluation")

    state = state_of(store, name)

    assert (state.page, state.text) == (
        UNDER_WAY,
        "Measured next; the result appears here by itself",
    )


def test_a_measurement_of_older_weights_is_outdated(store, run, settings):
    name = feed_name(JOB, run=run.id, kind="evaluation", subject="")
    request(store, run.id, "evaluation")
    run_job(run.id, "evaluation", "", settings)
    assert state_of(store, name).page == "done"

    store.artifacts.write(run.id, LAST, random_weights(CONFIG, 4))

    assert state_of(store, name).page == OUTDATED


def test_a_diagnosis_is_drawn_again_for_another_state_or_advice_and_not_for_an_epoch(store):
    slow = store.create(CONFIG.model_copy(update={"learning_rate": 1e-6}), "slow")
    lease = RunLease(store, slow.id, "worker")
    lease.claim()
    feeds: Any = [open_feed(feed_name(kind, run=slow.id)) for kind in (DIAGNOSIS, HINTS)]

    def after(number: int, accuracy: float) -> tuple[Any, Any]:
        epoch = replace(EPOCH, number=number, val_loss=2.3 - accuracy, val_accuracy=accuracy)
        lease.report(None, [replace(epoch, learning_rate=1e-6)])
        return tuple(feed.state(store) for feed in feeds)

    begun = feeds[0].state(store)
    first, reasons = after(1, 0.2)
    assert first.page != begun.page
    assert first.tiles[1].value == "80.00%"
    (reason,) = reasons.reasons.values()
    assert "after epoch 1" in reason

    second, reasons = after(2, 0.3)
    assert second.page == first.page
    assert second.tiles[1].value == "70.00%"
    (reason,) = reasons.reasons.values()
    assert "after epoch 2" in reason

    lease.release("finished", test_accuracy=0.3)
    assert feeds[0].state(store).page != second.page


def test_a_sweep_s_numbers_change_with_its_trials_and_are_else_not_made_again(store, sweep):
    feed = open_feed(feed_name(SWEEP_NUMBERS, sweep=sweep.id))
    before = feed.state(store)
    assert isinstance(before, Numbers)
    assert feed.state(store) is before

    with store.database.begin() as connection:
        change = "UPDATE sweep_trials SET state = 'finished', error = 0.5 WHERE state = 'training'"
        connection.exec_driver_sql(change)

    after = feed.state(store)
    assert isinstance(after, Numbers)
    assert after.tiles != before.tiles
    assert after.page == before.page


@pytest.mark.parametrize(
    ("tab", "across", "up", "names"),
    [
        ("progress", "", "", {"best_so_far", "importances"}),
        ("trade", "", "", {"trade_off"}),
        ("lines", "", "", {"trial_lines"}),
        ("one", "dropout", "", {"slice_chart"}),
        ("two", "dropout", "learning_rate", {"contour_chart"}),
        ("one", "seed", "", set()),
    ],
)
def test_each_tab_of_a_sweep_has_its_charts(store, sweep, tab, across, up, names):
    feed = open_feed(charts_feed(sweep, tab, across, up))
    state = feed.state(store)

    assert isinstance(state, Charts)
    assert set(state.figures) == names
    assert all(state.height(name) > 100 for name in names)
    assert feed.state(store) is state


def trials_feed(sweep, by="error", page=1, *, descending=False):
    order = {"by": by, "descending": "yes" if descending else "no", "page": str(page)}
    return feed_name(TRIALS, sweep=sweep.id, **order)


def numbers_of(state: ListedRows) -> list[int]:
    return [int(row.cells["trial"][0]) for row in state.rows]


def test_a_sweep_s_trials_are_rows_best_first_and_follow_their_ends(store, sweep):
    feed = open_feed(trials_feed(sweep))
    before = feed.state(store)
    assert isinstance(before, ListedRows)
    assert feed.state(store) is before
    errors = [float(row.cells["error"][0].rstrip("%")) for row in before.rows if done(row)]
    assert len(errors) > 3
    assert errors == sorted(errors)

    with store.database.begin() as connection:
        change = "UPDATE sweep_trials SET state = 'finished', error = 0.5 WHERE state = 'training'"
        connection.exec_driver_sql(change)

    after = feed.state(store)
    assert isinstance(after, ListedRows)
    assert after.rows[0].cells["error"] == ("0.50%", "")
    assert after.page == before.page


def test_a_trial_has_its_settings_as_soon_as_they_are_chosen(store, sweep):
    name = trials_feed(sweep, "trial", 1)
    running: Any = open_feed(name)
    lease: Any = claim_trial(store, sweep.id, "worker")
    before = running.state(store).rows[lease.number].cells
    params = {"learning_rate": 0.01, "dropout": 0.25}
    lease.record_choice(99, params, "a-run", 1000, "key")

    after = running.state(store).rows[lease.number].cells
    assert (before["dropout"], after["dropout"]) == (("–", ""), ("0.25", ""))
    assert after["epochs"] == ("–", "")  # while it trains


def done(row):
    return row.cells["state"][0] == "finished"


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("by", [*VALUES, "learning_rate"])
def test_trials_are_sorted_by_any_column_those_without_a_value_last(store, sweep, by, descending):
    with store.database.begin() as connection:
        connection.exec_driver_sql("UPDATE sweep_trials SET error = NULL WHERE number = 0")
        connection.exec_driver_sql("UPDATE sweep_trials SET params = '{}' WHERE number = 0")
    trials = {trial.number + 1: trial for trial in sweep_trials(store, sweep.id)}
    value: Any = VALUES.get(by) or (lambda trial: trial.params.get(by))

    numbers = numbers_of(state_of(store, trials_feed(sweep, by, descending=descending)))

    assert sorted(numbers) == sorted(trials)
    shown = [trials[number] for number in numbers]
    if by == "error":
        shown = [trial for trial in shown if trial.state == "finished"]
    values = [value(trial) for trial in shown if value(trial) is not None]
    assert values == sorted(values, reverse=descending)
    assert all(value(trial) is None for trial in shown[len(values) :])


def test_many_trials_stand_on_pages_and_a_page_too_far_is_the_last(store, sweep):
    wide = create_sweep(store, sweep.plan, "wider")
    add_sample_trials(store, wide.id, 45)

    pages = [state_of(store, trials_feed(wide, "trial", page)) for page in (1, 2, 3, 9)]

    assert [len(page.rows) for page in pages] == [20, 20, 5, 5]
    assert [number for page in pages[:3] for number in numbers_of(page)] == list(range(1, 46))
    assert {page.page for page in pages} == {"3 some"}


@pytest.mark.parametrize(("by", "page"), [("nonsense", "1"), ("error", "0"), ("error", "x")])
def test_no_column_and_no_page_are_refused_in_a_sentence(store, sweep, by, page):
    with pytest.raises(LabError, match=r"cannot be sorted by|is a number from 1"):
        first_update(store, trials_feed(sweep, by, page))


def test_of_a_deleted_sweep_there_is_no_state(store, sweep):
    feeds = [open_feed(name) for name in (charts_feed(sweep), f"sweep_numbers?sweep={sweep.id}")]
    assert None not in [feed.state(store) for feed in feeds]
    delete_sweep(store, sweep.id, with_runs=True)

    assert [feed.state(store) for feed in feeds] == [None, None]


def test_another_tab_of_a_sweep_is_refused_in_a_sentence(sweep):
    with pytest.raises(LabError, match="no charts 'tables'"):
        open_feed(charts_feed(sweep, "tables"))

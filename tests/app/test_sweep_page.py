"""The Sweep page without a browser or an engine: the form, the buttons, the charts, the table."""

import csv
import io
import json
import re

import pytest

from mnist_core.config import RunConfig
from mnist_core.export.csv_tables import trials_csv
from mnist_core.setting_descriptions import setting_title
from mnist_core.store.service_status import report_service
from mnist_core.sweeps.housekeeping import write_parallelism
from mnist_core.sweeps.plan import make_plan
from mnist_core.sweeps.records import Parallelism
from mnist_core.sweeps.search_space_text import parse_dimension
from mnist_core.sweeps.sweep_store import create_sweep, read_sweep, recent_sweeps, sweep_trials
from mnist_core.sweeps.variable_settings import VARIABLE
from parts.sweep.defaults import default_dimension
from tests.app.components import component, figure, has_component, state_of, tiles
from tests.app.components import progress_text as words_of_progress
from tests.sweep_samples import add_sample_trials

VARIED = ("learning_rate=1e-4..1e-1:log", "optimizer=adam,sgd")


def plan_of(*varied, **choices):
    return make_plan(
        base=RunConfig(epochs=4),
        dimensions=[parse_dimension(text) for text in varied or VARIED],
        **{"trials": 20, **choices},
    )


def begin(store, count=12, *, training=0, **choices):
    """Write a sweep with made-up trials; it counts as running."""
    sweep = create_sweep(store, plan_of(**choices), "wide search")
    add_sample_trials(store, sweep.id, count, training=training)
    return sweep


def open_sweep(app, **link):
    app.run()
    app.query_params.clear()
    app.query_params.update(link)
    return app.switch_page("sweep.py").run()


def follow(app, **link):
    """Open a link as a new tab does."""
    app.run()
    del app.session_state["followed_link"]
    app.query_params.clear()
    app.query_params.update(link)
    return app.switch_page("sweep.py").run()


def cells_of(app):
    """Give the cells of the table's rows, in their order, by the trial's run."""
    return {row["run"]: row["cells"] for row in component(app, "trials")["rows"]}


def control(app, key):
    """Find a segmented control, which AppTest lists as a group of buttons."""
    return next(group for group in app.button_group if group.key == key)


def charts(app):
    """Give the figures on the page by their keys."""
    keys = ("best_so_far", "importances", "trade_off", "trial_lines", "slice_chart")
    return {key: figure(app, key) for key in keys if has_component(app, key)}


def numbers(app):
    return tiles(app, "sweep_numbers")


def progress_text(app):
    return words_of_progress(app, "sweep_progress")


@pytest.mark.parametrize("field", VARIABLE)
def test_every_setting_comes_with_values_that_a_sweep_can_try(field):
    sgd = RunConfig(optimizer="sgd", momentum=0.5, hidden_units=(64, 64))
    plan = make_plan(base=sgd, dimensions=[default_dimension(field)], sampler="grid")

    assert plan.planned_trials is not None
    assert plan.planned_trials >= 1


def test_the_form_offers_every_setting_that_a_sweep_may_vary_by_its_title(app):
    open_sweep(app)

    rows = [box for box in app.selectbox if box.label == "Setting"]
    assert len(rows) == 2
    assert rows[0].options == [setting_title(field) for field in VARIABLE]


def test_an_empty_lab_offers_a_small_sweep_ready_made(app, store):
    open_sweep(app)
    assert not app.exception
    assert any("No sweep has run here yet" in text.value for text in app.markdown)

    app.button(key="start_small_sweep").click().run()
    assert not app.exception
    (sweep,) = recent_sweeps(store)
    assert (sweep.state, sweep.plan.trials) == ("running", 12)
    assert app.query_params["sweep"] == sweep.id


def test_a_link_of_a_sweep_may_have_what_sweeps_have_and_no_other_name(app):
    follow(app, sweep="new", vary="dropout=0:0.5", trials="7", epochs="3", trails="9")

    assert not app.exception
    (warning,) = app.warning
    assert "No setting is called trails" in warning.value
    assert app.number_input(key="epochs").value == 3


def test_what_varies_and_what_does_not_reach_the_sweep(app, store):
    app.run()
    app.number_input(key="epochs").set_value(3).run()
    app.switch_page("sweep.py").run()
    app.selectbox(key="vary_1").select("batch_size").run()
    app.text_input(key="vary_1_batch_size_values").set_value("32, 64").run()
    app.button(key="vary_more").click().run()
    app.multiselect(key="vary_2_optimizer_values").set_value(["sgd", "adam"]).run()
    app.number_input(key="vary_0_learning_rate_low").set_value(0.001).run()
    app.number_input(key="sweep_trials").set_value(7).run()
    app.button(key="start_sweep").click().run()

    assert not app.exception
    (sweep,) = recent_sweeps(store)
    assert [dimension.text for dimension in sweep.plan.dimensions] == [
        "learning_rate=0.001..0.1:log",
        "batch_size=32,64",
        "optimizer=sgd,adam",
    ]
    assert (sweep.plan.base.epochs, sweep.plan.trials) == (3, 7)


def test_the_form_says_how_many_trials_a_grid_has(app):
    open_sweep(app)
    app.button(key="vary_0_remove").click().run()
    app.selectbox(key="vary_1").select("hidden_units").run()
    app.text_input(key="vary_1_hidden_units_values").set_value("64 | 128 | 128,64").run()
    control(app, "sweep_sampler").set_value("grid").run()

    assert not app.exception
    assert any("**3 trials**" in text.value for text in app.markdown)


@pytest.mark.parametrize(
    ("text", "words"),
    [("32, lots", "Batch size cannot be 'lots'"), ("", "at least one value"), ("8, 8", "twice")],
)
def test_a_wrong_list_is_one_sentence_at_its_row_and_nothing_starts(app, text, words):
    open_sweep(app)
    app.selectbox(key="vary_1").select("batch_size").run()
    app.text_input(key="vary_1_batch_size_values").set_value(text).run()

    assert not app.exception
    (error,) = app.error
    assert words in error.value
    assert app.button(key="start_sweep").disabled


def test_a_setting_varied_twice_is_said_at_the_second_row(app):
    open_sweep(app)
    app.selectbox(key="vary_1").select("learning_rate").run()

    (error,) = app.error
    assert "learning rate is varied twice" in error.value
    assert app.button(key="start_sweep").disabled


def test_two_goals_take_pruning_away_and_say_why(app, store):
    open_sweep(app)
    control(app, "sweep_pruner").set_value("median").run()
    control(app, "sweep_objective").set_value("error_and_parameters").run()
    assert any("cannot weigh a second goal" in text.value for text in app.caption)
    app.button(key="start_sweep").click().run()

    plan = recent_sweeps(store)[0].plan
    assert (plan.pruner, plan.objective) == ("none", "error_and_parameters")


def test_a_running_sweep_shows_where_it_is(app, store):
    sweep = begin(store, 12, training=2)
    trials = sweep_trials(store, sweep.id)
    ended = [trial for trial in trials if trial.state == "finished"]
    failed = sum(trial.state == "failed" for trial in trials)
    least = min(ended, key=lambda trial: trial.error or 0.0)
    open_sweep(app)

    assert not app.exception
    assert progress_text(app).startswith("10 of 20 trials")
    best, place = numbers(app)["Best validation error"]
    assert (best, place) == (f"{least.error:.2f}%", f"trial {least.number + 1}")
    assert numbers(app)["Finished"] == (str(len(ended)), f"of 20, {failed} failed")
    assert numbers(app)["Training now"][0] == "2"
    assert set(charts(app)) == {"best_so_far", "importances"}


def test_the_table_has_the_best_trial_first(app, store):
    sweep = begin(store)
    open_sweep(app)

    errors = [t.error for t in sweep_trials(store, sweep.id) if t.error and t.state == "finished"]
    shown = [cells["error"][0] for cells in cells_of(app).values()]
    assert shown[: len(errors)] == [f"{error:.2f}%" for error in sorted(errors)]
    assert len(shown) == 12
    columns = component(app, "trials")["columns"]
    assert all({column["key"] for column in columns} == set(row) for row in cells_of(app).values())


def test_the_buttons_write_what_is_wanted_of_the_sweep(app, store):
    sweep = begin(store)
    open_sweep(app)
    app.button(key="pause_sweep").click().run()
    assert read_sweep(store, sweep.id).state == "paused"

    app.button(key="resume_sweep").click().run()
    assert read_sweep(store, sweep.id).state == "running"
    app.button(key="stop_sweep").click().run()
    assert read_sweep(store, sweep.id).state == "stopped"

    app.number_input(key=f"more_trials_{sweep.id}").set_value(30).run()
    app.button(key="extend_sweep").click().run()
    assert not app.exception
    extended = read_sweep(store, sweep.id)
    assert (extended.state, extended.trials) == ("running", 50)


def test_a_sweep_is_renamed(app, store):
    sweep = begin(store)
    open_sweep(app)

    app.text_input(key=f"sweep_name_{sweep.id}").set_value("wider  search").run()

    assert not app.exception
    assert app.header[0].value == "wider search"
    assert app.sidebar.selectbox[0].options[1].startswith("wider search")
    assert read_sweep(store, sweep.id).name == "wider search"


def test_a_sweep_keeps_its_name_where_the_other_one_is_empty(app, store):
    sweep = begin(store)
    open_sweep(app)

    app.text_input(key=f"sweep_name_{sweep.id}").set_value(" ").run()

    assert app.toast[0].value.replace("\\", "") == "A sweep's name cannot be empty."
    assert app.header[0].value == sweep.name


@pytest.mark.parametrize("with_runs", [True, False])
def test_a_sweep_is_deleted_with_its_runs_or_without(app, store, with_runs):
    sweep = begin(store)
    open_sweep(app)
    app.toggle(key=f"delete_runs_{sweep.id}").set_value(with_runs).run()
    app.button(key="delete_sweep").click().run()
    assert "permanently?" in app.warning[0].value
    assert ("all of its runs" in app.warning[0].value) == with_runs
    assert len(recent_sweeps(store)) == 1
    app.button(key="delete_sweep_yes").click().run()

    assert not app.exception
    assert recent_sweeps(store) == []
    assert store.count() == (0 if with_runs else 12)
    assert app.header[0].value == "New sweep"


def test_a_sweep_that_is_kept_after_all_is_asked_about_no_more(app, store):
    begin(store)
    open_sweep(app)
    app.button(key="delete_sweep").click().run()
    app.button(key="delete_sweep_no").click().run()

    assert not app.exception
    assert len(app.warning) == 0
    assert len(recent_sweeps(store)) == 1


@pytest.mark.parametrize(
    ("sharing", "note", "means"),
    [
        (None, "not measured yet", "train several trials at a time"),
        (
            Parallelism(1, {1: 100.0, 2: 90.0}, 100.0),
            "fastest: one at a time",
            "on one core, is fastest",
        ),
        (
            Parallelism(2, {1: 100.0, 2: 180.0}, 130.0),
            "fastest: 2 at a time",
            "one core each, is fastest",
        ),
    ],
)
def test_how_trials_share_the_machine_is_said_in_words(app, store, sharing, note, means):
    sweep = begin(store, 4, training=1)
    if sharing is not None:
        write_parallelism(store, sweep.id, sharing)
    open_sweep(app)

    assert numbers(app)["Training now"] == ("1", note)
    shown = state_of(app, "sweep_numbers")["tiles"]
    (tile,) = [each for each in shown if each["label"] == "Training now"]
    assert means in tile["help"]


def test_a_trial_has_one_word_for_its_state_on_all_pages(app, store):
    sweep = begin(store, 12, pruner="median")
    trials = {trial.state: trial for trial in sweep_trials(store, sweep.id)}
    stop_trial(store, trials["finished"])
    trials = {trial.state: trial for trial in sweep_trials(store, sweep.id)}
    assert set(trials) == {"finished", "pruned", "stopped", "failed"}
    open_sweep(app)
    shown = {run: cells["state"][0] for run, cells in cells_of(app).items()}
    hovers = json.dumps(charts(app)["best_so_far"])

    for word, trial in trials.items():
        assert shown[trial.run_id] == word
        assert store.read(trial.run_id).word == word
        if word in ("pruned", "stopped"):
            assert f"{word} after {trial.epochs} epoch" in hovers
        for page in ("train.py", "diagnose.py"):
            assert badge_of(app, page, trial.run_id) == word
    counts = [trial.state for trial in sweep_trials(store, sweep.id)]
    open_sweep(app)
    assert numbers(app)["Finished"] == (str(counts.count("finished")), "of 20, 1 stopped, 1 failed")
    assert numbers(app)["Pruned"][0] == str(counts.count("pruned"))


def test_draw_calls_a_trial_without_a_test_error_by_its_word(app, store):
    sweep = begin(store, 12, pruner="median")
    trial = next(each for each in sweep_trials(store, sweep.id) if each.state == "pruned")
    app.run()
    app.query_params.clear()
    app.query_params["run"] = trial.run_id
    app.switch_page("draw.py").run()

    readers = next(box for box in app.selectbox if box.label == "Read by")
    assert readers.options[0].endswith("· pruned")


def stop_trial(store, trial):
    """Write that a person has stopped a trial."""
    changes = (
        ("UPDATE sweep_trials SET state = 'stopped' WHERE run_id = ?", (trial.run_id,)),
        ("UPDATE runs SET state = 'stopped' WHERE id = ?", (trial.run_id,)),
    )
    with store.database.begin() as connection:
        for change, values in changes:
            connection.exec_driver_sql(change, values)


def badge_of(app, page, run_id):
    """Open a run on a page, and give the word of its badge."""
    app.query_params.clear()
    app.query_params["run"] = run_id
    app.switch_page(page).run()
    assert not app.exception
    texts = [text.value for text in app.markdown]
    badges = [found for text in texts if (found := re.fullmatch(r":\w+-badge\[(.*)\]", text))]
    return badges[0].group(1).split()[-1]


def test_narrowing_fills_the_form_with_smaller_ranges(app, store):
    sweep = begin(store, 20, pruner="median")
    open_sweep(app)
    app.button(key="narrow_sweep").click().run()

    assert not app.exception
    assert app.header[0].value == "New sweep"
    row = next(box.key for box in app.selectbox if box.value == "learning_rate")
    low, high = (
        app.number_input(key=f"{row}_learning_rate_{end}").value for end in ("low", "high")
    )
    assert 1e-4 < low < high <= 1e-1
    assert app.number_input(key="epochs").value == 4
    assert control(app, "sweep_pruner").value == "median"
    assert read_sweep(store, sweep.id).state == "running"


def test_the_best_is_trained_again_on_several_seeds(app, store):
    sweep = begin(store)
    before = {run.id for run in store.recent()}
    open_sweep(app)
    assert app.number_input(key=f"best_epochs_{sweep.id}").value == 12
    app.number_input(key=f"best_seeds_{sweep.id}").set_value(3).run()
    app.button(key="train_best").click().run()

    queued = [run for run in store.recent() if run.id not in before]
    assert [run.config.epochs for run in queued] == [12, 12, 12]
    assert len({run.config.seed for run in queued}) == 3
    (ticked,) = app.session_state["ticked"]  # Compare shows runs that differ in the seed as one
    assert ticked in {run.id for run in queued}


def send_event(app, name, click, **facts):
    """Let the table report what the reader did, as the browser would."""
    app.session_state["trials"] = {name: {**facts, "click": click}}
    return app.run()


def test_picked_trials_are_compared(app, store):
    sweep = begin(store)
    runs = [trial.run_id for trial in sweep_trials(store, sweep.id)][:2]
    open_sweep(app)
    assert app.button(key="compare_trials").disabled
    send_event(app, "ticked", 1, runs=runs)
    assert component(app, "trials")["ticked"] == runs
    assert app.button(key="trial_draw").disabled
    app.button(key="compare_trials").click().run()

    assert app.session_state["ticked"] == runs


@pytest.mark.parametrize(
    "event", [{}, {"runs": "all"}, {"runs": [None, 3, "no-run"]}, {"runs": {"a": 1}}]
)
def test_what_no_table_would_send_picks_nothing(app, store, event):
    begin(store)
    open_sweep(app)
    send_event(app, "ticked", 1, **event)

    assert not app.exception
    assert component(app, "trials")["ticked"] == []


def test_a_head_sorts_the_trials_and_a_sweep_without_that_column_has_its_best_first(app, store):
    first = begin(store, 30)
    open_sweep(app)
    send_event(app, "sort", 1, by="learning_rate", descending=True)
    assert component(app, "trials")["sort"] == {"by": "learning_rate", "descending": True}
    rates = [float(str(trial.params["learning_rate"])) for trial in sweep_trials(store, first.id)]
    shown = [float(cells["learning_rate"][0]) for cells in cells_of(app).values()]
    assert shown == pytest.approx(sorted(rates, reverse=True)[:20], rel=0.01)
    send_event(app, "sort", 2, by="nonsense", descending=True)
    assert component(app, "trials")["sort"]["by"] == "learning_rate"

    other = create_sweep(store, plan_of("dropout=0..0.5"), "other")
    add_sample_trials(store, other.id, 5)
    open_sweep(app, sweep=other.id)

    assert not app.exception
    assert component(app, "trials")["sort"] == {"by": "error", "descending": False}


def test_all_trials_are_a_table_for_a_spreadsheet(app, store):
    sweep = create_sweep(store, plan_of("hidden_units=32|64,32", "dropout=0..0.5"), "=wide")
    add_sample_trials(store, sweep.id, 25, training=1)
    trials = sweep_trials(store, sweep.id)

    rows = list(csv.DictReader(io.StringIO(trials_csv(sweep, trials), newline="")))

    assert [int(row["trial"]) for row in rows] == list(range(1, 26))
    assert {row["hidden_units"] for row in rows} <= {"32", "64 32"}
    assert [row["state"] for row in rows] == [trial.state for trial in trials]
    open_sweep(app)
    assert "Download CSV" in [button.label for button in app.get("download_button")]


def test_the_trade_off_comes_first_where_two_goals_count(app, store):
    begin(store, objective="error_and_seconds")
    open_sweep(app)

    assert not app.exception
    assert set(charts(app)) == {"trade_off"}


def test_a_sweep_whose_engine_failed_says_so(app, store):
    begin(store, 0)
    report_service(store.database, "failed", "No training process could be started: no memory")
    open_sweep(app)

    assert progress_text(app) == (
        "No training process could be started: no memory. "
        "It is tried again; if this does not change, restart the lab."
    )


def test_a_failed_sweep_says_why(app, store):
    sweep = begin(store)
    with store.database.begin() as connection:
        change = "UPDATE sweeps SET state = 'failed', message = ? WHERE id = ?"
        connection.exec_driver_sql(change, ("The disk is full.", sweep.id))
    open_sweep(app)

    shown = state_of(app, "sweep_progress")
    assert (shown["text"], shown["failed"]) == ("The disk is full.", True)
    assert app.button(key="resume_sweep").label == "Resume"


def test_a_link_to_an_unknown_sweep_shows_the_newest_instead(app, store):
    sweep = begin(store)
    open_sweep(app, sweep="nobody")

    assert not app.exception
    assert "'nobody'" in app.warning[0].value
    assert app.query_params["sweep"] == sweep.id


def test_the_form_is_in_its_link_and_the_link_fills_the_form_of_another_tab(app, store):
    varied = ["hidden_units=64|128,64", "momentum=0..0.9"]
    link = {"sweep": "new", "optimizer": "sgd", "epochs": "3", "vary": varied}
    how = {"sampler": "random", "pruner": "median", "objective": "error", "minutes": "2.5"}
    follow(app, **link, **how)

    assert not app.exception
    assert [row.value for row in app.selectbox if row.label == "Setting"] == [
        "hidden_units",
        "momentum",
    ]
    assert dict(app.query_params) == link | how

    app.button(key="start_sweep").click().run()

    plan = recent_sweeps(store)[0].plan
    assert [dimension.text for dimension in plan.dimensions] == varied
    assert (plan.base.optimizer, plan.base.epochs, plan.minutes) == ("sgd", 3, 2.5)
    assert (plan.sampler, plan.pruner) == ("random", "median")


@pytest.mark.parametrize("wrong", [{"vary": ["colour=red"]}, {"trials": "many"}])
def test_a_link_that_does_not_work_fills_in_nothing_and_says_so(app, wrong):
    follow(app, **{"sweep": "new", "epochs": "3", "vary": ["dropout=0..0.5"], **wrong})

    assert not app.exception
    assert app.warning[0].value.startswith("Not all of the link could be followed\\: ")
    assert [row.value for row in app.selectbox if row.label == "Setting"] == [
        "learning_rate",
        "neurons",
    ]


def test_a_link_to_no_sweep_leads_to_a_new_one_where_there_is_none(app, settings):
    app.query_params["sweep"] = "nothing"
    app.switch_page("sweep.py").run()

    assert not app.exception
    assert "nothing" in app.warning[0].value
    assert "newest" not in app.warning[0].value


def test_a_sweep_that_a_link_names_stays_the_one_of_the_tab(app, store):
    older = begin(store)
    create_sweep(store, plan_of(), "newest")
    open_sweep(app, sweep=older.id)
    assert app.header[0].value == "wide search"
    app.switch_page("compare.py").run()
    app.query_params.clear()

    app.switch_page("sweep.py").run()

    assert app.header[0].value == "wide search"

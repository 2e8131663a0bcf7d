"""The Train page: settings reach the run, the run reaches the page."""

import json

import pytest

from mnist_core.config import RunConfig
from mnist_core.presets import PRESETS
from mnist_core.setting_descriptions import (
    HIDDEN_UNITS,
    LAYERS,
    option_title,
    setting_help,
    setting_kind,
    setting_limits,
    setting_options,
    setting_title,
)
from mnist_core.store.records import Epoch, Progress
from mnist_core.store.run_leases import RunLease
from mnist_core.store.service_status import report_service

FIRST = Epoch(1, 0.5, 0.8, 0.4, 0.9, 1.5, 0.001)
SECOND = Epoch(2, 0.3, 0.85, 0.2, 0.95, 1.5, 0.001)


def claim_run(store, config=None, name="brisk-heron"):
    """Create a run and hold it as a worker would."""
    run = store.create(config or PRESETS["slide-1"].config, name)
    lease = RunLease(store, run.id, "worker")
    assert lease.claim() is not None
    return lease


def everything(app):
    """Give all text of the page, to look for words in."""
    kinds = (app.header, app.caption, app.metric, app.error, app.warning, app.markdown, app.code)
    return " ".join(str(element.value) for kind in kinds for element in kind)


def progress_text(app):
    return app.get("progress")[0].proto.text


def test_an_empty_lab_invites_the_first_run(app):
    app.run()

    assert not app.exception
    assert app.header[0].value == "No run yet"
    assert "press Train" in everything(app)


def test_sidebar_settings_reach_the_run(app, store):
    app.run()
    app.slider(key="layers").set_value(2).run()
    app.number_input(key="neurons_2").set_value(64)
    app.selectbox(key="optimizer").select("sgd")
    app.number_input(key="learning_rate").set_value(0.05)
    app.number_input(key="early_stopping_patience").set_value(3)
    app.run()
    app.number_input(key="momentum").set_value(0.9)
    app.button(key="train").click().run()

    assert not app.exception
    config = store.newest().config
    assert config.hidden_units == (128, 64)
    assert (config.optimizer, config.learning_rate, config.momentum) == ("sgd", 0.05, 0.9)
    assert config.early_stopping_patience == 3


def test_the_form_has_every_setting_under_its_title_with_its_help_and_limits(app):
    app.run()
    app.selectbox(key="optimizer").select("sgd").run()  # which all settings go with
    kinds = (app.selectbox, app.slider, app.number_input, app.toggle)
    widgets = {widget.key: widget for kind in kinds for widget in kind}

    for name in (LAYERS, *(name for name in RunConfig.model_fields if name != HIDDEN_UNITS)):
        widget = widgets[name]
        assert widget.label == setting_title(name)
        assert widget.help.startswith(setting_help(name))
        if setting_kind(name) != "options":
            assert (widget.min, widget.max) == setting_limits(name)
        elif name != "nesterov":
            titles = [option_title(name, option) for option in setting_options(name)]
            assert widget.options == titles


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_fills_the_whole_form(app, store, name):
    app.run()
    app.selectbox(key="preset").select(name).run()
    app.button(key="train").click().run()

    assert not app.exception
    assert store.newest().config == PRESETS[name].config


def test_a_changed_preset_is_ones_own(app):
    app.run()
    app.selectbox(key="preset").select("slide-3").run()
    app.number_input(key="epochs").set_value(7).run()

    assert app.selectbox(key="preset").value == "own"
    assert app.slider(key="layers").value == 3


def test_the_summary_follows_the_settings_before_any_training(app):
    app.run()
    app.selectbox(key="preset").select("slide-1").run()

    assert list(app.table[0].value["Params"]) == ["615,440", "7,850"]
    assert "623,290" in everything(app)


def test_a_link_opens_the_same_settings(app, store):
    app.query_params.update({"preset": "slide-4", "epochs": "3"})
    app.run()
    app.button(key="train").click().run()

    assert store.newest().config == PRESETS["slide-4"].config.model_copy(update={"epochs": 3})


def test_the_settings_and_the_run_are_in_the_link(app, store):
    run = store.create(PRESETS["slide-1"].config)
    app.run()
    app.selectbox(key="preset").select("slide-3").run()
    assert dict(app.query_params) == {"run": run.id, "preset": "slide-3"}

    app.number_input(key="neurons_3").set_value(10).run()
    assert app.query_params["hidden_units"] == "784,784,10"
    assert app.query_params["validation"] == "test"
    assert "preset" not in app.query_params


def test_a_link_with_a_setting_out_of_range_says_so_and_loses_nothing(app):
    app.query_params["dropout"] = "7"
    app.run()

    assert not app.exception
    assert "dropout cannot be '7'" in app.warning[0].value
    assert app.slider(key="dropout").value == 0.2


def test_a_link_to_an_unknown_run_shows_the_newest_instead(app, store):
    store.create(PRESETS["slide-1"].config, "brisk-heron")
    app.query_params["run"] = "nobody"
    app.run()

    assert not app.exception
    assert "'nobody'" in app.warning[0].value
    assert app.header[0].value == "brisk-heron"


def test_a_run_that_trains_shows_where_it_is(app, store):
    lease = claim_run(store)
    lease.report(Progress(2, 150, 300, 0.25, 0.91, 31_234.0, 2.4), [FIRST])
    app.run()

    assert not app.exception
    assert progress_text(app) == "Epoch 2 of 2 · 50% · 2 s left"
    assert [metric.value for metric in app.metric] == ["90.00%", "91.00%", "2 of 2", "31,200"]
    assert app.button(key="pause").label == "Pause"
    assert app.button(key="stop").label == "Stop"


def test_the_buttons_write_requests(app, store):
    lease = claim_run(store)
    app.run()
    app.button(key="pause").click().run()

    assert lease.report(None, []).action == "pause"
    assert app.button(key="pause").disabled

    assert lease.pause()
    app.run()
    app.button(key="resume").click().run()
    assert store.read(lease.run_id).state == "queued"

    assert lease.resume_paused()
    app.run()
    app.button(key="stop").click().run()
    assert lease.report(None, []).action == "stop"


def test_the_learning_rate_can_be_changed_while_it_trains(app, store):
    lease = claim_run(store)
    app.run()
    app.number_input(key=f"live_rate_{lease.run_id}").set_value(0.002).run()

    assert not app.exception
    assert lease.report(None, []).learning_rate == 0.002


def test_a_finished_run_shows_its_error_beside_the_slides(app, store):
    lease = claim_run(store)
    lease.report(None, [FIRST, SECOND])
    lease.release("finished", test_accuracy=0.9712)
    app.run()

    assert progress_text(app) == "Finished after 2 epochs · Error: 2.88% (on the slide 2.93%)"
    assert app.metric[0].delta == "+5.00 points"
    assert (app.metric[2].label, app.metric[2].value) == ("Test error", "2.88%")
    assert "Error: 2.88%" in everything(app)


def test_five_more_epochs_go_on_with_an_ended_run(app, store):
    lease = claim_run(store)
    lease.report(None, [FIRST, SECOND])
    lease.release("finished", test_accuracy=0.97)
    app.run()
    app.button(key="extend").click().run()

    run = store.read(lease.run_id)
    assert (run.state, run.target_epochs) == ("queued", 7)


def test_a_failed_run_says_why_and_can_be_resumed(app, store):
    lease = claim_run(store)
    lease.release("failed", message="The disk is full.")
    app.run()

    assert app.error[0].value == "The disk is full."
    app.button(key="resume").click().run()
    assert store.read(lease.run_id).state == "queued"


def test_a_queued_run_says_what_it_waits_for(app, store):
    store.create(PRESETS["slide-1"].config)
    report_service(store.database, "failed", "No worker process could be started: no memory")
    app.run()

    assert progress_text(app) == "No worker process could be started: no memory"


def test_the_script_on_the_page_is_the_runs(app, store):
    claim_run(store)
    app.run()

    script = next(code.value for code in app.code if code.language == "python")
    assert "SEED, BATCH_SIZE, EPOCHS = 0, 200, 2" in script


def test_the_charts_hold_the_history_and_the_epoch_so_far(app, store):
    lease = claim_run(store)
    lease.report(Progress(2, 150, 300, 0.25, 0.91, 31_234.0, 2.4), [FIRST])
    app.run()

    loss = chart(app, "loss_chart")
    assert [trace["name"] for trace in loss["data"][:2]] == ["Training", "Validation"]
    assert loss["data"][0]["y"] == [0.5]
    assert [1.5] in [trace["x"] for trace in loss["data"]]


def chart(app, key):
    """Read the figure that was handed to the chart component."""
    for element in app.get("bidi_component"):
        if key in element.proto.id:
            return json.loads(json.loads(element.proto.json)["figure"])
    raise AssertionError(f"no chart {key}")


def test_a_run_is_renamed_and_deleted_after_a_question(app, store):
    lease = claim_run(store)
    app.run()
    app.text_input(key=f"name_{lease.run_id}").set_value("  my best  ").run()
    assert store.read(lease.run_id).name == "my best"

    app.button(key="delete_run").click().run()
    assert store.exists(lease.run_id)
    app.button(key="delete_yes").click().run()
    assert not app.exception
    assert not store.exists(lease.run_id)


def test_any_run_can_be_repeated_over_five_seeds(app, store):
    run = store.create(PRESETS["slide-1"].config, "brisk-heron")
    app.run()
    app.button(key="repeat").click().run()

    assert not app.exception
    repeats = [other for other in store.recent() if other.id != run.id]
    assert {other.config.seed for other in repeats} == {1, 2, 3, 4, 5}
    assert {other.family for other in repeats} == {run.family}


def test_a_damaged_database_is_one_sentence(app, settings):
    settings.home.mkdir()
    (settings.home / "lab.sqlite").write_bytes(b"no database" * 500)
    app.run()

    assert not app.exception
    assert "cannot be used" in app.error[0].value


def test_eight_digits_show_the_augmentation_and_stay_in_their_place_without_it(app):
    app.run()
    unchanged = chart(app, "augmentation_digits")
    assert "unchanged" in everything(app)

    app.number_input(key="augmentation").set_value(0.5).run()

    assert not app.exception
    changed = chart(app, "augmentation_digits")
    assert changed["data"][0]["z"] != unchanged["data"][0]["z"]
    assert changed["layout"]["height"] == unchanged["layout"]["height"]
    assert "changed with a strength of 0.50" in everything(app)

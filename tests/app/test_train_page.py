"""The Train page: settings reach the run, the run reaches the page."""

from math import inf
from typing import get_args

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
from mnist_core.store import drafts
from mnist_core.store.records import Epoch, Origin, Progress, RateChange
from mnist_core.store.run_leases import RunLease
from mnist_core.store.service_status import ServiceReport, report_service
from mnist_core.web.progress_texts import waiting_text
from mnist_core.web.time_left import seconds_left
from parts.settings_form.asked_run import ASKED
from tests.app.components import figure, log_text, open_tab, progress_text, table_column, tiles
from tests.app.runs import shown_name, trained

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


def open_run(app, run):
    """Open the page by a link to this run."""
    app.query_params["run"] = run if isinstance(run, str) else run.id
    return app.run()


def alone(app):
    """Return whether the page shows the form's own network and no run."""
    return not app.exception and shown_name(app) == "A new network"


def test_an_empty_lab_shows_the_forms_network_and_invites_the_first_run(app):
    app.run()

    assert alone(app)
    assert "784-128-10 · relu · dropout 0.2 · adam · 10 epochs" in everything(app)
    assert "press **Train**" in everything(app)
    assert [tab.label.split()[-1] for tab in app.tabs] == ["Network", "script"]
    assert not [box for box in app.selectbox if box.label == "Open run"]


def test_a_press_whose_run_of_the_page_was_cut_short_begins_one_run(app, store):
    app.run()
    app.session_state[ASKED] = True  # as the button leaves it where another click comes too soon

    app.run()
    app.run()

    assert not app.exception
    assert store.newest() is not None
    assert store.count() == 1


def test_two_presses_before_a_slow_server_answers_begin_one_run(app, store):
    app.run()
    app.button(key="train").click().run()
    app.button(key="train").click().run()

    (run,) = store.recent()
    assert shown_name(app) == run.name
    said = app.toast[0].value.replace("\\", "")
    assert f"{run.name} has these settings and this seed already" in said


def test_a_press_begins_another_run_of_another_seed_and_after_a_stop(app, store):
    app.run()
    app.button(key="train").click().run()
    app.number_input(key="seed").set_value(1).run()
    app.button(key="train").click().run()
    assert store.count() == 2

    store.stop(app.query_params["run"])
    app.button(key="train").click().run()

    assert store.count() == 3
    assert not app.toast


def test_a_press_begins_its_run_where_another_page_was_opened_before_it_did(app, store):
    app.run()
    app.number_input(key="epochs").set_value(7).run()
    app.selectbox(key="optimizer").select("sgd").run()
    app.number_input(key="momentum").set_value(0.9).run()
    app.selectbox(key="optimizer").select("adamax").run()
    app.session_state[ASKED] = True

    app.switch_page("help.py").run()
    app.run()

    assert not app.exception
    assert not app.error
    assert not app.warning
    (run,) = store.recent()
    assert run.config == RunConfig(epochs=7, optimizer="adamax")
    app.switch_page("train.py").run()
    assert shown_name(app) == run.name


def test_the_form_alone_shows_the_script_that_the_form_would_train(app):
    app.run()
    app.number_input(key="epochs").set_value(7).run()
    assert not app.code

    open_tab(app, "new_network_tab", "Keras script")

    script = next(code.value for code in app.code if code.language == "python")
    assert "SEED, BATCH_SIZE, EPOCHS = 0, 128, 7" in script


def test_what_the_form_has_is_written_down_so_that_it_can_be_made_ready(app, store, monkeypatch):
    monkeypatch.setattr(drafts, "SETTLED_S", 0.0)
    app.run()
    assert drafts.settled_drafts(store.database) == []  # the default is made ready anyway

    app.number_input(key="neurons_1").set_value(99).run()
    app.number_input(key="neurons_1").set_value(100).run()
    (draft,) = drafts.settled_drafts(store.database)
    assert draft == RunConfig(hidden_units=(100,))


def test_a_run_is_opened_from_the_form_alone(app, store):
    run = trained(store, PRESETS["slide-1"].config, "brisk-heron")
    app.run()
    assert alone(app)
    app.selectbox(key="open_run").select(run.id).run()

    assert shown_name(app) == "brisk-heron"
    assert app.query_params["run"] == run.id


def test_a_bare_address_opens_the_run_that_a_person_began_and_that_still_trains(app, store):
    claim_run(store, name="brisk-heron")
    app.run()

    assert shown_name(app) == "brisk-heron"


@pytest.mark.parametrize("origin", [each for each in get_args(Origin) if each != "hand"])
def test_no_run_of_a_lesson_a_sweep_or_a_repeat_takes_the_page_over(app, store, origin):
    store.create(PRESETS["slide-1"].config, "another", origin=origin)
    app.run()

    assert alone(app)


def test_a_bare_address_opens_no_run_that_has_ended(app, store):
    trained(store, PRESETS["slide-1"].config, "brisk-heron")
    app.run()

    assert alone(app)
    app.number_input(key="epochs").set_value(7).run()
    assert alone(app)


def test_a_link_with_settings_opens_the_forms_network_whatever_trains(app, store):
    claim_run(store)
    app.query_params["hidden_units"] = "64"
    app.run()

    assert alone(app)
    assert "784-64-10" in everything(app)
    app.number_input(key="epochs").set_value(7).run()
    assert alone(app)
    assert "run" not in app.query_params


def test_a_link_with_a_run_and_settings_opens_both(app, store):
    claim_run(store)
    run = trained(store, PRESETS["slide-1"].config, "brisk-heron")
    app.query_params["hidden_units"] = "64"
    open_run(app, run)

    assert shown_name(app) == "brisk-heron"
    assert app.number_input(key="neurons_1").value == 64


def test_an_unknown_run_is_warned_of_until_a_run_is_chosen(app, store):
    run = trained(store, PRESETS["slide-1"].config, "brisk-heron")
    open_run(app, "nobody")
    app.number_input(key="epochs").set_value(7).run()

    assert alone(app)
    assert "'nobody'" in app.warning[0].value
    app.selectbox(key="open_run").select(run.id).run()
    assert shown_name(app) == "brisk-heron"
    assert not app.warning


def test_a_run_is_closed_and_the_form_stands_alone(app, store):
    claim_run(store)
    app.run()
    app.button(key="close_run").click().run()

    assert alone(app)
    assert "run" not in app.query_params
    app.run()
    assert alone(app)


def test_the_new_run_is_shown_after_train_was_pressed(app, store):
    claim_run(store, name="older")
    app.run()
    app.button(key="train").click().run()

    assert shown_name(app) == store.newest().name != "older"


@pytest.mark.parametrize(
    ("config", "words"),
    [
        (RunConfig(), "The settings are this run's."),
        (
            RunConfig(seed=3),
            "The settings are this run's except for the seed (0 instead of 3).",
        ),
        (
            RunConfig(dropout=0.3, epochs=20),
            "The settings would train 784-128-10 · relu · dropout 0.2 · adam · 10 epochs. That "
            "differs from this run in dropout (0.2 instead of 0.3) and epochs (10 instead of 20).",
        ),
    ],
)
def test_the_page_says_what_the_form_has_otherwise_than_the_run(app, store, config, words):
    open_run(app, trained(store, config, "brisk-heron"))

    assert words in everything(app).replace("\\", "")


def test_the_epochs_that_a_run_was_extended_to_are_its_own(app, store):
    run = trained(store, RunConfig(), "brisk-heron")
    store.extend(run.id, 5)
    open_run(app, run)
    app.number_input(key="epochs").set_value(15).run()

    assert "The settings are this run's." in everything(app)


def test_the_network_of_a_run_is_its_own_whatever_the_form_has(app, store):
    open_run(app, trained(store, RunConfig(hidden_units=(64,)), "brisk-heron"))

    assert app.slider(key="layers").value == 1
    assert app.number_input(key="neurons_1").value == 128
    assert table_column(app, "Output shape")[0] == "(None, 64)"
    assert "The network of brisk" in everything(app)


def changed_elsewhere(app, store, config):
    """Fill the form with the settings of a run of ``config``."""
    open_run(app, trained(store, config, "brisk-heron"))
    return app.button(key="use_settings").click().run()


def captions(app):
    """Give what the form says of its fields, but for the pictures of augmentation."""
    written = [caption.value.replace("\\", "") for caption in app.sidebar.caption]
    return [text for text in written if not text.startswith("Eight ")]


def test_what_a_click_elsewhere_changed_is_said_marked_and_opened(app, store):
    changed_elsewhere(app, store, RunConfig(learning_rate=0.01, l2=0.5))

    assert not app.exception
    assert captions(app) == [
        ":material/edit: Changed to the settings of brisk-heron: "
        "L2 penalty (0.5 instead of 0) and learning rate (0.01 instead of 0.001).",
        ":blue[was 0.001]",
        ":blue[was 0]",
    ]
    assert app.session_state["more_settings"] is True


def test_marks_that_are_in_sight_open_nothing(app, store):
    changed_elsewhere(app, store, RunConfig(learning_rate=0.01))

    assert ":blue[was 0.001]" in captions(app)
    assert not app.session_state["more_settings"]


def test_a_mark_goes_when_its_field_is_changed_by_hand(app, store):
    changed_elsewhere(app, store, RunConfig(learning_rate=0.01, hidden_units=(64,)))
    app.number_input(key="neurons_1").set_value(32).run()

    assert captions(app) == [
        ":material/edit: Changed to the settings of brisk-heron: "
        "learning rate (0.01 instead of 0.001).",
        ":blue[was 0.001]",
    ]


@pytest.mark.parametrize("leave", ["preset", "train"])
def test_all_marks_go_with_a_preset_and_with_a_new_run(app, store, leave):
    changed_elsewhere(app, store, RunConfig(learning_rate=0.01))
    if leave == "preset":
        app.selectbox(key="preset").select("slide-3").run()
    else:
        app.button(key="train").click().run()

    assert not app.exception
    assert captions(app) == []


def test_a_hint_opens_the_page_with_its_change_marked(app, store):
    lease = claim_run(store, RunConfig(hidden_units=(16,), learning_rate=1e-5, epochs=4))
    lease.report(
        None, [Epoch(n, 2.2 - 0.01 * n, 0.2, 2.2 - 0.01 * n, 0.21, 1.0, 1e-5) for n in (1, 2, 3, 4)]
    )
    lease.release("finished", test_accuracy=0.21)
    app.run()
    app.switch_page("diagnose.py").run()
    next(button for button in app.button if button.label.startswith("Next run:")).click().run()
    app.switch_page("train.py").run()

    assert not app.exception
    assert app.number_input(key="neurons_1").value == 16
    assert captions(app)[0].startswith(
        ":material/edit: Changed by a hint for brisk-heron: learning rate "
        "(0.001 instead of 0.00001)"
    )
    assert ":blue[was 0.00001]" in captions(app)


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
        assert f"**{setting_title(name)}.** {setting_help(name)}" in everything(app)
        assert not widget.help or widget.help.startswith(setting_help(name))
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

    assert table_column(app, "Parameters") == ["615,440", "7,850"]
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


def test_a_link_with_several_faults_names_them_all(app):
    app.query_params.update({"preset": "slide-9", "epochs": "abc", "optimizer": "foo"})
    app.run()

    assert not app.exception
    text = app.warning[0].value.replace("\\", "")
    for words in ("No preset is called 'slide-9'", "epochs cannot be 'abc'", "optimizer cannot be"):
        assert words in text
    assert "it takes whole numbers from 1 to 500" in text


def test_a_link_with_names_of_no_setting_says_so_once(app):
    app.query_params.update({"hidden": "64-32", "layers": "2", "epochs": "3"})
    app.run()

    assert not app.exception
    (warning,) = app.warning
    assert "hidden (did you mean hidden_units?) or layers." in warning.value.replace("\\", "")
    assert app.number_input(key="epochs").value == 3


def test_a_run_that_trains_shows_where_it_is(app, store):
    lease = claim_run(store)
    lease.report(Progress(2, 150, 300, 0.25, 0.91, 31_234.0, 2.4), [FIRST])
    app.run()

    assert not app.exception
    assert progress_text(app) == "Epoch 2 of 2 · 75% · 2 s left"
    values = [value for value, _ in tiles(app).values()]
    assert values == ["90.00%", "91.00%", "2 of 2", "31,200"]
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
    open_run(app, lease.run_id)

    assert progress_text(app) == "Finished after 2 epochs · Test error: 2.88% (on the slide 2.93%)"
    assert tiles(app)["Validation accuracy"][1] == "+5.00 points"
    assert tiles(app)["Test error"][0] == "2.88%"
    open_tab(app, "run_tab", "Epoch log")
    assert "Error: 2.88%" in log_text(app)


def test_five_more_epochs_go_on_with_an_ended_run(app, store):
    lease = claim_run(store)
    lease.report(None, [FIRST, SECOND])
    lease.release("finished", test_accuracy=0.97)
    open_run(app, lease.run_id)
    app.button(key="extend").click().run()

    run = store.read(lease.run_id)
    assert (run.state, run.target_epochs) == ("queued", 7)


def test_a_failed_run_says_why_and_can_be_resumed(app, store):
    lease = claim_run(store)
    lease.release("failed", message="The disk is full.")
    open_run(app, lease.run_id)

    assert progress_text(app) == "The disk is full."
    app.button(key="resume").click().run()
    assert store.read(lease.run_id).state == "queued"


def test_a_queued_run_says_what_it_waits_for(app, store):
    store.create(PRESETS["slide-1"].config)
    report_service(store.database, "failed", "No training process could be started: no memory")
    app.run()

    assert progress_text(app) == (
        "No training process could be started: no memory. "
        "It is tried again; if this does not change, restart the lab."
    )


@pytest.mark.parametrize(
    ("state", "age_s", "words"),
    [
        ("starting", 4, "The training process is starting (for 4 s)"),
        (
            "starting",
            300,
            "has been starting for 5 min 0 s; if this does not change, restart the lab",
        ),
        ("ready", 1, "Waiting for a free training process"),
        (
            "ready",
            40,
            "No training process has answered for 40 s; if this does not change, restart the lab",
        ),
        ("stopped", 1, "Waiting for the training process to start again"),
        (
            "stopped",
            90_000,
            "has answered for 25 h 0 min; if this does not change, restart the lab",
        ),
        (
            "unknown",
            inf,
            "No training process has started yet; if this does not change, restart the lab",
        ),
    ],
)
def test_each_state_of_the_training_process_has_its_words(state, age_s, words):
    assert waiting_text(ServiceReport(state, "", age_s)).endswith(words)


def test_time_left_after_more_epochs_is_estimated_from_the_epochs_so_far(app, store):
    lease = claim_run(store)
    lease.report(Progress(2, 300, 300, 0.25, 0.91, 31_234.0, 0.01), [FIRST, SECOND])
    lease.release("finished", test_accuracy=0.97)
    store.extend(lease.run_id, 4)
    assert RunLease(store, lease.run_id, "worker").claim() is not None
    open_run(app, lease.run_id)

    assert progress_text(app) == "Epoch 3 of 6 · 33% · 6 s left"


def test_no_time_left_is_said_before_anything_tells_it(store):
    lease = claim_run(store)
    lease.report(Progress(2, 150, 300, 0.25, 0.91, 31_234.0, 2.4), [])

    assert seconds_left(store.read(lease.run_id)) is None


def test_the_script_on_the_page_is_the_runs(app, store):
    claim_run(store)
    app.run()
    open_tab(app, "run_tab", "Keras script")

    script = next(code.value for code in app.code if code.language == "python")
    assert "SEED, BATCH_SIZE, EPOCHS = 0, 200, 2" in script


def test_the_charts_hold_the_history_and_the_epoch_so_far(app, store):
    lease = claim_run(store)
    lease.report(Progress(2, 150, 300, 0.25, 0.91, 31_234.0, 2.4), [FIRST])
    app.run()

    loss = figure(app, "loss_chart")
    assert [trace["name"] for trace in loss["data"][:2]] == ["Training", "Validation"]
    assert loss["data"][0]["y"] == [0.5]
    assert [1.5] in [trace["x"] for trace in loss["data"]]


def test_a_rate_set_by_hand_stands_in_the_charts_and_in_the_log(app, store):
    lease = claim_run(store)
    lease.report(Progress(2, 150, 300, 0.25, 0.91, 31_234.0, 2.4), [FIRST])
    lease.accept_learning_rate(0.01, [RateChange(2, 75, 0.01)])
    app.run()

    for key in ("loss_chart", "accuracy_chart"):
        layout = figure(app, key)["layout"]
        assert [line["x0"] for line in layout["shapes"]] == [1.25]
        assert [note["text"] for note in layout["annotations"]] == ["rate 0.01"]
    open_tab(app, "run_tab", "Epoch log")
    assert "learning rate set to 0.01 after batch 75 of epoch 2" in log_text(app)


def test_a_run_is_renamed_and_deleted_after_a_question(app, store):
    lease = claim_run(store)
    app.run()
    app.text_input(key=f"name_{lease.run_id}").set_value("  my best  ").run()
    assert store.read(lease.run_id).name == "my best"

    app.button(key="delete_run").click().run()
    assert store.exists(lease.run_id)
    app.button(key="delete_yes").click().run()
    assert not store.exists(lease.run_id)
    assert alone(app)


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
    app.session_state["more_settings"] = True
    app.run()
    unchanged = figure(app, "augmentation_digits")
    assert "unchanged" in everything(app)

    app.number_input(key="augmentation").set_value(0.5).run()

    assert not app.exception
    changed = figure(app, "augmentation_digits")
    assert changed["data"][0]["z"] != unchanged["data"][0]["z"]
    assert changed["layout"]["height"] == unchanged["layout"]["height"]
    assert "changed with a strength of 0.50" in everything(app)


def test_eight_digits_show_elastic_distortion_as_well(app):
    app.session_state["more_settings"] = True
    app.run()
    app.number_input(key="augmentation").set_value(0.5).run()
    turned = figure(app, "augmentation_digits")

    app.number_input(key="elastic").set_value(0.3).run()

    assert not app.exception
    assert figure(app, "augmentation_digits")["data"][0]["z"] != turned["data"][0]["z"]
    words = "changed with a strength of 0.50 and bent with a strength of 0.30"
    assert f"Eight training digits, {words}." in everything(app)


def test_eight_digits_show_the_normalization_as_well(app):
    app.session_state["more_settings"] = True
    app.run()
    unchanged = figure(app, "augmentation_digits")

    app.selectbox(key="normalization").select("slant").run()

    assert not app.exception
    upright = figure(app, "augmentation_digits")
    assert upright["data"][0]["z"] != unchanged["data"][0]["z"]
    assert "Eight training digits, without their slant, else unchanged" in everything(app)

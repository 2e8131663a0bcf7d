"""The Diagnose page without a browser: what is measured, what is drawn, where it leads."""

import base64
import json
import re

import numpy as np
import pytest
from sklearn.metrics import confusion_matrix as sklearn_confusion

from mnist_core.config import RunConfig
from mnist_core.dataset import load_mnist
from mnist_core.engine.job_task import run_job
from mnist_core.network.mlp import forward, network_from_arrays
from mnist_core.store.jobs import WaitingJob, find, subject_of, waiting
from mnist_core.store.records import Epoch
from mnist_core.store.run_files import job_file
from mnist_core.store.run_leases import RunLease
from parts.diagnose.explain_tab import _pixels_text
from parts.shared.test_digits import whole_number
from tests.app.components import data_of, open_tab, tiles
from tests.app.runs import random_weights, shown_name, trained

CONFIG = RunConfig(hidden_units=(12, 8), epochs=2, train_size=500)
TABS = ("Mistakes", "Calibration", "Why", "Layers", "Robustness", "Map", "Epochs")


@pytest.fixture
def run(store):
    return trained(store, CONFIG, "brisk-heron", error=0.05, weights=True)


def open_diagnose(app, **link):
    app.run()
    app.query_params.clear()
    app.query_params.update(link)
    return app.switch_page("diagnose.py").run()


def measure(app, run, settings, kind, image=None):
    """Make a measurement that the page has asked for, and draw the page again."""
    run_job(run.id, kind, "" if image is None else subject_of(image), settings)
    return app.run()


def component(app, key):
    for element in app.get("bidi_component"):
        if f"-{key}" in element.proto.id:
            return data_of(element)
    return None


def words(app):
    kinds = (app.markdown, app.caption, app.info, app.success)
    return " ".join(str(element.value) for kind in kinds for element in kind)


def test_an_empty_lab_invites_the_first_run(app):
    open_diagnose(app)

    assert not app.exception
    assert "Begin one on the Train page" in app.info[0].value
    app.button(key="begin_first").click().run()
    assert not app.exception
    assert any(button.label == "Train" for button in app.button)


def test_a_lab_with_a_sweeps_trials_alone_leads_to_them(app, store):
    store.create(CONFIG, "trial", holder="worker", origin="sweep", sweep_id="s")

    open_diagnose(app)

    assert not app.exception
    assert "only trials of a sweep so far. Open one from the table on Sweep" in app.info[0].value


def test_opening_the_page_asks_for_the_evaluation_once(app, store, run):
    open_diagnose(app)
    app.run()

    assert not app.exception
    assert waiting(store) == [WaitingJob(run.id, "evaluation", "")]
    line = component(app, "progress_")["update"]["state"]["text"]
    assert line == "Measured next; the result appears here by itself"


def test_the_numbers_are_those_of_the_network(app, run, settings):
    open_diagnose(app)
    measure(app, run, settings, "evaluation")

    assert not app.exception
    numbers = tiles(app, "diagnosis_numbers")
    assert list(numbers) == [
        "Test error",
        "Validation error",
        "Confident mistakes",
        "Most confused",
    ]
    assert numbers["Test error"][0] == "5.00%"
    counts = heatmap(app, "confusion")
    truth = load_mnist().y_test
    images = load_mnist().x_test.reshape(10_000, 784).astype(np.float32) / 255
    network = network_from_arrays("relu", random_weights(CONFIG, CONFIG.epochs))
    answers = forward(network, images).digits
    np.testing.assert_array_equal(counts, sklearn_confusion(truth, answers))


def heatmap(app, key):
    figure = json.loads(component(app, key)["figure"])
    return decoded(figure["data"][0]["customdata"])


def decoded(values):
    """Read an array as Plotly writes it: numbers, or base64 with a type and a shape."""
    if not isinstance(values, dict):
        return np.array(values)
    flat = np.frombuffer(base64.b64decode(values["bdata"]), values["dtype"])
    shape = [int(n) for n in str(values.get("shape", len(flat))).split(",")]
    return flat.reshape(shape)


@pytest.mark.parametrize("tab", TABS)
def test_every_tab_opens_before_and_after_its_measurement(app, store, run, settings, tab):
    open_diagnose(app)
    measure(app, run, settings, "evaluation")
    open_tab(app, "diagnose_tab", tab)
    assert not app.exception

    for run_id, kind, subject, _ in waiting(store):
        if kind != "map":  # takes seconds; its own tests make one
            run_job(run_id, kind, subject, settings)
    app.run()

    assert not app.exception
    assert len(app.error) == 0


def test_a_tab_asks_only_for_what_it_shows(app, store, run, settings):
    open_diagnose(app)
    measure(app, run, settings, "evaluation")
    assert waiting(store) == []

    open_tab(app, "diagnose_tab", "Robustness")

    assert waiting(store) == [WaitingJob(run.id, "robustness", "")]


def test_the_digits_of_the_worst_cell_are_shown_first(app, run, settings):
    open_diagnose(app)
    measure(app, run, settings, "evaluation")

    assert "the 24 most confident" in words(app)
    assert component(app, "cell_digits")["clickable"]


def test_a_test_digit_can_be_put_on_the_canvas_and_asked_about(app, run, settings):
    open_diagnose(app)
    measure(app, run, settings, "evaluation")
    app.session_state["digit"] = 3
    app.run()

    assert "Test digit 3" in words(app)
    app.button(key="canvas_mistakes").click().run()
    assert not app.exception
    (picture,) = app.session_state["first_drawing"]["objects"]
    assert picture["type"] == "Image"


def test_the_pixels_and_the_bias_on_the_page_give_the_difference_in_logits(app, run, settings):
    open_diagnose(app)
    measure(app, run, settings, "evaluation")
    open_tab(app, "diagnose_tab", "Why")

    (sentence,) = [
        text.value for text in app.caption if "give the difference in logits" in text.value
    ]
    numbers = [float(word.replace("−", "-")) for word in re.findall(r"[+−]?\d+\.\d+", sentence)]
    pixels, bias, lead = numbers
    assert pixels + bias == pytest.approx(lead, abs=0.02)


def test_the_neighbours_of_the_digit_are_asked_for(app, store, run, settings):
    open_diagnose(app)
    measure(app, run, settings, "evaluation")
    app.session_state["digit"] = 5
    app.session_state["why_source"] = "A test digit"
    open_tab(app, "diagnose_tab", "Why")
    image = load_mnist().x_test[5].astype(np.float32) / 255

    assert waiting(store) == [WaitingJob(run.id, "neighbours", subject_of(image))]
    measure(app, run, settings, "neighbours", image)
    found = find(store, run.id, "neighbours", subject_of(image))
    assert found is not None
    assert found.state == "done"
    assert len(component(app, "neighbours")["figure"]) > 1_000


def test_a_hint_makes_its_settings_the_next_runs(app, store, settings):
    slow = RunConfig(hidden_units=(16,), learning_rate=1e-5, epochs=4)
    run = store.create(slow, "slow")
    lease = RunLease(store, run.id, "worker")
    lease.claim()
    lease.report(
        None,
        [Epoch(n, 2.2 - 0.01 * n, 0.2, 2.2 - 0.01 * n, 0.21, 1.0, 1e-5) for n in (1, 2, 3, 4)],
    )
    lease.release("finished", test_accuracy=0.21)
    open_diagnose(app)
    (button,) = [button for button in app.button if button.label.startswith("Next run:")]
    button.click().run()

    assert not app.exception
    app.switch_page("train.py").run()
    app.button(key="train").click().run()
    assert store.newest().config.initial_learning_rate == pytest.approx(0.001)
    assert store.newest().config.hidden_units == (16,)


def test_a_sound_run_with_a_high_error_is_told_so_with_a_step_that_fits(app, store):
    run = store.create(RunConfig(epochs=3), "hasty")
    lease = RunLease(store, run.id, "worker")
    lease.claim()
    lease.report(None, [Epoch(n, 0.3, 0.91, 0.3, 0.905, 1.0, 0.001) for n in (1, 2, 3)])
    lease.release("finished", test_accuracy=0.905)
    open_diagnose(app, run=run.id)

    assert "an error of 9\\.5% is high" in words(app)
    assert "No fault" not in words(app)
    labels = [button.label for button in app.button]
    assert "Next run: Epochs 3 → 10" in labels


def test_layers_keeps_its_frames_without_numbers_until_they_are_measured(app, run, settings):
    def numbered():
        keys = ("weight_norms", "gradient_norms", "dead_shares")
        axes = [json.loads(component(app, key)["figure"])["layout"]["xaxis"] for key in keys]
        return ["color" not in axis["tickfont"] for axis in axes]

    open_diagnose(app)
    measure(app, run, settings, "evaluation")
    open_tab(app, "diagnose_tab", "Layers")
    assert numbered() == [False, False, False]

    measure(app, run, settings, "timeline")
    assert numbered() == [True, True, True]


@pytest.mark.parametrize(("count", "text"), [(1, "1 pixel changes"), (2, "2 pixels change")])
def test_one_pixel_changes_and_several_change(count, text):
    assert _pixels_text(count) == text


def test_a_run_that_trains_is_measured_as_it_stands_and_again_on_demand(app, store, settings):
    run = store.create(CONFIG, "busy")
    assert RunLease(store, run.id, "worker").claim() is not None
    store.artifacts.write(run.id, "last", random_weights(CONFIG, 1))
    open_diagnose(app)
    measure(app, run, settings, "evaluation")
    store.artifacts.write(run.id, "last", random_weights(CONFIG, 2))
    app.run()
    assert waiting(store) == []

    app.button(key="again_evaluation").click().run()

    assert waiting(store) == [WaitingJob(run.id, "evaluation", "")]
    assert component(app, "confusion") is not None


def test_beside_an_ended_run_stands_no_measurement_of_earlier_weights(app, store, run, settings):
    open_diagnose(app)
    measure(app, run, settings, "evaluation")
    store.artifacts.write(run.id, "last", random_weights(CONFIG, 9))
    app.run()

    assert waiting(store) == [WaitingJob(run.id, "evaluation", "")]
    assert component(app, "confusion") is None
    measure(app, run, settings, "evaluation")
    assert component(app, "confusion") is not None


def test_a_run_that_has_learned_nothing_says_so(app, store):
    store.create(CONFIG, "new")
    open_diagnose(app)

    assert not app.exception
    assert "learned nothing yet" in words(app)
    assert waiting(store) == []


def test_a_failed_measurement_is_one_sentence_and_can_be_tried_again(app, store, run, settings):
    open_diagnose(app)
    file = settings.home / "artifacts" / run.id / "last.npz"
    content = file.read_bytes()
    file.write_bytes(b"nothing")
    measure(app, run, settings, "evaluation")
    assert "damaged" in app.error[0].value

    file.write_bytes(content)
    app.button(key="again_evaluation").click().run()
    measure(app, run, settings, "evaluation")
    assert not app.exception
    assert len(app.error) == 0


def test_a_network_without_hidden_layers_can_be_diagnosed_too(app, store, settings):
    run = trained(store, RunConfig(hidden_units=(), epochs=2), "plain", weights=True)
    open_diagnose(app)
    measure(app, run, settings, "evaluation")
    for tab in ("Why", "Layers", "Epochs"):
        open_tab(app, "diagnose_tab", tab)
        for run_id, kind, subject, _ in waiting(store):
            run_job(run_id, kind, subject, settings)
        app.run()

        assert not app.exception


def test_the_time_machine_shows_each_kept_epoch(app, store, run, settings):
    open_diagnose(app)
    measure(app, run, settings, "evaluation")
    open_tab(app, "diagnose_tab", "Epochs")
    measure(app, run, settings, "timeline")
    assert "after epoch 2" in words(app)
    last = heatmap(app, "epoch_confusion")

    app.select_slider(key="epoch").set_value(1).run()

    assert not app.exception
    assert "after epoch 1" in words(app)
    assert not np.array_equal(heatmap(app, "epoch_confusion"), last)


def test_it_opens_the_best_finished_run_and_none_that_others_began(app, store, run):
    trained(store, CONFIG, "worse", error=0.3, weights=True)
    for origin in ("sweep", "lesson", "experiment", "repeat"):
        trained(store, CONFIG, f"a {origin}'s", error=0.01, weights=True, origin=origin)
    open_diagnose(app)

    assert not app.exception
    assert shown_name(app) == "brisk-heron"
    assert app.query_params["run"] == run.id


def test_a_link_to_a_run_opens_it(app, store, run):
    worse = trained(store, CONFIG, "worse", error=0.3, weights=True)
    open_diagnose(app, run=worse.id)

    assert shown_name(app) == "worse"


def test_a_run_that_is_chosen_in_the_sidebar_stays_chosen(app, store, run):
    worse = trained(store, CONFIG, "worse", error=0.3, weights=True)
    open_diagnose(app)
    app.sidebar.selectbox(key=f"diagnose_{run.id}").select(worse.id).run()
    app.run()

    assert not app.exception
    assert shown_name(app) == "worse"
    assert app.query_params["run"] == worse.id


def test_a_link_to_an_unknown_run_warns_until_a_run_is_chosen(app, store, run):
    worse = trained(store, CONFIG, "worse", error=0.3, weights=True)
    open_diagnose(app, run="nobody")
    app.run()
    app.run()

    assert shown_name(app) == "brisk-heron"
    (warning,) = app.warning
    assert "'nobody'" in warning.value
    assert "the best one instead" in warning.value

    app.sidebar.selectbox(key=f"diagnose_{run.id}").select(worse.id).run()

    assert shown_name(app) == "worse"
    assert len(app.warning) == 0


def test_an_unknown_run_in_an_empty_lab_is_not_called_the_best(app):
    open_diagnose(app, run="nobody")

    assert not app.exception
    assert app.warning[0].value.endswith("There is no other one yet.")
    assert "Begin one on the Train page" in app.info[0].value


def test_calibration_is_said_in_the_terms_of_the_field(app, store, run, settings):
    open_diagnose(app)
    measure(app, run, settings, "evaluation")
    open_tab(app, "diagnose_tab", "Calibration")
    answers = store.artifacts.read(run.id, job_file("evaluation", ""))["probabilities"]
    sure = answers.max(axis=1).mean()
    right = (answers.argmax(axis=1) == load_mnist().y_test).mean()

    assert sure > right
    assert f"Overconfident by **{100 * (sure - right):.1f} points**" in words(app)


def test_a_request_for_a_run_that_is_deleted_meanwhile_is_no_crash(app, store, run):
    open_diagnose(app)
    store.delete(run.id)
    app.run()

    assert not app.exception


@pytest.mark.parametrize("epochs_done", [0, 2])
def test_a_failed_run_says_why_and_is_not_called_sound(app, store, epochs_done):
    run = store.create(CONFIG, "unlucky")
    lease = RunLease(store, run.id, "worker")
    lease.claim()
    lease.report(None, [Epoch(n, 0.2, 0.97, 0.2, 0.97, 1.0, 0.001) for n in (1, 2)][:epochs_done])
    lease.release("failed", message="The disk is full.")
    open_diagnose(app)

    assert not app.exception
    assert [error.value for error in app.error] == ["The disk is full."]
    assert "No fault" not in words(app)


def test_a_run_that_was_stopped_before_it_learned_says_so(app, store):
    run = store.create(CONFIG, "regretted")
    store.stop(run.id)
    open_diagnose(app)

    assert not app.exception
    assert "nothing to diagnose" in words(app)


def test_a_run_stopped_inside_its_first_epoch_can_be_diagnosed(app, store, settings):
    run = store.create(CONFIG, "hasty")
    lease = RunLease(store, run.id, "worker")
    lease.claim()
    store.artifacts.write(run.id, "last", random_weights(CONFIG, 1))
    lease.release("stopped", test_accuracy=0.5, stopped_at=3)
    open_diagnose(app)
    measure(app, run, settings, "evaluation")
    open_tab(app, "diagnose_tab", "Epochs")
    measure(app, run, settings, "timeline")

    assert not app.exception
    assert "after epoch 1" in words(app)


def test_the_time_machine_of_a_run_stopped_inside_an_epoch_opens_at_what_it_kept(app, store):
    run = store.create(CONFIG, "cut")
    lease = RunLease(store, run.id, "worker")
    lease.claim()
    lease.report(None, [Epoch(1, 0.2, 0.97, 0.2, 0.97, 1.0, 0.001)])
    for name, seed in (("epoch-0001", 1), ("last", 2)):
        store.artifacts.write(run.id, name, random_weights(CONFIG, seed))
    lease.release("stopped", test_accuracy=0.5, stopped_at=3)
    open_diagnose(app, run=run.id)
    open_tab(app, "diagnose_tab", "Epochs")

    assert app.select_slider(key="epoch").value == 2


@pytest.mark.parametrize("sent", [10, 10**9, -1, 3.5, float("nan"), float("inf"), "7", None, [7]])
def test_a_number_that_a_page_cannot_have_sent_is_none(sent):
    assert whole_number(sent, 10) is None


@pytest.mark.parametrize("sent", [0, 9, 7.0])
def test_a_number_that_a_page_sends_is_taken(sent):
    assert whole_number(sent, 10) == sent


def test_runs_of_one_name_and_error_can_both_be_chosen(app, store):
    twins = [trained(store, CONFIG, "twin", error=0.05, weights=True) for _ in range(2)]
    open_diagnose(app, run=twins[0].id)
    menu = app.sidebar.selectbox(key=f"diagnose_{twins[0].id}")
    assert len(set(menu.options)) == len(menu.options) == 2
    assert all(twin.id in text for twin, text in zip(twins, menu.options, strict=True))

    menu.select(twins[1].id).run()

    assert not app.exception
    assert app.query_params["run"] == twins[1].id

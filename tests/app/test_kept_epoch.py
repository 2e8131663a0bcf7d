"""A run that stopped early has one result, the same on every page: that of the epoch it keeps."""

import pytest

from mnist_core.config import RunConfig
from mnist_core.engine.job_task import run_job
from mnist_core.store.records import Epoch, Progress
from mnist_core.store.run_leases import RunLease
from mnist_core.web.lesson_numbers import _measured
from tests.app.components import component, figure, log_text, open_tab, state_of, tiles
from tests.app.runs import stopped_early, trained


@pytest.fixture
def early(store):
    return stopped_early(store, "brisk-heron")


def open_page(app, page, **link):
    app.run()
    app.query_params.clear()
    app.query_params.update(link)
    return app.switch_page(f"{page}.py").run()


def ringed(drawn):
    """List the epochs that have a ring."""
    rings = [t for t in drawn["data"] if t.get("marker", {}).get("symbol") == "circle-open"]
    return [epoch for ring in rings for epoch in ring["x"]]


def metrics(app):
    return tiles(app, "diagnosis_numbers")


def words(app):
    kinds = (app.caption, app.markdown, app.code)
    return " ".join(str(element.value) for kind in kinds for element in kind)


def test_train_shows_the_kept_epoch_in_tiles_text_charts_and_log(app, early):
    open_page(app, "train", run=early.id)

    assert not app.exception
    assert tiles(app)["Validation accuracy"] == ("92.72%", "kept: epoch 7 of 8")
    assert tiles(app)["Training accuracy"] == ("94.00%", "epoch 7")
    assert not any(tile["trend"] for tile in state_of(app, "run_numbers")["tiles"])  # no red arrow
    assert "Finished after 8 epochs · Test error: 7.70%" in state_of(app, "run_progress")["note"]
    open_tab(app, "run_tab", "Epoch log")
    assert "val_accuracy: 0.9272  (kept)" in log_text(app)
    for key in ("loss_chart", "accuracy_chart"):
        chart = figure(app, key)
        assert ringed(chart) == [7, 7]
        assert [note["text"] for note in chart["layout"]["annotations"]] == ["kept"]
        assert 8 < chart["layout"]["xaxis"]["range"][1] < 9


def test_compare_shows_the_kept_epoch_in_its_table_and_marks_it(app, store, early):
    open_page(app, "compare", ticked=early.id)

    (row,) = component(app, "run_table")["rows"]
    assert row["cells"]["val"][0] == "7.28%"
    assert row["cells"]["test"][0] == "7.70%"
    drawn = figure(app, "compare_curves")
    assert "○ kept" in drawn["layout"]["title"]["text"]
    notes = [note for trace in drawn["data"] for note in trace.get("text") or []]
    assert notes.index(" (kept)") == 6


def test_diagnose_shows_the_kept_epoch_and_its_time_machine_opens_there(
    app, store, early, settings
):
    open_page(app, "diagnose", run=early.id)
    assert metrics(app)["Validation error"] == ("7.28%", "kept: epoch 7 of 8")
    run_job(early.id, "evaluation", "", settings)
    open_tab(app, "diagnose_tab", "Epochs")

    assert not app.exception
    assert app.select_slider(key="epoch").value == 7
    assert "7 (kept)" in app.select_slider(key="epoch").options
    assert "Epoch 7 is kept" in words(app)
    assert "after epoch 7" in words(app)


def test_the_time_machine_of_another_run_opens_at_that_ones_kept_epoch(app, store, early, settings):
    plain = trained(store, RunConfig(hidden_units=(12, 8), epochs=9), "plain", weights=True)
    for run in (early, plain):
        run_job(run.id, "evaluation", "", settings)
    open_page(app, "diagnose", run=early.id)
    open_tab(app, "diagnose_tab", "Epochs")
    app.query_params["run"] = plain.id
    app.run()

    assert not app.exception
    assert app.select_slider(key="epoch").value == 9
    assert "is kept" not in words(app)


def test_draw_names_the_error_of_the_kept_epoch(app, early):
    open_page(app, "draw", run=early.id)

    assert app.selectbox(key=f"read_by_{early.id}").options[0] == "brisk-heron · 7.70% test error"


def test_a_lessons_error_while_it_trains_is_that_of_the_epoch_it_would_keep(store, early):
    history = store.history(early.id)

    assert _measured(None, early, history) == ("7.28%", "after epoch 7")


def test_while_it_trains_the_tiles_name_the_best_so_far_beside_the_last(app, store):
    config = RunConfig(hidden_units=(8,), epochs=30, early_stopping_patience=5, batch_size=200)
    run = store.create(config, "busy")
    lease = RunLease(store, run.id, "worker")
    assert lease.claim() is not None
    lease.report(
        Progress(4, 100, 275, 0.2, 0.95, 1_000.0, 9.0),
        [
            Epoch(number, 0.2, 0.94, loss, 0.9, 1.0, 0.001)
            for number, loss in enumerate((0.4, 0.2, 0.3), 1)
        ],
    )
    open_page(app, "train", run=run.id)

    assert tiles(app)["Validation accuracy"] == ("90.00%", "best so far: epoch 2")
    assert tiles(app)["Training accuracy"] == ("95.00%", "this epoch so far")
    chart = figure(app, "loss_chart")
    assert [note["text"] for note in chart["layout"]["annotations"]] == ["best so far"]
    assert chart["layout"]["xaxis"]["range"][1] > 30
    open_tab(app, "run_tab", "Epoch log")
    assert "(best so far)" in log_text(app)

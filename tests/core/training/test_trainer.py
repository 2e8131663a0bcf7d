"""Training: the same numbers however it is interrupted, and requests take effect."""

import numpy as np
import pytest

from mnist_core.config import RunConfig
from mnist_core.engine.run_task import digits
from mnist_core.errors import StoreError, TrainingDiverged
from mnist_core.training.trainer import Training
from tests.core.training.training_helpers import SMALL, ScriptedListener, make_run, numbers, train

pytestmark = pytest.mark.keras

EVERYTHING = SMALL.model_copy(
    update={
        "dropout": 0.3,
        "augmentation": 0.5,
        "schedule": "cosine",
        "l2": 0.001,
        "optimizer": "nadam",
        "early_stopping_patience": 3,
    }
)


COMPILED = EVERYTHING.model_copy(update={"batch_size": 64})  # the last batch is smaller
PATHS = pytest.mark.parametrize(
    ("config", "path"),
    [
        (SMALL, "plain"),
        (EVERYTHING, "plain"),
        (COMPILED, "compiled"),
        (COMPILED.model_copy(update={"augmentation": 0.0}), "compiled"),
        (COMPILED.model_copy(update={"elastic": 0.5}), "compiled"),
    ],
    ids=["small", "everything", "compiled-everything", "compiled-not-augmented", "compiled-bent"],
)


def history(config, path="plain", **options):
    listener = ScriptedListener(config.epochs, **options)
    train(config, listener, path=path)
    return listener


def test_the_same_seed_gives_the_same_history_and_weights():
    first, second = history(EVERYTHING), history(EVERYTHING)

    assert numbers(first.epochs) == numbers(second.epochs)
    assert all(np.array_equal(a, b) for a, b in zip(first.weights, second.weights, strict=True))


def test_another_seed_gives_another_history():
    other = SMALL.model_copy(update={"seed": 1})

    assert numbers(history(SMALL).epochs) != numbers(history(other).epochs)


@PATHS
def test_a_run_taken_up_inside_an_epoch_ends_as_if_undisturbed(config, path):
    cut = ScriptedListener(3, {(2, 6): {"action": "pause"}}, goes_on=False)
    assert train(config, cut, path=path) is None
    successor, undisturbed = ScriptedListener(3), history(config, path)

    train(config, successor, cut.checkpoint, path)

    assert len(cut.epochs) == 1
    assert numbers(cut.epochs + successor.epochs) == numbers(undisturbed.epochs)
    pairs = zip(successor.weights, undisturbed.weights, strict=True)
    assert all(np.array_equal(a, b) for a, b in pairs)


@pytest.mark.parametrize("changes", [{}, {"elastic": 0.5}], ids=["augmented", "bent"])
def test_how_many_digits_are_changed_at_once_changes_nothing(changes, monkeypatch):
    config = COMPILED.model_copy(update=changes)
    together = history(config, "compiled")
    monkeypatch.setattr("mnist_core.training.compiled_loop.CHANGED_AT_ONCE", 4 * 64 + 10)
    cut = ScriptedListener(3, {(2, 6): {"action": "pause"}}, goes_on=False)
    train(config, cut, path="compiled")
    parts = ScriptedListener(3)

    train(config, parts, cut.checkpoint, "compiled")

    assert numbers(cut.epochs + parts.epochs) == numbers(together.epochs)
    pairs = zip(parts.weights, together.weights, strict=True)
    assert all(np.array_equal(a, b) for a, b in pairs)


def test_a_pause_changes_nothing():
    paused = history(SMALL, requested={(2, 3): {"action": "pause"}})

    assert paused.paused == 1
    assert numbers(paused.epochs) == numbers(history(SMALL).epochs)


def test_a_stop_ends_the_run_without_reporting_the_part_epoch():
    listener = ScriptedListener(3, {(2, 4): {"action": "stop"}})

    outcome = train(SMALL, listener)

    assert outcome is not None
    assert outcome.state == "stopped"
    assert [epoch.number for epoch in listener.epochs] == [1]
    assert 4 <= outcome.stopped_at < 20
    assert 0.3 < outcome.test_accuracy < 1


def test_a_stopped_run_trains_on_to_where_it_would_have_come():
    cut = ScriptedListener(3, {(2, 4): {"action": "stop"}})
    train(SMALL, cut)
    successor = ScriptedListener(3)

    train(SMALL, successor, cut.checkpoint)

    assert numbers(cut.epochs + successor.epochs) == numbers(history(SMALL).epochs)


@pytest.mark.parametrize("path", ["plain", "compiled"])
def test_more_epochs_go_on_from_the_end(path):
    first = history(SMALL, path)
    more = ScriptedListener(5)

    train(SMALL, more, first.checkpoint, path)

    longer = history(SMALL.model_copy(update={"epochs": 5}), path)
    assert numbers(first.epochs + more.epochs) == numbers(longer.epochs)


def test_a_learning_rate_set_by_hand_holds_from_its_batch_on():
    listener = history(SMALL, requested={(2, 10): {"learning_rate": 0.25}})

    (change,) = listener.changes
    assert (change.epoch, change.value) == (2, 0.25)
    assert 10 <= change.step < 20
    rates = [epoch.learning_rate for epoch in listener.epochs]
    assert rates == pytest.approx([0.001, 0.25, 0.25])
    assert numbers(listener.epochs)[0] == numbers(history(SMALL).epochs)[0]
    assert numbers(listener.epochs)[1] != numbers(history(SMALL).epochs)[1]


@pytest.mark.parametrize("path", ["plain", "compiled"])
def test_progress_comes_within_each_epoch_however_short(path):
    listener = history(SMALL, path)

    for number in (1, 2, 3):
        reports = [report for report in listener.reports if report.epoch == number]
        assert len(reports) >= 2
        assert [report.step for report in reports] == sorted(report.step for report in reports)
        assert reports[-1].step == reports[-1].steps == 20


def test_a_schedule_sets_the_rate_of_each_epoch():
    rates = [epoch.learning_rate for epoch in history(EVERYTHING).epochs]

    assert rates == pytest.approx([0.001, 0.00075, 0.00025])


def test_early_stopping_gives_the_best_weights_back():
    config = SMALL.model_copy(
        update={"early_stopping_patience": 2, "epochs": 40, "learning_rate": 0.05}
    )
    listener = ScriptedListener(40)

    outcome = train(config, listener)

    losses = [epoch.val_loss for epoch in listener.epochs]
    best = int(np.argmin(losses))
    assert outcome is not None
    assert len(losses) == best + 3 < 40
    assert f"epoch {best + 1}" in outcome.message
    at_best = ScriptedListener(best + 1)
    train(config, at_best)
    assert all(np.array_equal(a, b) for a, b in zip(listener.weights, at_best.weights, strict=True))


def test_a_network_that_diverges_says_which_knob_to_turn():
    config = SMALL.model_copy(
        update={
            "optimizer": "sgd",
            "learning_rate": 10.0,
            "activation": "linear",
            "loss": "kl_divergence",
            "l2": 1.0,
        }
    )

    with pytest.raises(TrainingDiverged, match=r"learning rate of 10 .* 0\.01"):
        history(config)


def test_a_checkpoint_of_another_network_is_refused():
    saved = history(SMALL).checkpoint
    other = RunConfig(hidden_units=(8,), train_size=1_000)

    with pytest.raises(StoreError, match="does not fit"):
        Training(make_run(other), digits(), ScriptedListener(1), saved)

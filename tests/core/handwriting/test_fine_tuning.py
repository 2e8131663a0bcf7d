"""Teaching: a copy of a run learns a hand that it could not read, and forgets nothing."""

from dataclasses import replace

import numpy as np
import pytest

from mnist_core.cli.json_documents import run_document
from mnist_core.compare.repeats import repeat_over_seeds
from mnist_core.config import RunConfig
from mnist_core.dataset import LabelledDigits, load_mnist
from mnist_core.engine import run_task
from mnist_core.errors import DrawingError, StoreError
from mnist_core.export.keras_text import score_line
from mnist_core.handwriting import fine_tuning
from mnist_core.handwriting.fine_tuning import (
    FEWEST_DRAWINGS,
    FOLDS,
    fine_tuning_config,
    folds,
    teach,
)
from mnist_core.handwriting.lineage import FineTuningStart, earlier_drawings, read_start
from mnist_core.store.records import Run, Scores
from mnist_core.store.run_leases import RunLease
from mnist_core.store.run_store import RunStore
from mnist_core.store.snapshots import load_network
from mnist_core.store.starter import starter
from tests.app.runs import trained

SMALL = RunConfig(hidden_units=(16,), epochs=1)


def drawings(count: int, seed: int = 0) -> LabelledDigits:
    """Make up drawings without sense, none like another."""
    generator = np.random.default_rng(seed)
    images = generator.integers(0, 256, (count, 28, 28)).astype(np.uint8)
    return LabelledDigits(images, (np.arange(count) % 10).astype(np.uint8))


def start_of(store: RunStore, run: Run) -> FineTuningStart:
    beginning = read_start(store, run)
    assert beginning is not None
    return beginning


@pytest.fixture
def parent(store):
    return trained(store, SMALL, "parent", weights=True)


def test_a_copy_of_the_starter_begins_with_its_weights(store):
    taught = teach(store, starter(), drawings(FEWEST_DRAWINGS))

    assert (taught.name, taught.config.layout) == ("starter taught", starter().config.layout)
    beginning, weights = start_of(store, taught).network, load_network(store, starter())
    assert all(map(np.array_equal, beginning.weights, weights.weights))


def test_a_taught_run_keeps_the_network_and_trains_a_little():
    config = RunConfig(hidden_units=(64, 32), activation="gelu", optimizer="sgd", momentum=0.9)

    taught = fine_tuning_config(config)

    assert (taught.hidden_units, taught.activation) == ((64, 32), "gelu")
    assert RunConfig.model_validate(taught.model_dump()) == taught
    assert taught.epochs * taught.train_size <= 120_000
    assert taught.augmentation > 0


@pytest.mark.parametrize(("parents", "own"), [(0, 0), (500, 500), (12_000, 4_000)])
def test_a_copy_learns_drawn_forms_in_its_parents_share(parents, own):
    assert fine_tuning_config(RunConfig(forms=parents)).forms == own


def test_a_copy_learns_drawings_as_they_are_bent_by_nothing_but_augmentation():
    assert fine_tuning_config(RunConfig(elastic=0.5)).elastic == 0


def test_a_copy_is_given_digits_normalised_as_its_parent_was(store):
    config = SMALL.model_copy(update={"normalization": "slant"})
    upright = trained(store, config, "upright", weights=True)
    taught = teach(store, upright, drawings(20))

    assert taught.config.normalization == "slant"
    assert start_of(store, taught).network.normalization == "slant"


def test_each_drawing_is_kept_out_once_and_every_digit_spreads_over_the_folds():
    labels = np.repeat(np.arange(10), 8).astype(np.uint8)

    parts = folds(labels)

    assert len(parts) == FOLDS
    assert sorted(np.concatenate(parts)) == list(range(80))
    assert all(np.array_equal(np.bincount(labels[part]), [2] * 10) for part in parts)
    assert len(folds(labels[:3])) == 3


def test_too_few_drawings_are_refused_with_their_number(store, parent):
    with pytest.raises(DrawingError, match=f"at least {FEWEST_DRAWINGS} drawings.*there are 9"):
        teach(store, parent, drawings(9))

    assert store.count() == 1


def test_a_run_that_has_learned_nothing_cannot_be_taught(store):
    with pytest.raises(StoreError, match="learned nothing yet"):
        teach(store, store.create(SMALL, "new"), drawings(20))


def test_a_taught_run_begins_with_its_parents_weights_also_without_the_parent(store, parent):
    expected = load_network(store, parent)
    run = teach(store, parent, drawings(20))
    store.delete(parent.id)

    beginning = start_of(store, run)

    assert run.name == "parent taught"
    assert run.taught is not None
    assert run.taught.parent_id == parent.id
    assert np.array_equal(beginning.network.kernels[0], expected.kernels[0])
    assert np.array_equal(beginning.drawings.images, drawings(20).images)
    assert beginning.new.all()


def test_runs_are_one_seed_group_only_if_they_were_taught_the_same(store, parent):
    same, again, other = (teach(store, parent, drawings(20, seed)) for seed in (0, 0, 1))
    plain = store.create(same.config)

    assert same.family == again.family
    assert len({same.family, other.family, plain.family}) == 3


def test_repeats_of_a_taught_run_are_taught_as_well(store, parent):
    run = teach(store, parent, drawings(20))

    (repeat,) = repeat_over_seeds(store, run, 1)

    assert repeat.taught == run.taught
    assert repeat.family == run.family
    assert start_of(store, repeat).new.all()


def test_what_a_parent_was_taught_is_not_new_to_its_copy(store, parent):
    first = trained_taught(store, parent, drawings(20))
    more = drawings(30)

    second = start_of(store, teach(store, first, more))

    assert second.new.tolist() == [
        not np.any(np.all(drawings(20).images == i, axis=(1, 2))) for i in more.images
    ]
    assert len(earlier_drawings(store, first)) == 20


def trained_taught(store, parent, digits):
    """Teach without training: the copy has its initial weights."""
    run = teach(store, parent, digits, holder="worker")
    lease = RunLease(store, run.id, "worker")
    assert lease.claim() is not None
    store.artifacts.write(run.id, "last", store.artifacts.read(run.id, "start"))
    lease.release("finished", test_accuracy=0.9)
    return store.read(run.id)


def test_scores_are_written_and_shown(store, parent):
    run = teach(store, parent, drawings(20), holder="worker")
    lease = RunLease(store, run.id, "worker")
    lease.claim()
    assert run.taught is not None

    before, after = Scores(0.89, 0.98), Scores(0.96, 0.981)
    lease.write_scores(replace(run.taught, before=before, after=after))

    document = run_document(store.read(run.id), [])
    assert document["parent"] == parent.id
    assert document["before"] == {"drawings_accuracy": 0.89, "test_accuracy": 0.98}
    assert document["after"] == {"drawings_accuracy": 0.96, "test_accuracy": 0.981}
    assert "89.0% before, 96.0% after" in score_line(store.read(run.id))


def turned(count: int) -> LabelledDigits:
    """Make up a hand that nobody reads at once: test digits turned by a quarter."""
    mnist = load_mnist()
    return LabelledDigits(np.rot90(mnist.x_test[:count], axes=(1, 2)).copy(), mnist.y_test[:count])


@pytest.mark.keras
def test_a_copy_learns_a_hand_that_it_could_not_read_and_forgets_nothing(
    store, settings, monkeypatch
):
    monkeypatch.setitem(fine_tuning.FINE_TUNING_SETTINGS, "train_size", 4_000)
    parent = store.create(RunConfig(hidden_units=(64,), epochs=2, train_size=8_000), "parent")
    run_task.train_run(parent.id, settings)
    run = teach(store, store.read(parent.id), turned(120))

    run_task.train_run(run.id, settings)

    run, parent = store.read(run.id), store.read(parent.id)
    assert run.state == "finished"
    assert run.taught.before.test == pytest.approx(parent.test_accuracy)
    assert run.taught.before.drawings < 0.4
    assert run.taught.after.drawings > run.taught.before.drawings + 0.2
    assert run.taught.after.test == run.test_accuracy > parent.test_accuracy - 0.02
    unseen = LabelledDigits(*(array[120:] for array in vars(turned(1_120)).values()))
    assert run.taught.after.drawings == pytest.approx(share_read(store, run, unseen), abs=0.15)


def share_read(store, run, digits):
    """Read digits by a route of its own: the network's arrays, multiplied out."""
    network = load_network(store, run)
    signal = digits.images.reshape(len(digits), -1) / 255
    hidden = np.maximum(signal @ network.kernels[0] + network.biases[0], 0)
    answers = (hidden @ network.kernels[1] + network.biases[1]).argmax(axis=1)
    return float((answers == digits.labels).mean())

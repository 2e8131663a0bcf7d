import numpy as np
import pytest

from mnist_core.dataset import LabelledDigits
from mnist_core.errors import DrawingError
from mnist_core.handwriting.csv_files import digits_csv
from mnist_core.handwriting.labelled_files import read_labelled
from mnist_core.handwriting.lineage import fingerprints
from mnist_core.handwriting.npz_files import digits_npz
from mnist_core.handwriting.personal_set import keep, keep_all, personal_set, put_back, score
from mnist_core.network.mlp import Network
from mnist_core.store.drawing_rows import count_drawings, delete_drawings, read_drawings

GENERATOR = np.random.default_rng(0)
IMAGES = GENERATOR.random((6, 28, 28)).astype(np.float32)
BYTES = np.round(IMAGES * 255).astype(np.uint8)
DIGITS = LabelledDigits(BYTES, np.array([7, 1, 4, 4, 0, 9], np.uint8))


def test_a_drawing_is_kept_with_its_label_and_what_was_read(store):
    kept = keep(store, IMAGES[0], 7, read_as=1).drawing

    (found,) = read_drawings(store)
    assert (found.id, found.label, found.read_as) == (kept.id, 7, 1)
    assert np.array_equal(found.image, BYTES[0])
    assert found.created_at == kept.created_at > 1.7e9


def test_the_same_drawing_again_corrects_its_label(store):
    first = keep(store, IMAGES[0], 7, read_as=1).drawing
    second = keep(store, IMAGES[0], 1, read_as=7).drawing

    assert (first.id, count_drawings(store)) == (second.id, 1)
    assert [(d.label, d.read_as) for d in read_drawings(store)] == [(1, 7)]
    assert keep_all(store, LabelledDigits(BYTES[[0, 1, 1]], np.array([2, 3, 5], np.uint8))) == 1
    assert sorted(d.label for d in read_drawings(store)) == [2, 5]


def test_the_newest_come_first_and_the_set_is_taught_in_their_order(store):
    keep(store, IMAGES[0], 7)
    keep_all(store, LabelledDigits(BYTES[1:], DIGITS.labels[1:]))

    assert [drawing.label for drawing in read_drawings(store)] == [9, 0, 4, 4, 1, 7]
    mine = personal_set(store)
    assert np.array_equal(mine.images, BYTES)
    assert np.array_equal(mine.labels, DIGITS.labels)


def test_a_label_that_was_corrected_can_be_put_back(store):
    keep(store, IMAGES[0], 7, read_as=1)
    corrected = keep(store, IMAGES[0], 1, read_as=7)

    assert corrected.before is not None
    put_back(store, [corrected.before])

    assert [(d.label, d.read_as) for d in read_drawings(store)] == [(7, 1)]


def test_an_empty_set_is_a_set(store):
    assert count_drawings(store) == len(personal_set(store)) == 0
    assert personal_set(store).images.shape == (0, 28, 28)


def test_drawings_are_deleted_by_id(store):
    keep_all(store, DIGITS)
    ids = [drawing.id for drawing in read_drawings(store)]

    delete_drawings(store, [*ids[:2], "unknown"])

    assert [drawing.id for drawing in read_drawings(store)] == ids[2:]
    delete_drawings(store, ids)
    assert count_drawings(store) == 0


def test_nothing_drawn_is_not_kept(store):
    with pytest.raises(DrawingError, match="empty drawing"):
        keep(store, np.zeros((28, 28), np.float32), 3)


def test_a_full_set_takes_no_more_but_still_corrects(store, monkeypatch):
    monkeypatch.setattr("mnist_core.handwriting.personal_set.MAX_DRAWINGS", 4)
    keep_all(store, LabelledDigits(BYTES[:4], DIGITS.labels[:4]))

    with pytest.raises(DrawingError, match="4 drawings at most"):
        keep(store, IMAGES[5], 9)
    with pytest.raises(DrawingError, match="4 drawings at most"):
        keep_all(store, DIGITS)
    assert keep_all(store, LabelledDigits(BYTES[:1], np.array([5], np.uint8))) == 0
    assert [drawing.label for drawing in read_drawings(store)] == [4, 4, 1, 5]


def test_an_export_of_the_set_is_imported_by_another_lab(store):
    keep_all(store, DIGITS)
    mine = personal_set(store)
    files = {
        "mine.csv": digits_csv(mine.images, mine.labels).encode(),
        "mine.npz": digits_npz(mine.images, mine.labels),
    }
    before = [(drawing.id, drawing.label) for drawing in read_drawings(store)]
    for name, content in files.items():
        delete_drawings(store, [drawing_id for drawing_id, _ in before])
        assert keep_all(store, read_labelled([(name, content)])) == len(DIGITS)
        assert [(drawing.id, drawing.label) for drawing in read_drawings(store)] == before


@pytest.fixture
def network():
    """Reads the digit whose pixel in the first row is darkest."""
    kernel = np.zeros((784, 10), np.float32)
    kernel[np.arange(10), np.arange(10)] = 10
    return Network("relu", (kernel,), (np.zeros(10, np.float32),))


def dots(*digits):
    images = np.zeros((len(digits), 28, 28), np.uint8)
    images[np.arange(len(digits)), 0, digits] = 255
    images[:, 5, 5] = np.arange(len(digits))
    return images


def test_a_score_counts_what_is_read_as_its_label(network):
    labels = np.array([3, 8, 8, 0], np.uint8)

    result = score(network, LabelledDigits(dots(3, 8, 1, 0), labels))

    assert (result.right, result.total) == (3, 4)
    assert result.answers.tolist() == [3, 8, 1, 0]


def test_a_network_is_not_scored_on_what_it_has_learned(network):
    digits = LabelledDigits(dots(3, 8, 1, 0), np.array([3, 8, 8, 0], np.uint8))
    taught = LabelledDigits(digits.images[[0, 2]], np.array([3, 9], np.uint8))

    result = score(network, digits, fingerprints(taught))

    assert (result.right, result.total) == (2, 2)
    assert result.answers.tolist() == [3, 8, 1, 0]
    nothing_left = score(network, digits, fingerprints(digits))
    assert (nothing_left.right, nothing_left.total) == (0, 0)

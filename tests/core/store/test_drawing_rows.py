"""Drawings come out of the database as they went in, each image once."""

import numpy as np
import pytest

from mnist_core.store import drawing_rows
from mnist_core.store.drawing_rows import (
    TooManyDrawings,
    add_drawing,
    add_drawings,
    count_drawings,
    delete_drawings,
    put_back_drawings,
    read_drawings,
)

IMAGES = np.random.default_rng(0).integers(0, 256, (5, 28, 28)).astype(np.uint8)
LABELS = np.array([7, 1, 4, 4, 0], np.uint8)


def labels_in(store):
    return [drawing.label for drawing in read_drawings(store)]


def test_a_drawing_is_read_as_it_was_added(store):
    added = add_drawing(store, IMAGES[0], 7, read_as=1, limit=10).drawing

    (found,) = read_drawings(store)
    assert (found.id, found.label, found.read_as) == (added.id, 7, 1)
    assert np.array_equal(found.image, IMAGES[0])
    assert found.created_at == added.created_at


def test_many_drawings_stay_in_their_order_newest_first(store):
    assert add_drawings(store, IMAGES, LABELS, limit=10) == 5

    assert labels_in(store) == [0, 4, 4, 1, 7]
    assert {drawing.read_as for drawing in read_drawings(store)} == {None}


def test_an_image_that_is_there_gets_the_last_label_and_is_not_counted_as_new(store):
    add_drawing(store, IMAGES[0], 7, read_as=1, limit=10)

    new = add_drawings(store, IMAGES[[0, 1, 1]], np.array([2, 3, 5], np.uint8), limit=10)

    assert (new, count_drawings(store)) == (1, 2)
    assert {(each.label, each.read_as) for each in read_drawings(store)} == {(2, 1), (5, None)}


def test_drawings_that_would_be_too_many_are_not_added_at_all(store):
    add_drawings(store, IMAGES[:2], LABELS[:2], limit=4)

    with pytest.raises(TooManyDrawings):
        add_drawings(store, IMAGES, np.zeros(5, np.uint8), limit=4)

    assert labels_in(store) == [1, 7]


def test_a_full_table_still_takes_another_label_for_what_is_there(store):
    add_drawings(store, IMAGES, LABELS, limit=5)

    add_drawing(store, IMAGES[0], 9, read_as=None, limit=5)

    assert labels_in(store) == [0, 4, 4, 1, 9]


@pytest.mark.parametrize("batch", [1, 2, 500])
def test_drawings_are_found_and_deleted_however_many_fit_into_one_statement(
    store, batch, monkeypatch
):
    monkeypatch.setattr(drawing_rows, "BATCH", batch)
    add_drawings(store, IMAGES, LABELS, limit=10)
    assert add_drawings(store, IMAGES, LABELS, limit=10) == 0
    ids = [drawing.id for drawing in read_drawings(store)]

    delete_drawings(store, ["unknown", *ids[:3]])

    assert [drawing.id for drawing in read_drawings(store)] == ids[3:]


def facts(store):
    """Give all that is kept of each drawing, newest first."""
    return [
        (one.id, one.label, one.read_as, one.created_at, one.image.tobytes())
        for one in read_drawings(store)
    ]


def test_who_adds_a_drawing_learns_what_was_there_before(store):
    new = add_drawing(store, IMAGES[0], 7, read_as=1, limit=10)
    again = add_drawing(store, IMAGES[0], 4, read_as=2, limit=10)

    assert new.before is None
    assert again.before is not None
    assert (again.before.label, again.before.read_as) == (7, 1)
    assert (again.drawing.label, again.drawing.read_as) == (4, 2)
    assert again.before.created_at == again.drawing.created_at


@pytest.mark.parametrize("batch", [1, 500])
def test_drawings_are_put_back_exactly_as_they_were(store, batch, monkeypatch):
    monkeypatch.setattr(drawing_rows, "BATCH", batch)
    add_drawing(store, IMAGES[0], 7, read_as=1, limit=10)
    add_drawings(store, IMAGES[1:], LABELS[1:], limit=10)
    drawings, before = read_drawings(store), facts(store)
    delete_drawings(store, [drawing.id for drawing in drawings[:3]])
    add_drawing(store, IMAGES[0], 9, read_as=None, limit=10)

    put_back_drawings(store, drawings, limit=5)

    assert facts(store) == before


def test_drawings_that_would_be_too_many_are_not_put_back_at_all(store):
    add_drawings(store, IMAGES, LABELS, limit=5)
    drawings = read_drawings(store)
    delete_drawings(store, [drawing.id for drawing in drawings])
    add_drawings(store, 255 - IMAGES[:1], LABELS[:1], limit=5)

    with pytest.raises(TooManyDrawings):
        put_back_drawings(store, drawings, limit=5)

    assert count_drawings(store) == 1

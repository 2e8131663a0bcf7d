"""What is on the projector: what somebody sent, and nothing that nobody did."""

import numpy as np
import pytest

from mnist_core.access.person import OWNER, Person
from mnist_core.errors import NotYours
from mnist_core.store import sent_drawings as module
from mnist_core.store.drawing_rows import add_drawing
from mnist_core.store.sent_drawings import send_drawing, sent_drawings, take_down

SEVEN, ONE = (np.full((28, 28), ink, np.uint8) for ink in (77, 11))


def senders(store) -> list[str]:
    return [each.owner for each in sent_drawings(store)]


def test_everybody_sees_what_was_sent_newest_first_and_nobody_what_was_kept(store):
    add_drawing(store.used_by(Person("anna")), ONE, 1, read_as=None, limit=10)
    for name in ("anna", "ben"):
        send_drawing(store.used_by(Person(name)), SEVEN)

    assert senders(store.used_by(Person("clara"))) == ["ben", "anna"]
    assert (sent_drawings(store)[0].image == SEVEN).all()


def test_a_second_drawing_takes_the_place_of_the_first(store):
    annas = store.used_by(Person("anna"))
    for image in (SEVEN, ONE):
        send_drawing(annas, image)

    (sent,) = sent_drawings(store)
    assert (sent.image == ONE).all()


def test_older_ones_are_forgotten(store, monkeypatch):
    monkeypatch.setattr(module, "MOST", 2)
    for name in "abc":
        send_drawing(store.used_by(Person(name)), SEVEN)

    assert senders(store) == ["c", "b"]


def test_a_drawing_is_taken_down_by_its_writer_and_the_teacher_alone(store):
    for name in ("anna", "ben"):
        send_drawing(store.used_by(Person(name)), SEVEN)
    bens, annas = sent_drawings(store)

    with pytest.raises(NotYours):
        take_down(store.used_by(Person("anna")), bens.id)
    take_down(store.used_by(Person("anna")), annas.id)
    take_down(store.used_by(OWNER), bens.id)
    take_down(store.used_by(OWNER), bens.id)

    assert sent_drawings(store) == []

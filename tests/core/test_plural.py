"""Nouns after their numbers."""

from mnist_core.plural import plural


def test_only_one_is_singular():
    assert [plural("epoch", count) for count in (0, 1, 2, 1.5)] == [
        "epochs",
        "epoch",
        "epochs",
        "epochs",
    ]

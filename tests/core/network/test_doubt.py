"""An answer that should not be trusted is marked, with what else it may be."""

import numpy as np
import pytest

from mnist_core.network.doubt import doubt_text, is_sure, runner_up


def shares(**by_digit):
    """Give probabilities of some digits, ``d7=0.6``; what is left is shared by all."""
    given = np.zeros(10)
    for name, share in by_digit.items():
        given[int(name[1])] = share
    return given + (1 - given.sum()) / 10


@pytest.mark.parametrize(
    ("probabilities", "sure", "other"),
    [
        (shares(d7=0.97, d1=0.02), True, 1),
        (shares(d7=0.6, d1=0.39), False, 1),
        (shares(d0=0.45, d8=0.5), False, 0),
        (np.full(10, 0.1), False, 1),
    ],
)
def test_an_answer_is_sure_where_one_digit_is_far_more_probable(probabilities, sure, other):
    assert is_sure(probabilities) is sure
    assert runner_up(probabilities) == other


def test_the_words_have_the_article_that_the_digit_asks_for():
    assert doubt_text(shares(d0=0.5, d8=0.4)) == "Not sure: it may be an 8."
    assert doubt_text(shares(d8=0.5, d1=0.4)) == "Not sure: it may be a 1."
    assert doubt_text(shares(d8=0.95)) == ""

"""What a network gets wrong, against scikit-learn and by hand."""

import numpy as np
import pytest
from sklearn.metrics import confusion_matrix as sklearn_confusion_matrix
from sklearn.metrics import precision_recall_fscore_support

from mnist_core.analysis.evaluation import (
    ConfusedPair,
    Evaluation,
    confusion_matrix,
    count_sure_mistakes,
    digit_scores,
    mistakes,
    most_confused,
)
from tests.core.analysis.made_up_answers import (
    ANSWERS,
    DIGITS,
    FEW,
    FEW_TRUTH,
    NEVER_ANSWERED,
    PROBABILITIES,
    TRUTH,
)


def test_confusions_are_those_of_scikit_learn():
    expected = sklearn_confusion_matrix(TRUTH, ANSWERS, labels=DIGITS)

    assert np.array_equal(confusion_matrix(TRUTH, ANSWERS), expected)


def test_a_row_is_a_true_digit_and_a_column_an_answer():
    confusion = confusion_matrix(np.array([4, 4], np.uint8), np.array([9, 4]))

    assert (confusion[4, 9], confusion[4, 4], confusion[9, 4], confusion.sum()) == (1, 1, 0, 2)


def test_scores_are_those_of_scikit_learn_where_a_share_of_nothing_is_0():
    scores = digit_scores(confusion_matrix(TRUTH, ANSWERS))
    expected = precision_recall_fscore_support(TRUTH, ANSWERS, labels=DIGITS, zero_division=0)
    ours = [[s.precision, s.recall, s.f1, s.count] for s in scores]

    assert np.allclose(np.transpose(ours), expected)
    assert scores[NEVER_ANSWERED].precision == 0 < scores[NEVER_ANSWERED].count
    assert [score.digit for score in scores] == DIGITS


def test_the_most_confused_pairs_come_worst_first_and_none_without_mistakes():
    confusion = np.diag(np.full(10, 900))
    confusion[4, 9], confusion[9, 4], confusion[7, 2] = 12, 3, 5

    assert most_confused(confusion, 2) == [ConfusedPair(4, 9, 12), ConfusedPair(7, 2, 5)]
    assert most_confused(confusion, 50)[2:] == [ConfusedPair(9, 4, 3)]


def test_all_mistakes_are_listed_most_sure_of_the_wrong_answer_first():
    wrong = mistakes(PROBABILITIES, TRUTH)
    sure = PROBABILITIES.max(axis=1)[wrong]

    assert sorted(wrong) == [i for i in range(len(TRUTH)) if ANSWERS[i] != TRUTH[i]]
    assert list(sure) == sorted(sure, reverse=True)
    assert list(mistakes(FEW, FEW_TRUTH)) == [2, 1]


@pytest.mark.parametrize(("true_digit", "answer"), [(4, 9), (4, None), (None, 9), (6, 6), (3, 3)])
def test_mistakes_of_a_pair_are_that_pairs_alone(true_digit, answer):
    rightly = true_digit is not None and true_digit == answer
    expected = {
        index
        for index, (truth, given) in enumerate(zip(TRUTH, ANSWERS, strict=True))
        if (rightly or truth != given) and true_digit in (None, truth) and answer in (None, given)
    }

    assert set(mistakes(PROBABILITIES, TRUTH, true_digit=true_digit, answer=answer)) == expected


def test_rightly_read_digits_are_listed_least_sure_first():
    right = mistakes(PROBABILITIES, TRUTH, true_digit=3, answer=3)
    sure = PROBABILITIES.max(axis=1)[right]

    assert len(sure) > 50
    assert list(sure) == sorted(sure)


def test_no_digits_give_no_mistakes_rather_than_an_error():
    none, no_truth = np.zeros((0, 10), np.float32), np.zeros(0, np.uint8)

    assert mistakes(none, no_truth).size == 0


@pytest.mark.parametrize(("surer_than", "count"), [(0.5, 2), (0.6, 1), (0.8, 0)])
def test_sure_mistakes_are_those_above_the_probability(surer_than, count):
    # The two misread ones are 0.6 and 0.8 sure.
    assert count_sure_mistakes(FEW.astype(np.float64).round(3), FEW_TRUTH, surer_than) == count


def test_an_evaluation_answers_with_the_most_probable_digit():
    assert list(Evaluation(FEW, ()).answers) == [1, 1, 2, 0]

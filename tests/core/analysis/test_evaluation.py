"""What a network gets wrong, against scikit-learn and by hand."""

import numpy as np
import pytest
from sklearn.calibration import calibration_curve
from sklearn.metrics import confusion_matrix as sklearn_confusion_matrix
from sklearn.metrics import precision_recall_fscore_support

from mnist_core.analysis.evaluation import (
    ConfusedPair,
    confusion_matrix,
    digit_scores,
    mistakes,
    most_confused,
    refusal_curve,
    reliability,
    threshold_for_error,
)
from mnist_core.network.mlp import softmax

DIGITS = list(range(10))
NEVER_ANSWERED = 6


def _digits(count: int = 2000):
    """Make answers that are often right, never a 6, and never between 30 and 40 % sure."""
    random = np.random.default_rng(7)
    truth = random.integers(0, 10, count).astype(np.uint8)
    logits = random.normal(0, 1, (count, 10)) + 3 * np.eye(10)[truth]
    logits[:, NEVER_ANSWERED] = -20
    probabilities = softmax(logits).astype(np.float32)
    sure = probabilities.max(axis=1)
    kept = (sure < 0.3) | (sure > 0.4)
    return probabilities[kept], truth[kept]


PROBABILITIES, TRUTH = _digits()
ANSWERS = PROBABILITIES.argmax(axis=1)
# Four digits whose answers are 1, 1, 2, 0 with confidences 0.92, 0.6, 0.8, 0.5.
FEW = np.zeros((4, 10), np.float32)
FEW[range(4), [1, 1, 2, 0]] = [0.92, 0.6, 0.8, 0.5]
FEW[range(4), [3, 3, 3, 3]] = [0.08, 0.4, 0.2, 0.5 - 1e-3]
FEW_TRUTH = np.array([1, 7, 1, 0], np.uint8)


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


@pytest.mark.parametrize("bins", [5, 10, 17])
def test_reliability_is_scikit_learns_calibration_curve_on_the_bins_that_hold_digits(bins):
    result = reliability(PROBABILITIES, TRUTH, bins)
    accuracy, confidence = calibration_curve(
        ANSWERS == TRUTH, PROBABILITIES.max(axis=1), n_bins=bins, strategy="uniform"
    )
    filled = result.count > 0

    assert np.allclose(result.accuracy[filled], accuracy)
    assert np.allclose(result.confidence[filled], confidence)
    assert np.isnan(result.accuracy[~filled]).all()
    assert result.count.sum() == len(TRUTH)


def test_a_bin_without_digits_counts_none_and_has_no_accuracy():
    result = reliability(PROBABILITIES, TRUTH)

    assert result.count[3] == 0
    assert np.isnan(result.accuracy[3])
    assert result.edges[3:5] == pytest.approx([0.3, 0.4])


def test_the_calibration_error_weighs_each_gap_by_its_digits():
    # One digit in each of four bins, right, wrong, wrong and right.
    expected = (0.08 + 0.6 + 0.8 + 0.5) / 4

    assert reliability(FEW, FEW_TRUTH).expected_calibration_error == pytest.approx(expected)


def test_a_network_that_is_always_sure_and_right_has_no_calibration_error():
    assert reliability(np.eye(10, dtype=np.float32), np.arange(10)).expected_calibration_error == 0


def test_refusing_answers_those_at_or_above_the_threshold_alone():
    curve = refusal_curve(PROBABILITIES, TRUTH)
    sure = PROBABILITIES.max(axis=1).astype(float)

    assert len(curve.thresholds) == 101
    for threshold, share, error in zip(curve.thresholds, curve.answered, curve.error, strict=True):
        answered = sure >= threshold
        assert share == pytest.approx(answered.mean())
        if answered.any():
            assert error == pytest.approx((ANSWERS != TRUTH)[answered].mean())
        else:
            assert np.isnan(error)


def test_without_a_threshold_everything_is_answered_with_the_plain_error():
    curve = refusal_curve(PROBABILITIES, TRUTH)

    assert curve.answered[0] == 1
    assert curve.error[0] == np.mean(ANSWERS != TRUTH)


def test_the_lowest_threshold_that_reaches_an_error_is_found():
    curve = refusal_curve(FEW, FEW_TRUTH)

    # Errors among the answered: 2 of 4, above 0.5 2 of 3, above 0.6 1 of 2, above 0.8 none.
    assert threshold_for_error(curve, 0.5) == 0
    assert threshold_for_error(curve, 0.4) == pytest.approx(0.81)


def test_an_error_that_no_threshold_reaches_has_none():
    curve = refusal_curve(FEW, np.array([0, 0, 0, 1], np.uint8))

    assert threshold_for_error(curve, 0.5) is None


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


def test_no_digits_give_empty_results_rather_than_an_error():
    none, no_truth = np.zeros((0, 10), np.float32), np.zeros(0, np.uint8)

    assert reliability(none, no_truth).expected_calibration_error == 0
    assert not refusal_curve(none, no_truth).answered.any()
    assert mistakes(none, no_truth).size == 0

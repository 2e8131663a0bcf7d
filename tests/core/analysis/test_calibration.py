"""How sure a network is, against scikit-learn and by hand."""

import numpy as np
import pytest
from sklearn.calibration import calibration_curve

from mnist_core.analysis.calibration import (
    overconfidence,
    refusal_curve,
    reliability,
    threshold_for_error,
)
from tests.core.analysis.made_up_answers import ANSWERS, FEW, FEW_TRUTH, PROBABILITIES, TRUTH


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


def test_a_network_is_overconfident_by_what_its_sureness_exceeds_its_accuracy():
    # Sure by 0.92, 0.6, 0.8 and 0.5, and right twice in four.
    assert overconfidence(FEW, FEW_TRUTH) == pytest.approx((0.92 + 0.6 + 0.8 + 0.5) / 4 - 0.5)
    assert overconfidence(FEW, FEW.argmax(axis=1)) < 0


def test_no_digits_have_no_calibration_error_and_nothing_answered():
    none, no_truth = np.zeros((0, 10), np.float32), np.zeros(0, np.uint8)

    assert reliability(none, no_truth).expected_calibration_error == 0
    assert not refusal_curve(none, no_truth).answered.any()

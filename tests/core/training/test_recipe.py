"""The learning rate's schedules and the shares of an epoch, against numbers worked out by hand."""

import pytest

from mnist_core.training.recipe import copies, schedule_factor


@pytest.mark.parametrize("schedule", ["constant", "cosine", "exponential", "step"])
def test_a_schedule_begins_with_the_whole_rate_and_never_rises(schedule):
    factors = [schedule_factor(schedule, epoch, 20) for epoch in range(1, 21)]

    assert factors[0] == 1
    assert factors == sorted(factors, reverse=True)
    assert factors[-1] > 0


def test_cosine_is_at_half_in_the_middle():
    assert schedule_factor("cosine", 11, 20) == pytest.approx(0.5)


def test_exponential_falls_by_the_same_share_each_epoch():
    first, second, third = (schedule_factor("exponential", epoch, 10) for epoch in (1, 2, 3))

    assert second / first == pytest.approx(third / second)
    assert schedule_factor("exponential", 6, 10) == pytest.approx(0.1)


def test_step_falls_after_half_and_after_three_quarters():
    assert [schedule_factor("step", epoch, 8) for epoch in (4, 5, 6, 7)] == [1, 0.1, 0.1, 0.01]


@pytest.mark.parametrize("schedule", ["constant", "cosine", "exponential", "step"])
def test_epochs_beyond_the_plan_keep_the_last_share(schedule):
    assert schedule_factor(schedule, 15, 10) == schedule_factor(schedule, 10, 10)


def test_drawings_are_a_third_of_an_epoch_but_a_handful_does_not_outweigh_the_digits():
    assert copies(100, 20_000) * 100 == pytest.approx(10_000)
    assert copies(10, 20_000) * 10 <= 2_000
    assert copies(60_000, 100) == 1

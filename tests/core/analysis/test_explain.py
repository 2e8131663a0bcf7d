"""Explanations against hand calculation, naive loops and closed forms."""

import itertools
from dataclasses import replace

import numpy as np
import pytest

from mnist_core.analysis.explain import explain_answer, occlusion, smallest_change
from mnist_core.network.mlp import Network, forward, network_input
from mnist_core.network.normalization import straighten

RANDOM = np.random.default_rng(0)
SMOOTH = ("elu", "selu", "gelu", "silu", "tanh", "sigmoid", "softplus")


def random_network(activation="relu", hidden_units=(30, 20), seed=0):
    random = np.random.default_rng(seed)
    shapes = list(itertools.pairwise([784, *hidden_units, 10]))
    return Network(
        activation,
        tuple(random.normal(0, 1.4 / np.sqrt(n), (n, m)).astype("float32") for n, m in shapes),
        tuple(random.normal(0, 0.5, m).astype("float32") for _, m in shapes),
    )


def random_image(seed=0):
    random = np.random.default_rng(seed)
    image = random.uniform(0, 1, (28, 28)) * (random.uniform(0, 1, (28, 28)) < 0.4)
    return image.astype(np.float32)


def difference(network, image, explanation):
    logits = forward(network, image[None]).logits[0]
    return logits[explanation.answer] - logits[explanation.runner_up]


def found_change(network, image):
    change = smallest_change(network, image)
    assert change is not None
    return change


def test_a_network_of_two_neurons_is_explained_as_by_hand():
    kernels = np.zeros((784, 2), np.float32), np.zeros((2, 10), np.float32)
    kernels[0][0] = [2, -3]  # the first pixel wakes the first neuron and silences the second
    kernels[0][1] = [1, 1]
    kernels[1][0, 4], kernels[1][0, 9], kernels[1][1, 9] = 5, 1, 7
    biases = np.array([-0.5, 0.25], np.float32), np.arange(10, dtype=np.float32) / 10
    image = np.zeros((28, 28), np.float32)
    image[0, :2] = [1, 0.5]

    # First neuron: 2 + 0.5 - 0.5 = 2; second: -3 + 0.5 + 0.25 < 0, silent.
    # Logits: 4 gets 0.4 + 5 * 2 = 10.4, 9 gets 0.9 + 1 * 2 = 2.9.
    explanation = explain_answer(Network("relu", kernels, biases), image)

    assert (explanation.answer, explanation.runner_up) == (4, 9)
    assert explanation.difference == pytest.approx(7.5)
    assert list(explanation.contributions[0, :3]) == [8, 2, 0]  # (5 - 1) * 2, (5 - 1) * 0.5
    assert explanation.bias == pytest.approx(-2.5)  # 4 * -0.5 + 0.4 - 0.9
    assert explanation.exact


@pytest.mark.parametrize("hidden_units", [(), (30,), (30, 20), (30, 20, 15), (30, 20, 15, 12)])
@pytest.mark.parametrize("activation", ["relu", "leaky_relu", "linear"])
def test_contributions_and_bias_add_up_to_the_lead_of_the_answer(activation, hidden_units):
    for seed in range(5):
        network, image = random_network(activation, hidden_units, seed), random_image(seed)

        explanation = explain_answer(network, image)

        total = explanation.contributions.sum() + explanation.bias
        expected = difference(network, image, explanation)
        assert explanation.exact
        assert total == pytest.approx(expected, rel=1e-4, abs=1e-5)
        assert explanation.difference == pytest.approx(expected, rel=1e-4, abs=1e-5)


@pytest.mark.parametrize("activation", SMOOTH)
def test_integrated_gradients_add_up_to_the_change_from_a_black_image(activation):
    network, image = random_network(activation), random_image()

    explanation = explain_answer(network, image)

    black = difference(network, np.zeros((28, 28), np.float32), explanation)
    change = difference(network, image, explanation) - black
    assert not explanation.exact
    assert explanation.bias == pytest.approx(black, rel=1e-4)
    assert explanation.contributions.sum() == pytest.approx(change, rel=0.01)  # selu has a kink


def test_without_a_hidden_layer_every_activation_is_explained_exactly():
    assert explain_answer(random_network("tanh", ()), random_image()).exact


def test_the_answer_and_the_runner_up_are_those_of_the_forward_pass():
    network, image = random_network(seed=3), random_image(3)

    explanation = explain_answer(network, image)

    ranking = np.argsort(forward(network, image[None]).probabilities[0])[::-1]
    assert [explanation.answer, explanation.runner_up] == list(ranking[:2])


def test_occlusion_is_what_hiding_one_square_after_the_other_gives():
    network, image = random_network(), random_image()
    drops = occlusion(network, image, patch=7)

    def lead(pixels):
        logits = forward(network, pixels[None]).logits[0]
        answer = forward(network, image[None]).digits[0]
        return logits[answer] - max(logits[k] for k in range(10) if k != answer)

    for row, column in itertools.product([0, 2, 13, 27], [0, 5, 26, 27]):
        hidden = image.copy()
        hidden[max(row - 3, 0) : row + 4, max(column - 3, 0) : column + 4] = 0
        assert drops[row, column] == pytest.approx(lead(image) - lead(hidden), abs=1e-4)


@pytest.mark.parametrize("activation", ["relu", "tanh", "sigmoid", "gelu"])
def test_the_smallest_change_gets_another_answer_and_half_of_it_does_not(activation):
    for seed in range(8):
        network, image = random_network(activation, seed=seed), random_image(seed)

        change = found_change(network, image)

        half = (change.image + change.changed) / 2
        pictures = np.stack([image, half, change.changed])
        digits = [int(forward(network, picture[None]).digits[0]) for picture in pictures]
        assert digits == [change.answer, change.answer, change.new_answer]
        assert change.answer != change.new_answer
        assert 0 <= change.changed.min() <= change.changed.max() <= 1
        assert change.size == pytest.approx(np.sqrt(((change.changed - image) ** 2).sum()))
        assert change.pixels == (np.abs(change.changed - image) > 0.1).sum()


def test_for_a_linear_network_the_smallest_change_is_the_distance_to_the_nearest_plane():
    network = random_network("relu", ())
    image = np.full((28, 28), 0.5, np.float32)  # far from the box's sides
    kernel, logits = network.kernels[0], forward(network, image[None]).logits[0]
    answer = int(logits.argmax())
    distances = {
        digit: (logits[answer] - logits[digit])
        / np.linalg.norm(kernel[:, answer] - kernel[:, digit])
        for digit in range(10)
        if digit != answer
    }

    change = found_change(network, image)

    assert change.new_answer == min(distances, key=lambda digit: distances[digit])
    assert change.size == pytest.approx(min(distances.values()), rel=2e-3)


def test_a_pixel_at_the_end_of_its_range_leaves_the_change_to_the_others():
    kernel = np.zeros((784, 10), np.float32)
    kernel[0, 1], kernel[1, 1] = 4, 1
    bias = np.full(10, -9, np.float32)
    bias[:2] = [1.5, 0]
    image = np.zeros((28, 28), np.float32)
    image[0, 0] = 0.9  # 1.5 against 4 * 0.9 = 3.6: the answer is 1

    # Down to 1.5 along (4, 1) only the first pixel can go: to 0.375, as the second is at 0.
    change = found_change(Network("relu", (kernel,), (bias,)), image)

    assert (change.answer, change.new_answer) == (1, 0)
    assert change.changed[0, 0] == pytest.approx(0.375, abs=2e-3)
    assert change.changed[0, 1] == 0
    assert change.pixels == 1


def test_a_network_that_ignores_its_input_cannot_be_made_to_answer_otherwise():
    zeros = tuple(np.zeros(shape, np.float32) for shape in [(784, 5), (5, 10)])
    biases = np.zeros(5, np.float32), np.arange(10, dtype=np.float32)

    assert smallest_change(Network("relu", zeros, biases), random_image()) is None


def test_a_change_that_no_ink_can_bring_about_is_not_claimed():
    kernel = RANDOM.normal(0, 1e-4, (784, 10)).astype("float32")
    bias = np.array([5, 0, 0, 0, 0, 0, 0, 0, 0, 0], np.float32)

    assert smallest_change(Network("relu", (kernel,), (bias,)), random_image()) is None


@pytest.mark.parametrize("kind", ["slant", "slant_and_width"])
def test_an_answer_is_explained_in_the_digit_that_the_network_sees(kind):
    plain, image = random_network(), random_image()
    network, seen = replace(plain, normalization=kind), straighten(image[None], kind)[0]

    explanation, expected = explain_answer(network, image), explain_answer(plain, seen)
    change, expected_change = found_change(network, image), found_change(plain, seen)

    assert np.array_equal(explanation.image.ravel(), seen)
    assert not np.array_equal(explanation.image, image)
    assert np.array_equal(explanation.contributions, expected.contributions)
    assert explanation.difference == pytest.approx(
        difference(network, image, explanation), rel=1e-4
    )
    assert np.array_equal(occlusion(network, image), occlusion(plain, seen))
    assert np.array_equal(change.changed, expected_change.changed)
    assert np.array_equal(network_input(network, image[None])[0], change.image.ravel())

"""A run's weights as they are sent to a browser."""

import asyncio

import numpy as np
import pytest
from starlette.middleware.gzip import GZipMiddleware

from mnist_core.config import RunConfig
from mnist_core.network.mlp import network_from_arrays
from mnist_core.store.names import STARTER
from mnist_core.store.run_files import LAST
from mnist_core.store.snapshots import load_network
from mnist_core.store.starter import starter
from mnist_core.web.network_weights import (
    MOST_PARAMETERS,
    fits_browser,
    weights_response,
)
from tests.app.runs import random_weights, trained

CONFIG = RunConfig(hidden_units=(20, 10))


@pytest.fixture(autouse=True)
def here(monkeypatch, settings):
    """Let the response open the store of this test."""
    monkeypatch.setattr("mnist_core.web.network_weights.read_settings", lambda: settings)


def test_the_weights_come_layer_by_layer_each_kernel_before_its_biases(store):
    run = trained(store, CONFIG, "mine", weights=True)
    network = load_network(store, run)

    numbers = np.frombuffer(weights_response(run.id, "").body, "<f2").astype(np.float32)

    for kernel, bias in zip(network.kernels, network.biases, strict=True):
        ours, numbers = np.split(numbers, [kernel.size])
        np.testing.assert_allclose(ours.reshape(kernel.shape), kernel, rtol=1e-3, atol=1e-7)
        ours, numbers = np.split(numbers, [bias.size])
        np.testing.assert_allclose(ours, bias, rtol=1e-3, atol=1e-7)
    assert numbers.size == 0


def test_a_browser_keeps_the_version_that_it_asked_for_and_no_other(store):
    run = trained(store, CONFIG, "mine", weights=True)
    version = store.artifacts.version(run.id, LAST)

    asked, other = weights_response(run.id, version), weights_response(run.id, "old")

    assert "immutable" in asked.headers["Cache-Control"]
    assert other.headers["Cache-Control"] == "no-store"
    assert {each.headers["Digit-Lab-Version"] for each in (asked, other)} == {version}
    assert asked.body == other.body


def test_weights_are_sent_as_they_are_since_packing_makes_them_no_shorter(store):
    run = trained(store, CONFIG, "mine", weights=True)
    response = weights_response(run.id, "")
    accepts = {"type": "http", "headers": [(b"accept-encoding", b"gzip")]}
    sent = []

    async def send(message):
        sent.append(message)

    async def receive():
        return {"type": "http.request"}

    asyncio.run(GZipMiddleware(response)(accepts, receive, send))

    assert len(response.body) > 10_000
    assert b"".join(each.get("body", b"") for each in sent) == response.body


def test_newer_weights_take_the_place_of_those_sent_before(store):
    run = trained(store, CONFIG, "mine", weights=True)
    before = weights_response(run.id, "").body
    store.artifacts.write(run.id, LAST, random_weights(CONFIG, 1))

    assert weights_response(run.id, "").body != before


def test_the_starter_is_sent_without_a_store_that_has_it(store):
    answer = weights_response(STARTER, "")

    assert answer.status_code == 200
    assert len(answer.body) == 2 * starter().parameters


def test_what_cannot_be_sent_is_said_in_a_sentence(store):
    untrained = store.create(CONFIG, "new")
    large = trained(store, RunConfig(hidden_units=(2_600,)), "large", weights=True)

    for run_id, words in (
        ("nothing", "nothing"),
        (untrained.id, "learned nothing yet"),
        (large.id, "too many"),
    ):
        answer = weights_response(run_id, "")
        assert answer.status_code == 404
        assert words in bytes(answer.body).decode()


@pytest.mark.parametrize("number", [np.nan, np.inf, 70_000.0])
def test_numbers_that_float16_has_not_do_not_go_to_a_browser(number):
    arrays = random_weights(CONFIG, 0)
    assert fits_browser(network_from_arrays("relu", arrays))
    arrays["kernel_2"][3, 3] = number

    assert not fits_browser(network_from_arrays("relu", arrays))


def test_the_deck_s_largest_network_goes_to_a_browser():
    largest = network_from_arrays("relu", random_weights(RunConfig(hidden_units=(784,) * 3), 0))

    assert sum(array.size for array in largest.weights) <= MOST_PARAMETERS
    assert fits_browser(largest)

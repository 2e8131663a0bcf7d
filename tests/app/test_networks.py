"""The networks that the pages keep in memory."""

import numpy as np
import pytest

from mnist_core.network.mlp import Network
from parts.shared.network_cache import NetworkCache


def network(units: int) -> Network:
    """Make a network of 3,140 bytes and 796 * 4 for each hidden neuron."""
    kernels = np.zeros((784, units), np.float32), np.zeros((units, 10), np.float32)
    return Network("relu", kernels, (np.zeros(units, np.float32), np.zeros(10, np.float32)))


def test_a_network_is_kept_until_its_snapshot_changes():
    cache, first = NetworkCache(10**9), network(4)
    cache.put(("run", "last"), "1", first)

    assert cache.get(("run", "last"), "1") is first
    assert cache.get(("run", "last"), "2") is None
    assert cache.get(("run", "epoch-0001"), "1") is None


@pytest.mark.parametrize("kept", [1, 3])
def test_those_not_asked_for_the_longest_make_room(kept):
    cache, size = NetworkCache(kept * 4 * 8_000), 10
    for number in range(6):
        cache.put(("run", f"epoch-{number}"), "1", network(size))
    found = [number for number in range(6) if cache.get(("run", f"epoch-{number}"), "1")]

    assert found == list(range(6 - kept, 6))


def test_a_network_larger_than_the_cache_is_kept_alone():
    cache = NetworkCache(100)
    cache.put(("small", "last"), "1", network(1))
    large = network(50)
    cache.put(("large", "last"), "1", large)

    assert cache.get(("small", "last"), "1") is None
    assert cache.get(("large", "last"), "1") is large


def test_newer_versions_of_one_snapshot_take_no_more_room():
    cache = NetworkCache(4 * 8_000 * 2)
    cache.put(("other", "last"), "1", network(10))
    for version in range(20):
        cache.put(("run", "last"), str(version), network(10))

    assert cache.get(("other", "last"), "1") is not None

"""JAX: a whole epoch as one compiled scan over shuffled batches, with Adam written out."""

import itertools
import math

import jax
import jax.numpy as jnp
import numpy as np

from tests.benchmarks.trainers.task import LEARNING_RATE, answer, read_task, shuffled

BETA_1, BETA_2, EPSILON = 0.9, 0.999, 1e-7


def main() -> None:
    """Train and print the seconds."""
    task = read_task()
    images, labels = task.load()
    x, y = jnp.asarray(images), jax.nn.one_hot(labels, 10)
    sizes = [784, *task.hidden_units, 10]
    generator = np.random.default_rng(0)
    weights = []
    for rows, columns in itertools.pairwise(sizes):
        limit = math.sqrt(6 / (rows + columns))
        kernel = generator.uniform(-limit, limit, (rows, columns)).astype(np.float32)
        weights.append((jnp.asarray(kernel), jnp.zeros(columns)))
    zeros = jax.tree.map(jnp.zeros_like, weights)

    def loss_of(weights, images, labels, key):
        for kernel, bias in weights[:-1]:
            images = jax.nn.relu(images @ kernel + bias)
        if task.dropout:
            kept = jax.random.bernoulli(key, 1 - task.dropout, images.shape)
            images = jnp.where(kept, images / (1 - task.dropout), 0)
        kernel, bias = weights[-1]
        return -jnp.mean(jnp.sum(labels * jax.nn.log_softmax(images @ kernel + bias), axis=1))

    def step(state, chosen):
        weights, means, squares, count, key = state
        key, own = jax.random.split(key)
        gradients = jax.grad(loss_of)(weights, x[chosen], y[chosen], own)
        count += 1
        means = jax.tree.map(lambda m, g: m + (g - m) * (1 - BETA_1), means, gradients)
        squares = jax.tree.map(lambda v, g: v + (g * g - v) * (1 - BETA_2), squares, gradients)
        rate = LEARNING_RATE * jnp.sqrt(1 - BETA_2**count) / (1 - BETA_1**count)
        weights = jax.tree.map(
            lambda w, m, v: w - rate * m / (jnp.sqrt(v) + EPSILON), weights, means, squares
        )
        return (weights, means, squares, count, key), None

    train = jax.jit(lambda state, order: jax.lax.scan(step, state, order)[0])
    state = (weights, zeros, zeros, jnp.float32(0), jax.random.key(0))
    whole = len(x) // task.batch_size * task.batch_size

    def epoch() -> None:
        nonlocal state
        order = shuffled(len(x), len(task.seconds))[:whole].reshape(-1, task.batch_size)
        state = jax.block_until_ready(train(state, jnp.asarray(order)))

    task.run(epoch)
    answer(task, f"JAX {jax.__version__}")


main()

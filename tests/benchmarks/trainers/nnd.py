"""neural-network-digits: its NumPy network's own step, SGD with momentum, over shuffled batches."""

from importlib.metadata import version

import numpy as np
from nn_digits.neural_net.network import NeuralNetwork

from tests.benchmarks.trainers.task import answer, read_task, shuffled


def main() -> None:
    """Train and print the seconds."""
    task = read_task()
    images, labels = task.load()
    targets = np.eye(10, dtype=np.float32)[labels]
    network = NeuralNetwork((784, *task.hidden_units, 10))
    generator = np.random.default_rng(0)

    def epoch() -> None:
        order = shuffled(len(images), len(task.seconds))
        for begin in range(0, len(images), task.batch_size):
            chosen = order[begin : begin + task.batch_size]
            network.train_step(
                images[chosen], targets[chosen], 0.05, l2=0.0, dropout=task.dropout, rng=generator
            )

    task.run(epoch)
    answer(task, f"neural-network-digits {version('neural-network-digits')}")


main()

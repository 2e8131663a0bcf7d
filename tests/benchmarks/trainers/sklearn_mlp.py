"""scikit-learn's MLPClassifier, an epoch at a time; it has no dropout."""

import sklearn
from sklearn.neural_network import MLPClassifier

from tests.benchmarks.trainers.task import LEARNING_RATE, answer, read_task


def main() -> None:
    """Train and print the seconds."""
    task = read_task()
    images, labels = task.load()
    model = MLPClassifier(
        tuple(task.hidden_units),
        alpha=0.0,
        batch_size=task.batch_size,
        learning_rate_init=LEARNING_RATE,
    )
    classes = list(range(10))
    task.run(lambda: model.partial_fit(images, labels, classes=classes))
    answer(task, f"scikit-learn {sklearn.__version__}")


main()

"""How much a network loses on digits that reached it by another way than MNIST's.

    python tests/benchmarks/ink_robustness.py RUN [DIGITS]

prints one line for each way: the error in percent, and milliseconds for each reading.
"""

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))  # a script finds only its own folder

from mnist_core.dataset import load_mnist  # noqa: E402
from mnist_core.environment import read_settings  # noqa: E402
from mnist_core.ink.preprocess import Reading, read_pixels, read_strokes  # noqa: E402
from mnist_core.network.mlp import forward  # noqa: E402
from mnist_core.store.run_store import RunStore  # noqa: E402
from mnist_core.store.snapshots import load_network  # noqa: E402
from tests.core.ink import degrade  # noqa: E402

Floats = NDArray[np.float32]
Labels = NDArray[np.integer]
Way = tuple[str, Callable[[Floats], Reading]]
Answer = Callable[[Floats], Labels]

SPACINGS = (0.5, 3, 5, 7)
PENS = ((200, 18), (100, 18), (60, 18), (200, 4), (200, 1.5), (40, 3), (20, 2))


def ways(random: np.random.Generator) -> Iterator[Way]:
    """Name each way from an MNIST digit to a reading of it."""
    yield "as it is", Reading
    yield "its pixels", read_pixels
    yield "dark on light", lambda digit: read_pixels(1 - digit)
    yield "ten times larger", lambda digit: read_pixels(degrade.enlarged(digit))
    yield "moved, scaled by 0.4 to 1.6", lambda digit: read_pixels(_moved(digit, random))
    yield "thicker by 0.6 px", lambda digit: read_pixels(degrade.thickened(digit, 0.3))
    yield "thicker by 1.6 px", lambda digit: read_pixels(degrade.thickened(digit, 0.8))
    yield "thinned to 0.4 px", lambda digit: read_pixels(degrade.thinned(digit))
    yield "photographed", lambda digit: read_pixels(degrade.photographed(digit, random))
    for spacing in SPACINGS:
        yield f"strokes, points {spacing} px apart", partial(_by_strokes, spacing=spacing)
    for size, pen in PENS:
        yield f"a pen of {pen} px, {size} px high", partial(_by_pen, size=size, pen=pen)
    yield "plainly resized", lambda digit: Reading(degrade.plainly_resized(_moved(digit, random)))


def _by_strokes(digit: Floats, *, spacing: float) -> Reading:
    return read_strokes(degrade.traced(digit, spacing=spacing))


def _by_pen(digit: Floats, *, size: float, pen: float) -> Reading:
    return read_pixels(degrade.pen_drawn(degrade.traced(digit), size=size, pen=pen))


def _moved(digit: Floats, random: np.random.Generator) -> Floats:
    scale = random.uniform(0.4, 1.6)
    room = int(120 - 70 * scale)
    right, down = random.integers(-room, room + 1, 2)
    return degrade.moved(digit, scale=scale, right=int(right), down=int(down))


def measure(answer: Answer, digits: Floats, labels: Labels) -> Iterator[tuple[str, float, float]]:
    """Give each way's name, error in percent, and milliseconds (with the making of the digit).

    Args:
        answer: (n, 28, 28) float32 in [0, 1] to (n,) digits.
        digits: (n, 28, 28), float32 in [0, 1].
        labels: (n,), 0 to 9.
    """
    for name, read in ways(np.random.default_rng(0)):
        started = time.perf_counter()
        images = [read(digit).image for digit in digits]
        milliseconds = (time.perf_counter() - started) / len(digits) * 1000
        seen = np.stack([np.zeros((28, 28), np.float32) if i is None else i for i in images])
        yield name, float(np.mean(answer(seen) != labels) * 100), milliseconds


def main(arguments: Sequence[str]) -> None:
    """Measure the run that is named first, on as many test digits as the second says."""
    store = RunStore(read_settings())
    network = load_network(store, store.find(arguments[0]))
    count = int(arguments[1]) if len(arguments) > 1 else 2_000
    mnist = load_mnist()
    digits = mnist.x_test[:count].astype(np.float32) / np.float32(255)
    for name, error, milliseconds in measure(
        lambda images: forward(network, images).digits, digits, mnist.y_test[:count]
    ):
        print(f"{name:32} {error:6.2f} %  {milliseconds:6.1f} ms", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])

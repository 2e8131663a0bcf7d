"""How many photographed digits a network reads where light, paper and desk are bad.

    python tests/benchmarks/photographs.py FOLDER [--run RUN] [--every N] [--begin N] [--only WORD]
                                           [--side PIXELS]

takes every PNG and JPEG picture in FOLDER whose name, or whose folder's, begins with its digit, and
prints one line for each condition: read rightly, no ink found, milliseconds for one (the median).
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))  # a script finds only its own folder

from mnist_core.environment import read_settings  # noqa: E402
from mnist_core.ink.paper import shrink  # noqa: E402
from mnist_core.ink.picture_files import LONGEST_SIDE, decode_picture  # noqa: E402
from mnist_core.ink.preprocess import read_pixels  # noqa: E402
from mnist_core.network.mlp import forward  # noqa: E402
from mnist_core.store.names import STARTER  # noqa: E402
from mnist_core.store.run_store import RunStore  # noqa: E402
from mnist_core.store.snapshots import load_network  # noqa: E402
from mnist_core.store.starter import starter  # noqa: E402
from tests.core.ink.photographs import BLANKS, CONDITIONS, SIDE, blank, on_paper  # noqa: E402

Floats = NDArray[np.float32]
Answer = Callable[[Floats], int]
Labelled = tuple[int, Floats]

ENDINGS = {".png", ".jpg", ".jpeg"}
BLANKS_EACH = 5
AS_THEY_ARE = "as they are"


def labelled(folder: Path, every: int, begin: int) -> Iterator[Labelled]:
    """Give the digit and (height, width) float32 in [0, 1] of every so many pictures."""
    files = [file for file in sorted(folder.rglob("*")) if file.suffix.lower() in ENDINGS]
    for file in files[begin::every]:
        name = file.name if file.name[0].isdigit() else file.parent.name
        yield int(name[0]), decode_picture(file.name, file.read_bytes())


def measure(
    answer: Answer, pictures: Sequence[Labelled], only: str, side: int
) -> Iterator[tuple[str, int, int, float]]:
    """Give each condition's name, right answers, pictures without ink, and milliseconds."""
    for name in (AS_THEY_ARE, *CONDITIONS):
        if only not in name:
            continue
        answers, times = [], []
        for number, (_, gray) in enumerate(pictures):
            picture = shrink(_under(name, gray, number, side), LONGEST_SIDE)
            started = time.perf_counter()
            image = read_pixels(picture).image
            times.append(time.perf_counter() - started)
            answers.append(-1 if image is None else answer(image))
        right = sum(label == digit for digit, (label, _) in zip(answers, pictures, strict=True))
        yield name, right, answers.count(-1), 1000 * float(np.median(times))


def _under(condition: str, gray: Floats, number: int, side: int) -> Floats:
    if condition == AS_THEY_ARE:
        return gray
    return CONDITIONS[condition](on_paper(gray, side), np.random.default_rng(number))


def without_digit(only: str) -> Iterator[tuple[str, int]]:
    """Give each condition's name, and how many of its blank pictures have a digit all the same."""
    for name in BLANKS:
        if only in name:
            pictures = [blank(name, np.random.default_rng(seed)) for seed in range(BLANKS_EACH)]
            yield name, sum(read_pixels(picture).image is not None for picture in pictures)


def main() -> None:
    """Print the table of a folder's pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--run", default=STARTER)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--begin", type=int, default=0, help="counted from 0")
    parser.add_argument("--only", default="", metavar="WORD", help="conditions that contain it")
    parser.add_argument(
        "--side", type=int, default=SIDE, help="smaller pictures are enlarged to it"
    )
    asked = parser.parse_args()
    store = RunStore(read_settings())
    network = load_network(store, starter() if asked.run == STARTER else store.find(asked.run))
    pictures = list(labelled(asked.folder, asked.every, asked.begin))
    for name, right, no_ink, milliseconds in measure(
        lambda image: int(forward(network, image[None]).digits[0]), pictures, asked.only, asked.side
    ):
        share = 100 * right / len(pictures)
        print(
            f"{name:26} {right:4} of {len(pictures)}  {share:5.1f} %  "
            f"no ink {no_ink:3}  {milliseconds:6.1f} ms",
            flush=True,
        )
    for name, found in without_digit(asked.only):
        print(f"blank, {name:26} {found} of {BLANKS_EACH} have a digit", flush=True)


if __name__ == "__main__":
    main()

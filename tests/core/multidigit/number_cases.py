"""Made-up numbers: digits in one stroke or in several, or MNIST's own, side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage
from scipy.interpolate import PchipInterpolator

from mnist_core.ink.strokes import Strokes
from tests.core.ink.degrade import spaced

Floats = NDArray[np.float32]
Points = NDArray[np.float64]
Digit = list[Points]

UNSTEADY = 0.012  # of a digit's height: how far a hand strays from its way
PEN = 0.09  # of a digit's height
MNIST_HEIGHT = 20

# Each digit in a few hands, as "x,y" in percent of its height, with | where the pen is lifted.
WAYS: dict[int, dict[str, str]] = {
    0: {
        "closed": "30,0 5,25 0,60 20,97 45,90 60,50 50,10 28,0",
        "not closed": "45,6 20,2 2,35 8,85 35,100 58,70 60,30 50,14",
        "round": "40,0 10,12 0,50 12,90 42,100 75,85 82,45 70,10 38,0",
    },
    1: {
        "bar": "0,0 1,50 0,100",
        "flag": "0,22 14,10 24,0 24,3 24,50 23,100",
        "foot": "20,0 20,50 20,100 | 0,100 20,100 40,99",
        "flag and foot": "0,25 12,12 22,0 22,3 22,50 22,100 | 2,100 20,99 45,100",
        "flag apart": "24,0 24,50 24,100 | 22,3 10,14 0,24",
    },
    2: {
        "plain": "2,25 10,6 32,0 52,12 50,40 25,75 2,100 4,100 30,98 62,98",
        "looped": "5,20 25,0 50,12 48,45 20,90 5,95 6,80 25,85 45,97 65,88",
        "base apart": "2,22 14,4 36,0 52,15 46,45 22,75 4,98 | 3,100 30,99 60,100",
    },
    3: {
        "plain": "3,10 25,0 48,12 42,38 20,47 24,47 50,60 52,85 28,100 2,92",
        "flat top": "2,1 25,0 50,0 49,2 34,20 20,38 22,40 48,55 52,80 30,100 0,94",
        "two arcs": "5,8 28,0 46,14 38,38 16,46 | 18,49 42,54 54,76 32,100 2,93",
    },
    4: {
        "open": "15,0 8,30 0,60 2,61 35,60 66,58 | 48,12 47,50 45,100",
        "closed": "46,62 20,64 0,62 2,60 22,30 44,0 45,2 45,50 44,100",
        "triangle": "42,0 20,33 0,66 2,67 30,67 64,66 | 43,2 43,50 42,100",
        "bar that falls short": "12,0 6,25 0,52 2,53 20,54 42,52 | 50,5 49,50 47,100",
    },
    5: {
        "plain": "50,0 30,0 10,1 9,3 7,20 5,42 7,42 30,36 52,52 52,80 28,100 0,93",
        "bar": "8,2 6,20 4,42 6,43 30,37 50,52 50,80 26,100 0,94 | 10,2 30,0 52,1",
        "bar apart": "6,6 5,20 3,44 5,45 30,38 50,55 48,82 24,100 0,93 | 16,0 36,-2 58,0",
    },
    6: {
        "plain": "40,0 18,25 2,65 12,95 38,98 50,75 36,56 12,62 5,76",
        "upright": "30,0 8,30 0,70 12,97 36,98 52,80 42,60 20,58 3,75",
    },
    7: {
        "plain": "0,2 30,0 56,1 55,3 40,40 20,100",
        "cross-bar": "0,3 30,0 56,0 55,2 40,40 22,100 | 14,50 34,49 54,50",
        "serif": "0,16 0,2 1,1 30,2 56,0 55,3 36,45 22,100",
    },
    8: {
        "plain": "46,10 26,0 6,14 14,38 40,58 50,82 26,100 2,84 14,56 40,36 46,12",
        "two circles": (
            "26,0 8,10 10,36 28,45 44,34 44,10 25,0 | 26,47 4,60 4,88 26,100 48,88 48,60 25,48"
        ),
        "two circles apart": (
            "26,0 8,10 10,34 28,42 44,32 44,10 25,0 | 26,50 4,62 4,88 26,100 48,88 48,62 25,51"
        ),
    },
    9: {
        "plain": "46,12 25,0 3,16 6,42 30,48 46,20 47,15 46,50 40,100",
        "tail apart": "40,6 18,0 0,20 6,45 28,46 42,25 40,8 | 47,4 46,50 42,100",
        "curled": "46,10 22,0 2,18 10,46 34,44 47,12 47,16 48,60 38,95 12,98",
    },
}


@dataclass(frozen=True)
class Hand:
    """How a number is written; two numbers stand for anything from the first to the second.

    Attributes:
        gaps: between the boxes of two digits, of a digit's height; below 0 they overlap.
        leans: how far a digit's top is to the right of its foot, of its height; all alike.
        rises: of the line, in degrees.
        sizes: of the digits beside each other.
    """

    gaps: tuple[float, float] = (0.25, 0.6)
    leans: tuple[float, float] = (-0.08, 0.15)
    rises: tuple[float, float] = (-2.0, 2.0)
    sizes: tuple[float, float] = (0.9, 1.1)


HANDS = {
    "apart": Hand(),
    "close": Hand(gaps=(0.06, 0.15)),
    "touching": Hand(gaps=(-0.06, 0.02)),
    "leaning right": Hand(gaps=(0.08, 0.35), leans=(0.25, 0.4)),
    "leaning left": Hand(gaps=(0.08, 0.35), leans=(-0.35, -0.2)),
    "rising": Hand(gaps=(0.08, 0.35), rises=(6, 12)),
    "falling": Hand(gaps=(0.08, 0.35), rises=(-12, -6)),
    "uneven": Hand(gaps=(0.08, 0.35), sizes=(0.6, 1.5)),
}


def written_digit(digit: int, way: str) -> Digit:
    """Give a digit's strokes, 1 high, one (n, 2) array for each."""
    strokes = WAYS[digit][way].split(" | ")
    return [
        np.array([pair.split(",") for pair in stroke.split()], float) / 100 for stroke in strokes
    ]


def any_digit(digit: int, random: np.random.Generator) -> Digit:
    """Write a digit in one of its ways, a little broader or narrower, with an unsteady hand."""
    lines = written_digit(digit, str(random.choice(list(WAYS[digit]))))
    breadth = random.uniform(0.85, 1.2)
    unsteady = [line * [breadth, 1] + random.normal(0, UNSTEADY, line.shape) for line in lines]
    return [smooth(line) for line in unsteady]


def smooth(line: Points) -> Points:
    """Lead a pen through points, (n, 2), with a stop every few hundredths."""
    way = np.hypot(*np.diff(line, axis=0, prepend=line[:1] - 1).T).cumsum()
    stops = np.linspace(way[0], way[-1], max(2, round((way[-1] - way[0]) / 0.04)))
    curve: Points = PchipInterpolator(way, line)(stops)
    return curve


def in_a_line(digits: Sequence[Digit], hand: Hand, random: np.random.Generator) -> list[Digit]:
    """Set digits side by side as the hand does, in units of a digit's height."""
    frames = frames_in_a_line([np.vstack(lines) for lines in digits], hand, random)
    return [
        [line @ turn.T + move for line in lines]
        for lines, (turn, move) in zip(digits, frames, strict=True)
    ]


def frames_in_a_line(
    outlines: Sequence[Points], hand: Hand, random: np.random.Generator
) -> list[tuple[Points, Points]]:
    """Say how each digit gets into the line: a (2, 2) matrix, then a (2,) move."""
    lean = random.uniform(*hand.leans)
    angle = np.radians(random.uniform(*hand.rises))
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    matrix = turn @ np.array([[1, -lean], [0, 1]])
    right, frames = 0.0, []
    for outline in outlines:
        size = random.uniform(*hand.sizes)
        low, high = outline.min(axis=0) * size, outline.max(axis=0) * size
        corner = np.array([right - low[0], random.uniform(-0.06, 0.06) - high[1]])
        frames.append((matrix * size, matrix @ corner))
        right += float((high - low)[0]) + random.uniform(*hand.gaps)
    return frames


def on_canvas(
    digits: Sequence[Digit], random: np.random.Generator, canvas: tuple[int, int] = (600, 200)
) -> Strokes:
    """Put a line of digits somewhere on a canvas, as large as there is room or smaller."""
    points = np.vstack([line for lines in digits for line in lines])
    low, high = points.min(axis=0), points.max(axis=0)
    room = np.array(canvas) * 0.86
    scale = float(np.min(room / np.maximum(high - low, 0.1))) * random.uniform(0.6, 1)
    corner = (np.array(canvas) - (high - low) * scale) * random.uniform(0.3, 0.7, 2)
    placed = [(line - low) * scale + corner for lines in digits for line in lines]
    return Strokes(float(canvas[0]), float(canvas[1]), tuple(placed))


def written_number(
    text: str, hand: Hand, random: np.random.Generator, canvas: tuple[int, int] = (600, 200)
) -> Strokes:
    """Write a number with a mouse."""
    digits = [any_digit(int(letter), random) for letter in text]
    return on_canvas(in_a_line(digits, hand, random), random, canvas)


def pictured(strokes: Strokes, pen: float) -> Floats:
    """Draw strokes with a round pen so many pixels wide, white on black."""
    paper = np.ones((round(strokes.height), round(strokes.width)), bool)
    for line in strokes.lines:
        x, y = np.round(spaced(line, 0.5)).astype(int).T
        paper[y, x] = False
    distance = ndimage.distance_transform_edt(paper)
    return np.clip(pen / 2 - distance + 0.5, 0, 1).astype(np.float32)


def pasted_number(
    images: Sequence[Floats], hand: Hand, random: np.random.Generator, height: int = 60
) -> Floats:
    """Set digits of MNIST's, (28, 28) float32, side by side, white on black.

    Args:
        height: of a digit, in pixels of the picture.
    """
    outlines = [np.argwhere(image > 0.4)[:, ::-1] / MNIST_HEIGHT for image in images]
    frames = frames_in_a_line(outlines, hand, random)
    corners = np.vstack([o @ m.T + v for o, (m, v) in zip(outlines, frames, strict=True)])
    low, high = corners.min(axis=0) - 0.3, corners.max(axis=0) + 0.3
    shape = tuple(np.ceil((high - low)[::-1] * height).astype(int))
    picture = np.zeros(shape, np.float32)
    for image, (matrix, move) in zip(images, frames, strict=True):
        back = np.linalg.inv(matrix[::-1, ::-1]) * MNIST_HEIGHT / height
        start = -back @ (move - low)[::-1] * height
        placed = ndimage.affine_transform(image, back, start, shape, order=1)
        picture = np.maximum(picture, placed)
    return picture


def photographed(ink: Floats, random: np.random.Generator) -> Floats:
    """Make the ink dark on paper with light from one side, and the sensor's noise."""
    down, across = (np.linspace(-1, 1, side) for side in ink.shape)
    angle = random.uniform(0, 2 * np.pi)
    light = 0.65 + 0.2 * (across * np.cos(angle) + down[:, None] * np.sin(angle))
    noise = random.normal(0, 0.02, ink.shape)
    return (light * (1 - 0.75 * ink) + noise).clip(0, 1).astype(np.float32)

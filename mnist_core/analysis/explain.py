"""Why a network gives an answer: each pixel's part in it, and what would change it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mnist_core.network.gradients import ACTIVATION_SLOPES, logit_gradients, pixel_gradients, trace
from mnist_core.network.mlp import Floats, Network, answer_inputs, network_input
from mnist_core.setting_options import Activation

Image = NDArray[np.float32]
PIXELS, CLASSES = 28, 10
PIECEWISE_LINEAR: tuple[Activation, ...] = ("relu", "leaky_relu", "linear")
PATH_STEPS = 64
CROSSINGS = 30  # steps towards a boundary before giving up
BEYOND = 1.02  # a step goes this far, so that it lands on the other side
LINE_POINTS, NARROWINGS = 17, 3  # a boundary on a line is found to one part in 16 cubed
VISIBLE = 0.1


@dataclass(frozen=True)
class Explanation:
    """Why the answer won over the runner-up.

    Attributes:
        image: the digit as the network sees it, (28, 28) float32 in [0, 1].
        answer, runner_up: the digits with the highest and second highest logit, 0 to 9.
        difference: the answer's logit minus the runner-up's.
        contributions: (28, 28) float32, each pixel's part in the difference; 0 without ink.
        bias: the part that no pixel has: contributions and bias add up to the difference.
        exact: whether they do to float precision; otherwise an integral is taken in steps.
    """

    image: Image
    answer: int
    runner_up: int
    difference: float
    contributions: Image
    bias: float
    exact: bool


@dataclass(frozen=True)
class Change:
    """The smallest change found to a digit that changes the answer.

    Attributes:
        image, changed: what the network sees before and after, (28, 28) float32 in [0, 1].
        answer, new_answer: what is read before and after, 0 to 9.
        size: the Euclidean distance between them; 1 is one pixel from paper to full ink.
        pixels: how many pixels change by more than 0.1.
    """

    image: Image
    changed: Image
    answer: int
    new_answer: int
    size: float
    pixels: int


def explain_answer(network: Network, image: Floats) -> Explanation:
    """Share out the lead of the answer over the runner-up among the pixels.

    A piecewise linear network is around each image a linear map, so gradient times input and
    that map's own bias give the lead exactly (Ancona, Ceolini, Öztireli and Gross, 2018). For
    others the gradient is averaged on the way from a black image: integrated gradients
    (Sundararajan, Taly and Yan, 2017), and the bias is the lead on the black image.

    Args:
        image: (28, 28) or (784,), float32 in [0, 1].
    """
    seen = network_input(network, image.reshape(1, -1))
    pixels = seen.astype(np.float64)
    answer, runner_up = _first_and_second(answer_inputs(network, seen).logits[0])
    direction = np.eye(CLASSES)[[answer]] - np.eye(CLASSES)[[runner_up]]
    exact = network.activation in PIECEWISE_LINEAR or len(network.kernels) == 1
    way = pixels if exact else (np.arange(PATH_STEPS)[:, None] + 0.5) / PATH_STEPS * pixels
    gradient = pixel_gradients(network, way, direction).mean(axis=0)
    origin = _local_bias(network, pixels) if exact else trace(network, 0 * pixels).logits
    return Explanation(
        image=seen.reshape(PIXELS, PIXELS),
        answer=answer,
        runner_up=runner_up,
        difference=float((trace(network, pixels).logits * direction).sum()),
        contributions=(gradient * pixels).reshape(PIXELS, PIXELS).astype(np.float32),
        bias=float((origin * direction).sum()),
        exact=exact,
    )


def _first_and_second(logits: Floats) -> tuple[int, int]:
    answer = int(logits.argmax())
    return answer, int(np.where(np.arange(CLASSES) == answer, -np.inf, logits).argmax())


def _local_bias(network: Network, pixels: Floats) -> Floats:
    """Send zero through the linear map that the network is around ``pixels``: (1, 10)."""
    slope = ACTIVATION_SLOPES[network.activation]
    hidden_sums = trace(network, pixels).sums[:-1]
    signal = network.biases[0].astype(pixels.dtype)[None]
    later_layers = zip(network.kernels[1:], network.biases[1:], hidden_sums, strict=True)
    for kernel, bias, received in later_layers:
        signal = (slope(received) * signal) @ kernel + bias
    return signal


def occlusion(network: Network, image: Floats, patch: int = 5) -> Image:
    """Hide a square of ``patch`` by ``patch`` pixels, everywhere in turn (Zeiler and Fergus, 2014).

    Args:
        image: (28, 28) or (784,), float32 in [0, 1].
        patch: odd.

    Returns:
        (28, 28) float32: how far the lead of the answer's logit over the best other one falls
        when the square around a pixel is made paper, in what the network sees. Above 0, what is
        hidden supports the answer.
    """
    pixels = network_input(network, image.reshape(1, -1))
    rows, columns = np.indices((PIXELS, PIXELS)).reshape(2, -1)
    apart = np.maximum(abs(rows[:, None] - rows), abs(columns[:, None] - columns))
    logits = answer_inputs(network, np.concatenate([pixels, pixels * (apart > patch // 2)])).logits
    answer = int(logits[0].argmax())
    leads = logits[:, answer] - np.delete(logits, answer, axis=1).max(axis=1)
    drops: Image = (leads[0] - leads[1:]).reshape(PIXELS, PIXELS)
    return drops


def smallest_change(network: Network, image: Floats) -> Change | None:
    """Look for the nearest input that is answered otherwise, with all pixels within [0, 1].

    Step by step towards the nearest boundary, taking the network as linear, until the answer
    changes (DeepFool: Moosavi-Dezfooli, Fawzi and Frossard, 2016); then back along the straight
    line to the first change. It is small, though nothing proves it the smallest. None where no
    change is found, as in a network that ignores its input.

    Args:
        image: (28, 28) or (784,), float32 in [0, 1].
    """
    start = network_input(network, image.reshape(1, -1))[0]
    answer = int(answer_inputs(network, start[None]).digits[0])
    crossed = _cross_a_boundary(network, start, answer)
    if crossed is None:
        return None
    nearest = _first_other_answer(network, start, crossed, answer)
    return Change(
        image=start.reshape(PIXELS, PIXELS),
        changed=nearest.reshape(PIXELS, PIXELS),
        answer=answer,
        new_answer=int(answer_inputs(network, nearest[None]).digits[0]),
        size=float(np.linalg.norm(nearest - start)),
        pixels=int((abs(nearest - start) > VISIBLE).sum()),
    )


def _cross_a_boundary(network: Network, start: Image, answer: int) -> Image | None:
    point = start
    others = [digit for digit in range(CLASSES) if digit != answer]
    for _ in range(CROSSINGS):
        logits = answer_inputs(network, point[None]).logits[0]
        gradients = logit_gradients(network, point)
        if int(logits.argmax()) != answer:
            return point
        slopes = gradients[others] - gradients[answer]
        steps, lengths = _shortest_steps(point, slopes, logits[answer] - logits[others])
        point = np.clip(point + BEYOND * steps[lengths.argmin()], 0, 1)
    return None


def _shortest_steps(point: Image, slopes: Floats, needs: Floats) -> tuple[Image, Floats]:
    """Give the shortest steps within the box that raise functions of such slopes by ``needs``.

    Pixels that reach 0 or 1 stay there, and the others change more in their place.
    ``slopes`` and steps are (k, 784), ``needs`` and lengths (k,), infinite where out of reach.
    """
    room = np.where(slopes > 0, 1 - point, point).astype(np.float64)
    sizes = abs(slopes).astype(np.float64)
    full = np.zeros(slopes.shape, bool)
    while True:
        lacking = needs - (sizes * room * full).sum(axis=1)
        power = (sizes**2 * ~full).sum(axis=1)
        pace = np.divide(lacking, power, out=np.zeros(len(needs)), where=power > 0)
        met = ~full & (pace[:, None] * sizes > room)
        if not met.any():
            break
        full |= met
    steps = (np.sign(slopes) * np.where(full, room, pace[:, None] * sizes)).astype(np.float32)
    return steps, np.where(power > 0, np.linalg.norm(steps, axis=1), np.inf)


def _first_other_answer(network: Network, start: Image, end: Image, answer: int) -> Image:
    """Go from ``start`` towards ``end`` until the answer changes, and slightly further."""
    low, high = 0.0, 1.0
    for _ in range(NARROWINGS):
        shares = np.linspace(low, high, LINE_POINTS)
        points = start + shares[:, None].astype(np.float32) * (end - start)
        other = answer_inputs(network, points).digits != answer
        first = int(other[1:].argmax()) + 1 if other[1:].any() else LINE_POINTS - 1
        low, high = shares[first - 1], shares[first]
    return np.clip(start + np.float32(min(2 * high - low, 1)) * (end - start), 0, 1)

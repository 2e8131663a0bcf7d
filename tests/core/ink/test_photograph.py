import numpy as np
import pytest

from mnist_core.dataset import load_mnist
from mnist_core.ink.binarise import find_ink
from mnist_core.ink.preprocess import read_pixels
from mnist_core.network.mlp import forward
from mnist_core.store.snapshots import load_network
from mnist_core.store.starter import starter
from tests.core.ink.degrade import moved
from tests.core.ink.photographs import BLANKS, CONDITIONS, blank

PICTURES = 12
# A bold pen, as here, is as wide as the squares' gaps and a finger's shadow: some are misread.
HARD = {
    "lined": 0.8,
    "squared": 0.7,
    "shadow of a hand": 0.8,
    "sharp shadow of a hand": 0.7,
    "shadow of the note": 0.8,
}


@pytest.fixture(scope="module")
def mnist():
    return load_mnist()


@pytest.fixture(scope="module")
def sheets(mnist):
    """MNIST's test digits, written in dark ink on light paper, (n, 240, 240).

    Enlarged they are as soft as a shadow: their edges are made as steep as a pen's.
    """
    digits = mnist.x_test[:PICTURES].astype(np.float32) / np.float32(255)
    inked = [np.clip(4 * moved(digit, scale=1.0) - 1.5, 0, 1) for digit in digits]
    return [(0.9 - 0.75 * ink).astype(np.float32) for ink in inked]


@pytest.fixture
def answer(store):
    """The answer of the network that comes with the lab, -1 where no ink is found."""
    network = load_network(store, starter())

    def digit(image):
        return -1 if image is None else int(forward(network, image[None]).digits[0])

    return digit


@pytest.mark.parametrize("condition", CONDITIONS)
def test_digits_in_a_bad_photograph_are_read(condition, sheets, mnist, answer):
    taken = [
        CONDITIONS[condition](sheet, np.random.default_rng(number))
        for number, sheet in enumerate(sheets)
    ]

    read = [answer(read_pixels(picture).image) for picture in taken]

    assert np.mean(np.equal(read, mnist.y_test[:PICTURES])) >= HARD.get(condition, 0.9)


@pytest.mark.parametrize("condition", BLANKS)
def test_a_photograph_without_a_digit_has_no_ink(condition):
    for seed in range(3):
        assert find_ink(blank(condition, np.random.default_rng(seed))) is None


def test_a_number_on_a_desk_keeps_all_its_digits(sheets):
    number = np.hstack([sheet[:, 60:180] for sheet in sheets[:3]])
    picture = CONDITIONS["desk 10 %"](number, np.random.default_rng(0))

    ink = find_ink(picture, in_a_line=True)

    assert ink is not None
    wide = round(0.1 * number.shape[1])
    found = ink[wide:-wide, wide:-wide] > 0.5
    assert np.mean(found != (number < 0.5)) < 0.02


def test_a_stroke_that_fades_in_glare_is_followed():
    picture = np.full((240, 240), 0.9, np.float32)
    contrast = np.interp(np.arange(40, 200), [150, 180], [0.8, 0.12]).astype(np.float32)
    picture[40:200, 100:112] *= 1 - contrast[:, None]
    picture *= np.linspace(0.4, 1, 240, dtype=np.float32)

    ink = find_ink(picture)

    assert ink is not None
    rows = np.nonzero((ink > 0.3).any(axis=1))[0]
    assert rows[0] <= 42
    assert rows[-1] >= 195


def crossed_by_rules(*, squared):
    """Paper with rules of two pixels every 40 pixels, (240, 240)."""
    picture = np.full((240, 240), 0.9, np.float32)
    for start in (18, 19):
        picture[start::40] = 0.6
        if squared:
            picture[:, start::40] = 0.6
    return picture


@pytest.mark.parametrize("squared", [False, True])
def test_rules_that_a_stroke_joins_are_not_ink(squared):
    picture = crossed_by_rules(squared=squared)
    stroke = np.zeros((240, 240), bool)
    stroke[12:228, 106:114] = True
    picture[stroke] = 0.1

    ink = find_ink(picture)

    assert ink is not None
    assert np.mean((ink > 0.5) != stroke) < 0.01


def test_ink_along_rules_is_read_where_it_is_darker():
    picture = crossed_by_rules(squared=True)
    seven = np.zeros((240, 240), bool)
    seven[57:61, 50:140] = seven[57:220, 137:141] = True
    picture[seven] = 0.1

    ink = find_ink(picture)

    assert ink is not None
    assert np.mean((ink > 0.5) != seven) < 0.02


def test_the_shadow_that_a_note_throws_on_a_desk_as_light_is_not_ink():
    picture = np.full((240, 240), 0.6, np.float32)
    picture[60:196, 60:196] = 0.25
    picture[50:190, 50:190] = 0.6
    stroke = np.zeros((240, 240), bool)
    stroke[80:160, 110:120] = True
    picture[stroke] = 0.1

    ink = find_ink(picture)

    assert ink is not None
    assert np.mean((ink > 0.5) != stroke) < 0.01


@pytest.mark.parametrize("bar", [90, 130])
def test_a_long_stroke_that_does_not_touch_the_digit_is_part_of_it(bar):
    five = np.zeros((240, 240), bool)
    five[70:78, 90 : 90 + bar] = True
    five[96:196, 90:98] = five[188:196, 90:150] = True
    light = np.linspace(0.4, 1, 240, dtype=np.float32)
    picture = np.where(five, np.float32(0.2), np.float32(0.9)) * light

    ink = find_ink(picture)

    assert ink is not None
    assert np.mean((ink > 0.5) != five) < 0.01


@pytest.mark.parametrize("pen", [4, 8])
@pytest.mark.parametrize("seed", range(3))
def test_the_sharp_shadow_of_fingers_comes_off_a_cross(pen, seed):
    cross = np.zeros((240, 240), bool)
    cross[30:200, 130 : 130 + pen] = cross[100 : 100 + pen, 60:180] = True
    sheet = np.where(cross, np.float32(0.3), np.float32(0.9))

    ink = find_ink(CONDITIONS["sharp shadow of a hand"](sheet, np.random.default_rng(seed)))

    assert ink is not None
    assert np.mean((ink > 0.5) != cross) < 0.005


def test_a_stroke_that_reaches_the_rim_of_a_note_on_a_desk_is_the_ink():
    picture = np.full((240, 240), 0.2, np.float32)
    picture[50:190, 50:190] = 0.8
    stroke = np.zeros((240, 240), bool)
    stroke[70:187, 115:123] = stroke[180:187, 90:150] = True
    stroke[187:190, 115:123] = True
    picture[stroke] = 0.3

    ink = find_ink(picture)

    assert ink is not None
    assert np.mean((ink > 0.5) != stroke) < 0.01

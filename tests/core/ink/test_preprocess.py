import numpy as np
import pytest

from mnist_core.dataset import load_mnist
from mnist_core.ink.preprocess import AT_BORDER, ONLY_A_SPECK, TWO_DIGITS, read_pixels, read_strokes
from mnist_core.ink.strokes import Strokes
from tests.core.ink import degrade

SEVEN = degrade.spaced(np.array([[60, 60], [180, 60], [150, 130], [110, 220]], float), 5)
CROSSBAR = np.array([[100, 130], [170, 130]], float)
DIGITS_READ = 60


@pytest.fixture(scope="module")
def mnist():
    return load_mnist()


@pytest.fixture(scope="module")
def digits(mnist):
    return mnist.x_test[:DIGITS_READ].astype(np.float32) / np.float32(255)


@pytest.fixture(scope="module")
def neighbour(mnist):
    """The nearest of 10,000 digits says what an image is: no network, no luck."""
    known = mnist.x_train[:10_000].reshape(10_000, -1).astype(np.float32) / np.float32(255)
    lengths = (known**2).sum(axis=1)

    def accuracy(images):
        flat = np.stack(images).reshape(len(images), -1)
        nearest = (lengths - 2 * flat @ known.T).argmin(axis=1)
        return float(np.mean(mnist.y_train[nearest] == mnist.y_test[: len(images)]))

    return accuracy


def strokes(*lines, canvas=280.0):
    return Strokes(canvas, canvas, lines)


def seven(scale=1.0, right=0.0, down=0.0, canvas=280.0):
    return strokes(*(line * scale + [right, down] for line in (SEVEN, CROSSBAR)), canvas=canvas)


def image_of(reading):
    assert reading.image is not None
    return reading.image


def difference(first, second):
    return float(np.abs(first - second).mean())


def middle_of(image):
    places = np.arange(28)
    return [image.sum(axis=axis) @ places / image.sum() for axis in (0, 1)]


@pytest.mark.parametrize("scale", [0.1, 0.5, 1.2])
@pytest.mark.parametrize(("right", "down"), [(0, 0), (3.7, -11.2)])
def test_strokes_read_the_same_at_any_size_and_place(scale, right, down):
    moved = image_of(read_strokes(seven(scale, right, down, canvas=400.0)))

    assert difference(moved, image_of(read_strokes(seven()))) < 0.001


def test_few_points_read_nearly_as_many_do():
    turns = np.linspace(0, 2 * np.pi, 201)
    circle = 140 + 80 * np.stack([np.sin(turns), -np.cos(turns)], axis=1)

    sparse, dense = read_strokes(strokes(circle[::20])), read_strokes(strokes(circle))

    assert difference(image_of(sparse), image_of(dense)) < 0.02


def test_strokes_fill_the_box_and_centre_of_mnist():
    image = image_of(read_strokes(seven()))

    rows = np.nonzero((image > 0.5).any(axis=1))[0]
    assert image.shape == (28, 28)
    assert image.dtype == np.float32
    assert image.min() == 0
    assert image.max() == pytest.approx(1, abs=0.05)
    assert 19 <= np.ptp(rows) + 1 <= 21
    np.testing.assert_allclose(middle_of(image), [14, 14], atol=0.1)


def test_mnist_itself_has_its_centre_of_mass_there(mnist):
    sample = mnist.x_train[:5_000].astype(float)

    middles = np.array([middle_of(image) for image in sample])

    np.testing.assert_allclose(middles.mean(axis=0), [14, 14], atol=0.05)


def test_no_ink_gives_no_image():
    assert read_strokes(strokes()).image is None
    assert read_pixels(np.zeros((28, 28), np.float32)).image is None
    assert read_pixels(np.ones((280, 280), np.float32)).image is None
    assert read_pixels(np.ones((1, 1), np.float32)).image is None


def test_blank_paper_in_bad_light_gives_no_image():
    random = np.random.default_rng(0)
    light = np.linspace(0.4, 0.9, 300)[:, None] + random.normal(0, 0.01, (300, 300))

    assert read_pixels(light.astype(np.float32)).image is None


@pytest.mark.parametrize("dot", [[[140, 140]], [[139.98, 140], [140.02, 140]]])
def test_a_dot_stays_a_dot_and_is_hinted_at(dot):
    reading = read_strokes(strokes(np.array(dot, float)))

    assert (image_of(reading) > 0.5).sum() < 9
    assert reading.hints == (ONLY_A_SPECK,)


def test_a_good_digit_gets_no_hint():
    assert read_strokes(seven()).hints == ()
    assert read_pixels(degrade.pen_drawn(seven(), size=150, pen=15)).hints == ()


def test_the_box_of_a_picture_is_where_its_ink_begins_and_ends():
    picture = np.full((120, 200), 0.9, np.float32)
    picture[30:70, 50:58] = 0.1
    picture[30:38, 50:90] = 0.1

    assert read_pixels(picture).box == pytest.approx((50, 30, 90, 70), abs=1)
    assert read_pixels(1 - picture).box == pytest.approx((50, 30, 90, 70), abs=1)


def test_the_box_of_a_picture_leaves_specks_out():
    picture = degrade.pen_drawn(seven(), size=150, pen=15)
    alone = read_pixels(picture).box
    picture[5:8, 5:8] = 1

    assert read_pixels(picture).box == alone


def test_the_box_of_strokes_is_their_own():
    assert read_strokes(seven(0.5, 10, 20)).box == pytest.approx((40, 50, 100, 130), abs=0.2)


def test_nothing_drawn_has_no_box():
    assert read_strokes(strokes()).box is None
    assert read_pixels(np.ones((280, 280), np.float32)).box is None


def test_ink_at_the_border_is_hinted_at():
    assert AT_BORDER in read_strokes(seven(right=-60)).hints


def test_two_digits_are_hinted_at_on_both_ways():
    both = strokes(SEVEN * 0.5, SEVEN * 0.5 + [120, 0])

    assert read_strokes(both).hints == (TWO_DIGITS,)
    assert read_pixels(degrade.pen_drawn(both, size=200, pen=8)).hints == (TWO_DIGITS,)


@pytest.mark.parametrize(("size", "pen"), [(200, 18), (200, 4), (200, 1.5), (90, 10), (40, 3)])
def test_pixels_read_nearly_as_the_strokes_they_show(size, pen):
    from_pixels = image_of(read_pixels(degrade.pen_drawn(seven(), size=size, pen=pen)))

    assert difference(from_pixels, image_of(read_strokes(seven()))) < 0.03


@pytest.mark.parametrize(("size", "pen"), [(800, 60), (800, 4), (300, 20), (90, 6)])
def test_a_large_picture_reads_nearly_as_the_strokes_it_shows(size, pen):
    picture = degrade.pen_drawn(seven(), size=size, pen=pen, canvas=1_000)

    assert difference(image_of(read_pixels(picture)), image_of(read_strokes(seven()))) < 0.03


def test_the_box_of_a_large_picture_is_in_its_own_pixels():
    picture = np.full((1_000, 750), 0.9, np.float32)
    picture[300:700, 400:440] = 0.1

    assert read_pixels(picture).box == pytest.approx((400, 300, 440, 700), abs=2)


def test_dark_on_light_reads_as_light_on_dark(digits):
    for digit in digits[:20]:
        np.testing.assert_allclose(
            image_of(read_pixels(1 - digit)), image_of(read_pixels(digit)), atol=0.02
        )


def test_specks_around_a_digit_do_not_move_it():
    clean = degrade.pen_drawn(seven(), size=150, pen=12)
    dusty = clean.copy()
    dusty[5:8, 270:273] = 1

    assert difference(image_of(read_pixels(dusty)), image_of(read_pixels(clean))) < 1e-4


SHAPES = [(1, 1), (1, 40), (2, 2), (3, 200), (400, 4), (64, 64), (90, 31), (900, 20)]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("room", [0, 1, 50])
def test_blots_of_any_shape_are_read_without_a_crash(shape, room):
    blot = np.pad(np.ones(shape, np.float32), room)

    for picture in (blot, 1 - blot, blot * np.float32(0.2)):
        image = read_pixels(picture).image
        assert image is None or (image.shape == (28, 28) and 0.5 < image.max() <= 1)


WAYS = {
    "small and off centre": lambda digit: read_pixels(
        degrade.moved(digit, scale=0.5, right=60, down=-70)
    ),
    "large": lambda digit: read_pixels(degrade.moved(digit, scale=1.6)),
    "thick": lambda digit: read_pixels(degrade.thickened(digit, 0.6)),
    "thin": lambda digit: read_pixels(degrade.thinned(digit)),
    "strokes": lambda digit: read_strokes(degrade.traced(digit, spacing=3)),
}


@pytest.mark.parametrize("way", WAYS)
def test_digits_brought_another_way_are_still_recognised(way, digits, neighbour):
    assert neighbour([image_of(WAYS[way](digit)) for digit in digits]) >= 0.85


def test_digits_photographed_in_uneven_light_are_still_recognised(digits, neighbour):
    random = np.random.default_rng(0)

    images = [image_of(read_pixels(degrade.photographed(digit, random))) for digit in digits[:25]]

    assert neighbour(images) >= 0.9


def test_a_plain_resize_would_not_pass_for_reading(digits, neighbour):
    moved = [degrade.moved(digit, scale=0.5, right=60, down=-70) for digit in digits[:25]]

    assert neighbour([degrade.plainly_resized(picture) for picture in moved]) < 0.4


def test_mnist_digits_lose_nothing_by_being_read(digits, neighbour):
    read = [image_of(read_pixels(digit)) for digit in digits]

    assert neighbour(read) >= neighbour(list(digits)) - 0.02

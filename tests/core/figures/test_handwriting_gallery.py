import numpy as np

from mnist_core.figures.handwriting_gallery import handwriting_gallery

IMAGES = np.full((10, 28, 28), 200, np.uint8)
LABELS = [7, 7, 3, 1, 0, 0, 0, 0, 9, 5]
ANSWERS = [7, 1, 3, 7, 0, 0, 0, 0, 9, 5]


def framed(figure):
    """Give the numbers of the pictures that have a frame around their middle, by its width."""
    targets = figure.data[-1]
    return {
        (number, shape.line.width)
        for number, (x, y) in enumerate(zip(targets.x, targets.y, strict=True))
        for shape in figure.layout.shapes
        if shape.x0 < x < shape.x1 and shape.y0 < y < shape.y1
    }


def test_a_misread_drawing_says_so_and_a_ticked_one_is_framed_the_thickest():
    figure = handwriting_gallery(IMAGES, LABELS, ANSWERS, ticked=[3, 9])

    assert list(figure.data[1].text[:4]) == ["7", "7 → 1", "3", "1 → 7"]
    thin, thick = sorted({width for _, width in framed(figure)})
    assert framed(figure) == {(1, thin), (3, thick), (9, thick)}


def test_without_a_network_nothing_is_misread():
    figure = handwriting_gallery(IMAGES, LABELS, None)

    assert list(figure.data[1].text) == [str(label) for label in LABELS]
    assert framed(figure) == set()


def test_no_drawings_are_a_picture_without_any():
    figure = handwriting_gallery(IMAGES[:0], [], [])

    assert not figure.data[0].z.any()

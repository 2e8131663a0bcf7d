import numpy as np
from scipy import ndimage
from scipy.spatial import ConvexHull

from mnist_core.ink.sheet import find_sheet


def on_desk(desk):
    picture = np.full((300, 400), desk, np.float32)
    picture[60:240, 100:300] = 0.9
    picture[100:200, 190:200] = 0.2
    return picture


def test_a_sheet_on_a_darker_desk_is_found_with_its_ink():
    sheet = find_sheet(on_desk(0.3))

    assert sheet is not None
    note = np.zeros((300, 400), bool)
    note[60:240, 100:300] = True
    assert not (sheet & ~note).any()
    assert sheet.sum() > 0.85 * note.sum()


def test_a_sheet_is_its_convex_hull_without_the_rim():
    note = ndimage.rotate(on_desk(0.3), 12, reshape=False, order=1, cval=0.3)
    down, right = np.indices(note.shape)
    note[np.hypot(down - 110, right - 120) < 14] = 0.3  # a piece is torn out of its edge

    sheet = find_sheet(note)

    assert sheet is not None
    assert ConvexHull(np.argwhere(sheet)).volume < 1.04 * sheet.sum()


def test_paper_all_over_the_picture_is_no_sheet():
    assert find_sheet(on_desk(0.9)) is None
    assert find_sheet(np.ones((50, 50), np.float32)) is None

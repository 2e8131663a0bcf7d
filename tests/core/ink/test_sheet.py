import numpy as np

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


def test_paper_all_over_the_picture_is_no_sheet():
    assert find_sheet(on_desk(0.9)) is None
    assert find_sheet(np.ones((50, 50), np.float32)) is None

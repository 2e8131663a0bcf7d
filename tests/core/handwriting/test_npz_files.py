"""Arrays in files that other programs have made, and headers that are none."""

import io
import zipfile

import numpy as np
import pytest

from mnist_core.errors import DrawingError
from mnist_core.handwriting.npz_files import read_npz

IMAGES = np.random.default_rng(0).integers(1, 256, (5, 28, 28)).astype(np.uint8)
LABELS = np.array([7, 0, 9, 7, 3], np.uint8)
HEADER = "{'descr': '|u1', 'fortran_order': False, 'shape': (5, 28, 28), }"


def packed(images: bytes) -> bytes:
    """Make an .npz of labels by NumPy, and of images whose file has these bytes."""
    labels, file = io.BytesIO(), io.BytesIO()
    np.save(labels, LABELS)
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("images.npy", images)
        archive.writestr("labels.npy", labels.getvalue())
    return file.getvalue()


def by_hand(header: str, *, version: int = 1) -> bytes:
    """Write an array's file as NumPy's format describes it, around any header."""
    length = len(header).to_bytes(2 if version == 1 else 4, "little")
    signature = b"\x93NUMPY" + bytes([version, 0])
    return packed(signature + length + header.encode("latin1") + IMAGES.tobytes())


@pytest.mark.parametrize("version", [(1, 0), (2, 0)])
@pytest.mark.parametrize("order", ["C", "F"])
def test_both_versions_and_both_orders_of_an_array_are_read(version, order):
    file = io.BytesIO()
    np.lib.format.write_array(file, np.asarray(IMAGES, order=order), version)

    arrays = read_npz("a.npz", packed(file.getvalue()), at_most=10)

    assert np.array_equal(arrays["images"], IMAGES)
    assert np.array_equal(arrays["labels"], LABELS)


def test_a_header_written_by_hand_is_read():
    assert np.array_equal(read_npz("a.npz", by_hand(HEADER), at_most=10)["images"], IMAGES)


@pytest.mark.parametrize(
    "header",
    [
        "",
        "(",
        '"""',
        "__import__('os').getcwd()",
        "[1, 2]",
        "{'descr': '|u1', 'shape': (5, 28, 28)}",
        HEADER.replace("'|u1'", "()"),
        HEADER.replace("'|u1'", "'no type'"),
        HEADER.replace("False", "0"),
        HEADER.replace("(5", "(6"),
        HEADER.replace("(5", "(10 ** 30"),
        HEADER.replace("(5", "(1" + 30 * "0"),
        HEADER + 4_096 * " ",
    ],
)
def test_a_header_that_is_none_makes_a_damaged_file(header):
    with pytest.raises(DrawingError, match=r"^a\.npz is not an \.npz file, or a damaged one\.$"):
        read_npz("a.npz", by_hand(header), at_most=100)


@pytest.mark.parametrize("version", [0, 3, 9])
def test_a_version_that_plain_numbers_never_need_is_refused(version):
    with pytest.raises(DrawingError, match="damaged"):
        read_npz("a.npz", by_hand(HEADER, version=version), at_most=10)


@pytest.mark.parametrize("kind", ["|O", "|i1", "<u2", "|b1"])
def test_pixels_of_another_type_are_refused_by_name(kind):
    with pytest.raises(DrawingError, match=r"must have images in uint8 of shape \(n, 28, 28\)"):
        read_npz("a.npz", by_hand(HEADER.replace("|u1", kind)), at_most=10)

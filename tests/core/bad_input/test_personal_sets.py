"""Personal sets with something wrong in them: one clear sentence each, and nothing is executed."""

import numpy as np
import pytest

from mnist_core.errors import DrawingError
from mnist_core.handwriting.csv_files import HEADER
from mnist_core.handwriting.labelled_files import read_labelled, read_labelled_paths
from tests.core.bad_input.files import Command, npy, npy_that_claims, npz, picture, zipped

IMAGES, LABELS = np.full((1, 28, 28), 9, np.uint8), np.array([3], np.uint8)
NO_NPZ = "is not an .npz file, or a damaged one."
WRONG_KIND = "must have images in uint8 of shape (n, 28, 28)."
NOT_AMONG = ", which is not among the files."
BEGIN = "must begin with the line file,label or label,pixel_0,…,pixel_783."
TOP = ",".join(HEADER)
RUNS = Command("touch executed")


def row(label, pixel):
    return f"{TOP}\n{label},{','.join([pixel] * 784)}\n".encode()


ARRAYS = {
    "no labels": (npz(images=IMAGES), "has no array called labels."),
    "no images": (npz(labels=LABELS), "has no array called images."),
    "an empty zip": (zipped({}), "has no array called images."),
    "real numbers": (npz(images=IMAGES / 9, labels=LABELS), WRONG_KIND),
    "one image": (npz(images=IMAGES[0], labels=LABELS), WRONG_KIND),
    "more labels": (npz(images=IMAGES, labels=np.r_[LABELS, LABELS]), "has 1 images and 2 labels;"),
    "a label of 10": (npz(images=IMAGES, labels=LABELS + 7), "has the label 10 at drawing 1;"),
    "no ink": (npz(images=IMAGES * 0, labels=LABELS), "has no ink in drawing 1."),
    "a pickle": (npz(images=np.array([RUNS], object), labels=LABELS), WRONG_KIND),
    "a pickle of images": (
        npz(images=np.array([[[RUNS] * 28] * 28], object), labels=LABELS),
        WRONG_KIND,
    ),
    "60 MB in 60 kB": (
        zipped({"images.npy": bytes(60_000_000), "labels.npy": npy(LABELS)}),
        "has too many images; 10,000 is the most.",
    ),
    "names outside": (
        zipped({"../../images.npy": npy(IMAGES), "/etc/labels.npy": npy(LABELS)}),
        "has no array called images.",
    ),
    "cut short": (npz(images=IMAGES, labels=LABELS)[:200], NO_NPZ),
    "a zip's first bytes": (b"PK\x03\x04", NO_NPZ),
    "no zip": (npy(IMAGES), NO_NPZ),
    "a zip in a zip": (zipped({"images.npy": zipped({}), "labels.npy": npy(LABELS)}), NO_NPZ),
    "a header of letters": (
        zipped({"images.npy": b"\x93NUMPY\x01\0\xff\xff" + b"A" * 99, "labels.npy": npy(LABELS)}),
        NO_NPZ,
    ),
    "a header that is a program": (
        zipped(
            {
                "images.npy": npy_that_claims("__import__('os').system('touch executed')"),
                "labels.npy": npy(LABELS),
            }
        ),
        NO_NPZ,
    ),
    "a shape of 78 TB": (
        zipped({"images.npy": npy_that_claims("(99999999999, 28, 28)"), "labels.npy": npy(LABELS)}),
        NO_NPZ,
    ),
}
LISTS = {
    "nothing": (b"", f"a.csv {BEGIN}"),
    "other columns": (b"a,b\n", f"a.csv {BEGIN}"),
    "another file": (b"file,label\nx.png,3\n", f"a.csv, line 2, names x.png{NOT_AMONG}"),
    "a file elsewhere": (
        b"file,label\n/etc/passwd,3\n",
        f"a.csv, line 2, names /etc/passwd{NOT_AMONG}",
    ),
    "a file above": (b"file,label\n../../x,3\n", f"a.csv, line 2, names ../../x{NOT_AMONG}"),
    "UTF-16 of another file": (
        "file,label\nx.png,3\n".encode("utf-16"),
        f"a.csv, line 2, names x.png{NOT_AMONG}",
    ),
    "a label of 12": (
        b"file,label\n7.png,12\n",
        "a.csv, line 2, has the label '12'; it must be a digit",
    ),
    "a label in words": (
        b"file,label\n7.png,one\n",
        "a.csv, line 2, has the label 'one'; it must be",
    ),
    "a long label": (
        b"file,label\n7.png," + b"9" * 999,
        f"a.csv, line 2, has the label '{'9' * 20}…'; it must be a digit, 0 to 9.",
    ),
    "no label": (b"file,label\n7.png\n", "a.csv, line 2, has 1 values, not a file and its label."),
    "three values": (b"file,label\n7.png,1,2\n", "a.csv, line 2, has 3 values, not a file and its"),
    "a quote without end": (b'file,label\n"7.png,3\n', "a.csv, line 2, has 1 values, not a file"),
    "a zero byte": (b"file,label\n7\0.png,3\n", "a.csv is not a text; it contains a zero byte."),
    "Latin-1": (
        "file,label\né.png,3\n".encode("latin-1"),
        "a.csv is not a text in Unicode; save it as UTF-8.",
    ),
    "half a UTF-16 letter": (
        "file,label\n7.png,3\n".encode("utf-16") + b"x",
        "a.csv is not a text in Unicode; save it as UTF-8.",
    ),
    "two labels": (b"file,label\n7.png,3\n7.png,4\n", "a.csv, line 3, says that 7.png is a 4, but"),
    "a long field": (b"file,label\n" + b"x" * 200_000 + b",3\n", "a.csv, line 2, is not CSV."),
    "10,001 lines": (
        b"file,label\n" + b"7.png,3\n" * 10_001,
        "These are 10,001 drawings;",
    ),
    "itself": (
        b"file,label\na.csv,3\n",
        "a.csv, line 2, names a file that fails: a.csv",
    ),
    "two pixels": (f"{TOP}\n3,1,2\n".encode(), "a.csv, line 2, has 3 values, not 785."),
    "a pixel of 300": (row("3", "300"), "a.csv, line 2, has the pixel '300'; it must be 0 to 255."),
    "a pixel of -1": (row("3", "-1"), "a.csv, line 2, has the pixel '-1'; it must be 0 to 255."),
    "pixels without ink": (row("3", "0"), "a.csv, line 2, has a drawing without ink."),
    "pixels of an 11": (row("11", "9"), "a.csv, line 2, has the label '11'; it must be a digit"),
}


@pytest.mark.parametrize("what", ARRAYS)
def test_a_set_of_numpy_s_that_is_wrong_costs_one_sentence(what, tmp_path, monkeypatch):
    content, sentence = ARRAYS[what]
    monkeypatch.chdir(tmp_path)

    with pytest.raises(DrawingError) as refused:
        read_labelled([("a.npz", content)])

    assert str(refused.value).startswith(f"a.npz {sentence}")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("what", LISTS)
def test_a_list_that_is_wrong_costs_one_sentence(what):
    content, sentence = LISTS[what]

    with pytest.raises(DrawingError) as refused:
        read_labelled([("a.csv", content), ("7.png", picture())])

    assert str(refused.value).startswith(sentence)


def test_a_list_on_the_disk_that_names_what_is_no_drawing_shows_nothing_of_it(tmp_path):
    (tmp_path / "secret").write_text("the key is 4711")
    (tmp_path / "a.csv").write_text("file,label\nsecret,3\n")

    with pytest.raises(DrawingError) as refused:
        read_labelled_paths([tmp_path / "a.csv"])

    assert "4711" not in str(refused.value)
    assert str(refused.value).endswith(
        "secret is neither a PNG, JPEG, WebP, BMP, GIF or HEIC image nor strokes in JSON."
    )

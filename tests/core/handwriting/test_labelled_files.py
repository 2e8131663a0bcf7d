import csv
import io
import json
import random
import zipfile

import numpy as np
import pytest

from mnist_core.errors import DrawingError
from mnist_core.handwriting.csv_files import digits_csv
from mnist_core.handwriting.labelled_files import MAX_DRAWINGS, read_labelled, read_labelled_paths
from mnist_core.handwriting.npz_files import digits_npz
from mnist_core.ink.drawing_files import read_drawing
from tests.core.ink.degrade import encoded

SEVEN = json.dumps({"strokes": [[[60, 60], [180, 60], [110, 220]]]}).encode()
ONE = json.dumps({"strokes": [[[140, 60], [140, 220]]]}).encode()
PICTURE = encoded(np.kron(np.eye(12, dtype=np.uint8) * 255, np.ones((9, 9), np.uint8)))
IMAGES = np.random.default_rng(0).integers(0, 256, (5, 28, 28)).astype(np.uint8)
LABELS = np.array([7, 0, 9, 7, 3], np.uint8)


def npz(**arrays):
    file = io.BytesIO()
    np.savez(file, **arrays)
    return file.getvalue()


def test_a_drawing_is_labelled_by_the_first_digit_of_its_name():
    digits = read_labelled([("7_anna_03.png", PICTURE), ("sub/1.json", ONE), ("0-b.PNG", PICTURE)])

    assert digits.labels.tolist() == [7, 1, 0]
    seen = read_drawing("1.json", ONE).image
    assert digits.images.dtype == np.uint8
    assert np.abs(digits.images[1] / 255 - seen).max() <= 0.5 / 255 + 1e-6


def test_what_the_lab_exports_comes_back_as_it_was():
    for name, content in (
        ("mine.csv", digits_csv(IMAGES, LABELS).encode()),
        ("mine.npz", digits_npz(IMAGES, LABELS)),
    ):
        digits = read_labelled([(name, content)])
        assert np.array_equal(digits.images, IMAGES)
        assert np.array_equal(digits.labels, LABELS)


def test_the_csv_is_a_label_and_784_pixels_row_by_row():
    rows = list(csv.reader(io.StringIO(digits_csv(IMAGES, LABELS))))

    assert rows[0][:2] + rows[0][-1:] == ["label", "pixel_0", "pixel_783"]
    assert [int(cell) for cell in rows[3]] == [9, *IMAGES[2].reshape(-1).tolist()]


@pytest.mark.parametrize(
    "text", ["file,label\na.png,4\nb.json,1\n", "\ufefflabel;file\r\n4;a.png\r\n\r\n1;b.json"]
)
def test_a_list_labels_the_files_uploaded_with_it(text):
    files = [("list.csv", text.encode()), ("a.png", PICTURE), ("b.json", ONE), ("7.json", SEVEN)]

    assert read_labelled(files).labels.tolist() == [4, 1, 7]


def test_on_the_disk_a_list_names_files_beside_it(tmp_path):
    (tmp_path / "set" / "raw").mkdir(parents=True)
    (tmp_path / "set" / "raw" / "5.json").write_bytes(ONE)
    (tmp_path / "5.json").write_bytes(SEVEN)
    (tmp_path / "set" / "list.csv").write_text("file,label\nraw/5.json,1\n", encoding="utf-8")

    digits = read_labelled_paths(
        [tmp_path / "set" / "list.csv", tmp_path / "set" / "raw" / "5.json", tmp_path / "5.json"]
    )

    assert digits.labels.tolist() == [1, 5]  # the listed one once, by its label in the list


PIXELS = ",".join(f"pixel_{number}" for number in range(784))
ROW = ",".join(["0"] * 783)
EMPTY = json.dumps({"strokes": []}).encode()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("seven.png", PICTURE, "does not begin with its label"),
        ("12.png", PICTURE, "does not begin with its label"),
        ("7.png", b"Dear lab,", "neither a PNG"),
        ("7.json", EMPTY, "is empty: no ink"),
        ("7.png", b"\xff" * 10_000_001, "is larger than 10 MB"),
        ("a.csv", b"", "must begin with the line file,label or label,pixel_0"),
        ("a.csv", b"name,label\na.png,4", "must begin with the line"),
        ("a.csv", b"file,label\n7.png,4\n\xff", "UTF-8"),
        ("a.csv", b"file,label\n\n7.png,x", "line 3, has the label 'x'; it must be a digit"),
        ("a.csv", b"file,label\n7.png,10", "line 2, has the label '10'"),
        ("a.csv", b"file,label\n7.png", "line 2, has 1 values, not a file and its label"),
        ("a.csv", b"file,label\n7.png,4", "line 2, names 7.png, which is not among the files"),
        ("a.csv", f"label,{PIXELS}\n7,1,2".encode(), "line 2, has 3 values, not 785"),
        ("a.csv", f"label,{PIXELS}\n7,256,{ROW}".encode(), "line 2, has the pixel '256'"),
        ("a.csv", f"label,{PIXELS}\n7,1.5,{ROW}".encode(), "line 2, has the pixel '1.5'"),
        ("a.csv", f"label,{PIXELS}\n7,1,{ROW}\n,1,{ROW}".encode(), "line 3, has the label ''"),
        ("a.csv", f"label,{PIXELS}\n7,0,{ROW}".encode(), "line 2, has a drawing without ink"),
        ("a.npz", b"no zip", "is not an .npz file, or a damaged one"),
        ("a.npz", npz(images=IMAGES), "has no array called labels"),
        ("a.npz", npz(images=IMAGES / 255, labels=LABELS), r"images in uint8 of shape \(n, 28, 28"),
        ("a.npz", npz(images=IMAGES.reshape(5, -1), labels=LABELS), "must have images in uint8"),
        ("a.npz", npz(images=IMAGES, labels=LABELS[:, None]), r"labels in uint8 of shape \(n,\)"),
        ("a.npz", npz(images=IMAGES, labels=LABELS[:4]), "5 images and 4 labels"),
        ("a.npz", npz(images=IMAGES, labels=LABELS + 3), "has the label 10 at drawing 1"),
        ("a.npz", npz(images=IMAGES * (LABELS != 9)[:, None, None], labels=LABELS), "in drawing 3"),
        ("a.npz", npz(images=IMAGES, labels=np.array([{}])), "must have labels in uint8"),
    ],
)
def test_a_mistake_is_one_sentence_about_the_file_and_its_line(name, content, words):
    with pytest.raises(DrawingError, match=words) as caught:
        read_labelled([("1.json", ONE), (name, content)])

    assert str(caught.value).startswith(f"{name}")
    assert "\n" not in str(caught.value)


def test_a_list_says_which_line_names_a_file_that_is_not_there(tmp_path):
    (tmp_path / "list.csv").write_text("file,label\ngone.png,1\n", encoding="utf-8")

    with pytest.raises(DrawingError, match=r"list.csv, line 2, names .*gone.png cannot be read"):
        read_labelled_paths([tmp_path / "list.csv"])
    with pytest.raises(DrawingError, match=r"other.csv cannot be read: No such file"):
        read_labelled_paths([tmp_path / "other.csv"])


def test_what_unpacks_to_more_than_is_allowed_is_not_unpacked():
    count = MAX_DRAWINGS + 100
    many = io.BytesIO()
    np.savez_compressed(
        many, images=np.ones((count, 28, 28), np.uint8), labels=np.ones(count, np.uint8)
    )
    with pytest.raises(DrawingError, match="has too many images; 10,000 is the most"):
        read_labelled([("many.npz", many.getvalue())])

    content, size = many.getvalue(), (count * 784 + 128).to_bytes(4, "little")
    assert size in content
    with pytest.raises(DrawingError, match="damaged"):  # it claims to be small
        read_labelled([("lies.npz", content.replace(size, (5_000).to_bytes(4, "little")))])


def test_ten_thousand_drawings_are_read_and_one_more_is_not():
    ones = np.ones((MAX_DRAWINGS, 28, 28), np.uint8)
    file = digits_npz(ones, ones[:, 0, 0])

    assert len(read_labelled([("full.npz", file)])) == MAX_DRAWINGS
    with pytest.raises(DrawingError, match="10,001 drawings; 10,000 are the most"):
        read_labelled([("full.npz", file), ("1.json", ONE)])


def test_an_array_packed_by_bzip2_is_refused():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("images.npy", bytes(100))
    with pytest.raises(DrawingError, match="packed in another way"):
        read_labelled([("a.npz", file.getvalue())])


@pytest.mark.parametrize("kind", ["csv", "npz"])
def test_damaged_files_are_read_or_refused_but_never_crash(kind):
    exported = {
        "csv": digits_csv(IMAGES, LABELS).encode(),
        "npz": npz(images=IMAGES, labels=LABELS),
    }
    whole, chance = exported[kind], random.Random(0)
    for _ in range(300):
        content = bytearray(whole[: chance.choice([len(whole), chance.randint(1, len(whole))])])
        for _ in range(chance.randint(0, 4)):
            content[chance.randrange(min(len(content), 400))] = chance.randrange(256)
        try:
            read_labelled([(f"damaged.{kind}", bytes(content))])
        except DrawingError:
            continue


def test_a_file_with_two_labels_is_refused_by_both_lines():
    files = [("a.csv", b"file,label\n7.png,7\n7.png,2\n"), ("7.png", b"")]

    with pytest.raises(DrawingError, match=r"a\.csv, line 3, says that 7\.png is a 2") as refused:
        read_labelled(files)

    assert str(refused.value).endswith("but a.csv, line 2, that it is a 7; leave one of the two.")


def test_a_list_that_means_one_of_two_files_of_a_name_is_refused():
    files = [("a.csv", b"file,label\n7.png,7\n"), ("x/7.png", b"1"), ("y/7.png", b"2")]

    with pytest.raises(DrawingError, match=r"several of the files are called 7\.png"):
        read_labelled(files)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_list_is_read_as_a_spreadsheet_saves_it(encoding, mark):
    lines = f"file{mark}label\nstroke.json{mark}1\n".encode(encoding)
    stroke = b'{"strokes": [[[140, 40], [140, 240]]]}'

    digits = read_labelled([("list.csv", lines), ("stroke.json", stroke)])

    assert digits.labels.tolist() == [1]

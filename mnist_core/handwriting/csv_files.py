"""Labelled drawings as CSV: our own, pixel by pixel, and people's lists of files with labels."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from mnist_core.errors import DrawingError
from mnist_core.file_texts import file_text
from mnist_core.quoting import quoted
from mnist_core.store.artifacts import Arrays

Pixels = NDArray[np.uint8]
CsvKind = Literal["pixels", "list"]

SIZE = 28 * 28
HEADER = ["label", *(f"pixel_{number}" for number in range(SIZE))]
HEADERS: dict[tuple[str, ...], CsvKind] = {
    tuple(HEADER): "pixels",
    ("file", "label"): "list",
    ("label", "file"): "list",
}
WHOLE_NUMBERS = {str(number): number for number in range(256)}


@dataclass(frozen=True)
class Listed:
    """One line of a list: a file, what it shows, and where the line is, for messages.

    Attributes:
        file: as the line names it.
        label: 0 to 9.
        where: such as "labels.csv, line 3".
    """

    file: str
    label: int
    where: str


def digits_csv(images: Pixels, labels: Pixels) -> str:
    """Write drawings, (n, 28, 28) uint8 with (n,) labels, one a line under a header."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(HEADER)
    writer.writerows(np.column_stack([labels, images.reshape(len(images), SIZE)]).tolist())
    return text.getvalue()


def csv_kind(name: str, content: bytes) -> CsvKind | None:
    """Find by its first line which CSV a file is; none for another kind of file.

    Raises:
        DrawingError: it is called .csv, but begins otherwise.
    """
    first = file_text(content[: 8 * len(",".join(HEADER))], errors="replace")
    line = first.splitlines()[0] if first.strip() else ""
    cells = next(csv.reader([line], delimiter=_delimiter(line)), [])
    kind = HEADERS.get(tuple(cell.strip().lower() for cell in cells))
    if kind is None and name.lower().endswith(".csv"):
        raise DrawingError(
            f"{name} must begin with the line file,label or label,pixel_0,…,pixel_{SIZE - 1}."
        )
    return kind


def read_pixel_rows(name: str, content: bytes) -> Arrays:
    """Read what ``digits_csv`` writes.

    Returns:
        ``images``, (n, 28, 28) uint8, and ``labels``, (n,) uint8.

    Raises:
        DrawingError: a line is not as it must be; the message names it.
    """
    labels, pixels = bytearray(), bytearray()
    for where, cells in _rows(name, content):
        if len(cells) != len(HEADER):
            raise DrawingError(f"{where} has {len(cells)} values, not {len(HEADER)}.")
        labels.append(read_label(where, cells[0]))
        pixels += _read_pixels(where, cells[1:])
    images = np.frombuffer(pixels, np.uint8).reshape(-1, 28, 28)
    return {"images": images, "labels": np.frombuffer(labels, np.uint8)}


def read_list(name: str, content: bytes) -> list[Listed]:
    """Read a list of files with their labels.

    Raises:
        DrawingError: a line is not as it must be; the message names it.
    """
    listed, first = [], None
    for where, cells in _rows(name, content, with_header=True):
        if first is None:
            first = [cell.strip().lower() for cell in cells].index("file")
            continue
        if len(cells) != 2:
            raise DrawingError(f"{where} has {len(cells)} values, not a file and its label.")
        listed.append(Listed(cells[first].strip(), read_label(where, cells[1 - first]), where))
    return listed


def read_label(where: str, text: str) -> int:
    """Read a label, 0 to 9; ``where`` begins the message about another text."""
    label = WHOLE_NUMBERS.get(text.strip(), 10)
    if label > 9:
        raise DrawingError(f"{where} has the label {quoted(text, 20)}; it must be a digit, 0 to 9.")
    return label


def _read_pixels(where: str, cells: list[str]) -> bytes:
    try:
        pixels = bytes(WHOLE_NUMBERS[cell] for cell in cells)
    except KeyError as error:
        found = quoted(str(error.args[0]), 20)
        raise DrawingError(f"{where} has the pixel {found}; it must be 0 to 255.") from error
    if not any(pixels):
        raise DrawingError(f"{where} has a drawing without ink.")
    return pixels


def _rows(
    name: str, content: bytes, *, with_header: bool = False
) -> Iterator[tuple[str, list[str]]]:
    """Give each line that is not blank, with where it is."""
    try:
        text = file_text(content)
    except UnicodeDecodeError as error:
        raise DrawingError(f"{name} is not a text in Unicode; save it as UTF-8.") from error
    if "\0" in text:
        raise DrawingError(f"{name} is not a text; it contains a zero byte.")
    header = text.splitlines()[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(header))
    try:
        for cells in reader:
            if any(cells) and (with_header or reader.line_num > 1):
                yield f"{name}, line {reader.line_num},", cells
    except csv.Error as error:
        raise DrawingError(f"{name}, line {reader.line_num}, is not CSV.") from error


def _delimiter(header: str) -> str:
    """Find what separates the values: some spreadsheets write semicolons, or tabs."""
    return next((mark for mark in ";\t" if mark in header), ",")

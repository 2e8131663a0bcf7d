"""Labelled drawings read from files: pictures named by their label, lists, the lab's exports."""

import os
import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mnist_core.dataset import LabelledDigits
from mnist_core.errors import DrawingError
from mnist_core.handwriting.csv_files import Listed, csv_kind, read_list, read_pixel_rows
from mnist_core.handwriting.npz_files import is_npz, read_npz
from mnist_core.ink.drawing_files import check_size, drawing_content, no_ink, read_drawing
from mnist_core.plural import a_digit
from mnist_core.store.artifacts import Arrays

File = tuple[str, bytes]

MAX_DRAWINGS = 10_000


def read_labelled(files: Sequence[File]) -> LabelledDigits:
    """Read labelled drawings from files, each with its name and all of its content.

    The content decides what a file is: a picture or strokes (JSON) whose name begins
    with its label, such as "7_anna.png"; ``images`` and ``labels`` in an .npz; a CSV of pixels,
    such as the lab exports; or a CSV with the header ``file,label`` that names others of the files.

    Raises:
        DrawingError: a file cannot be read, has no label or no ink, or there are too many.
    """
    contents: dict[str, set[bytes]] = defaultdict(set)
    for name, content in files:
        contents[_last_part(name)].add(content)
    return _read_all(
        files, lambda _, file: _last_part(file), lambda place: _only(place, contents[place])
    )


def read_labelled_paths(paths: Sequence[Path]) -> LabelledDigits:
    """Read labelled drawings from files on the disk, as ``read_labelled`` does.

    A list names its files as they lie beside it.

    Raises:
        DrawingError: as ``read_labelled``, or a file cannot be opened.
    """
    files = [(str(path), drawing_content(path)) for path in paths]
    return _read_all(
        files,
        lambda source, file: os.path.abspath(Path(source).parent / file),
        lambda place: drawing_content(Path(place)),
    )


def _only(name: str, contents: set[bytes]) -> bytes:
    """Give the content of the one file of a name."""
    if len(contents) > 1:
        raise DrawingError(f"several of the files are called {name}; give each a name of its own.")
    if not contents:
        raise KeyError(name)
    return next(iter(contents))


def image_pixels(image: NDArray[np.floating]) -> NDArray[np.uint8]:
    """Turn what a network sees, (28, 28) float in [0, 1], into uint8."""
    pixels: NDArray[np.uint8] = np.round(np.clip(image, 0, 1) * 255).astype(np.uint8)
    return pixels


def _read_all(
    files: Sequence[File], place: Callable[[str, str], str], find: Callable[[str], bytes]
) -> LabelledDigits:
    """Read files, those that a list names by their label there.

    Args:
        files: all that were given.
        place: which file a list, by its name, means by another name.
        find: gives the content of the file in a place.
    """
    lists = {name: read_list(name, content) for name, content in files if _is_list(name, content)}
    listed = _listed_places(lists, place)
    _check_count(sum(map(len, lists.values())))
    parts: list[Arrays] = []
    for name, content in files:
        if name in lists:
            parts += [_read_listed(line, place(name, line.file), find) for line in lists[name]]
        elif place("", name) not in listed:
            parts.append(_read_file(name, content))
    _check_count(sum(len(part["labels"]) for part in parts))
    return _joined(parts)


def _listed_places(
    lists: Mapping[str, Sequence[Listed]], place: Callable[[str, str], str]
) -> dict[str, Listed]:
    """Give where the files of all lists lie, each with the first line that names it."""
    places: dict[str, Listed] = {}
    for name, lines in lists.items():
        for line in lines:
            first = places.setdefault(place(name, line.file), line)
            if line.label != first.label:
                raise DrawingError(
                    f"{line.where} says that {line.file} is {a_digit(line.label)}, but "
                    f"{first.where} that it is {a_digit(first.label)}; leave one of the two."
                )
    return places


def _is_list(name: str, content: bytes) -> bool:
    check_size(name, content)
    return not is_npz(name, content) and csv_kind(name, content) == "list"


def _read_file(name: str, content: bytes) -> Arrays:
    if is_npz(name, content):
        return read_npz(name, content, at_most=MAX_DRAWINGS)
    if csv_kind(name, content) == "pixels":
        return read_pixel_rows(name, content)
    return _read_digit(name, content, _label_in(name))


def _read_listed(line: Listed, place: str, find: Callable[[str], bytes]) -> Arrays:
    try:
        return _read_digit(line.file, find(place), line.label)
    except KeyError as error:
        message = f"{line.where} names {line.file}, which is not among the files."
        raise DrawingError(message) from error
    except DrawingError as error:
        raise DrawingError(f"{line.where} names a file that fails: {error}") from error


def _read_digit(name: str, content: bytes, label: int) -> Arrays:
    image = read_drawing(name, content).image
    if image is None:
        raise DrawingError(no_ink(name))
    return {"images": image_pixels(image)[None], "labels": np.array([label], np.uint8)}


def _label_in(name: str) -> int:
    found = re.match(r"[0-9](?![0-9])", _last_part(name))
    if found is None:
        raise DrawingError(
            f"{name} does not begin with its label; call it 7_{_last_part(name)} if it is a 7, "
            "or list it in a CSV with the columns file and label."
        )
    return int(found[0])


def _check_count(count: int) -> None:
    if count > MAX_DRAWINGS:
        raise DrawingError(
            f"These are {count:,} drawings; {MAX_DRAWINGS:,} are the most at a time."
        )


def _joined(parts: Sequence[Arrays]) -> LabelledDigits:
    if not parts:
        return LabelledDigits(np.zeros((0, 28, 28), np.uint8), np.zeros(0, np.uint8))
    return LabelledDigits(
        np.concatenate([part["images"] for part in parts]),
        np.concatenate([part["labels"] for part in parts]),
    )


def _last_part(name: str) -> str:
    return re.split(r"[\\/]", name)[-1]

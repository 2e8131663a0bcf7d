"""A folder in the lab's home for what a repair takes away and a user may still want."""

import json
import shutil
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

FOLDER = "quarantine"


class Quarantine:
    """One repair's folder in the quarantine, made when something is first put into it.

    Args:
        home: the lab's.
    """

    def __init__(self, home: Path) -> None:
        parent = home / FOLDER
        number, moment = 1, time.strftime("%Y-%m-%d-%H-%M-%S")
        self.folder = parent / moment
        while self.folder.exists():
            number += 1
            self.folder = parent / f"{moment}-{number}"

    def take(self, path: Path, *parts: str) -> Path:
        """Move a file or a folder here; give where it lies now."""
        place = self._place(parts)
        shutil.move(path, place)
        return place

    def copy(self, file: Path) -> Path:
        """Copy a file here."""
        return Path(shutil.copy2(file, self._place((file.name,))))

    def give_up(self) -> None:
        """Delete the copies: what they are of stays where it was."""
        shutil.rmtree(self.folder, ignore_errors=True)
        with suppress(OSError):  # earlier repairs have something in it
            self.folder.parent.rmdir()

    def note(self, values: Mapping[str, object], *parts: str) -> Path:
        """Write what was in a row."""
        place = self._place(parts)
        place.write_text(json.dumps(dict(values), indent=2, default=str), "utf-8")
        return place

    def _place(self, parts: tuple[str, ...]) -> Path:
        place = self.folder.joinpath(*parts)
        place.parent.mkdir(parents=True, exist_ok=True)
        return place

"""``python -m mnist_core backup``, ``restore`` and ``check``: what looks after a lab's home."""

from pathlib import Path
from typing import Annotated

import typer

from mnist_core.care.backup import write_backup
from mnist_core.care.check import check as look_over
from mnist_core.care.repair import repair
from mnist_core.care.restore import restore_backup
from mnist_core.cli.terminal import as_line
from mnist_core.environment import read_settings
from mnist_core.plural import plural

BackupFile = Annotated[Path, typer.Argument(metavar="FILE", help="A zip that backup writes.")]


def backup(
    file: BackupFile,
    with_keys: Annotated[
        bool,
        typer.Option("--with-keys", help="Take the room's keys along, which let anyone in."),
    ] = False,
) -> None:
    """Save the whole lab in one new zip, also while it is at work.

    All runs with their files, sweeps and drawings are in it, without the room's keys.
    """
    note = write_backup(read_settings(), file, with_keys=with_keys)
    print(as_line(f"Saved {file}: {_content(note.runs, note.files)}"))


def restore(file: BackupFile) -> None:
    """Make a lab out of a backup, in an empty home; its runs go on where they were."""
    settings = read_settings()
    note = restore_backup(settings, file)
    print(as_line(f"Restored {_content(note.runs, note.files)} into {settings.home}"))


def check(
    mend: Annotated[bool, typer.Option("--repair", help="Mend what is found.")] = False,
) -> None:
    """Look the lab over: its database, files and leases; say what is wrong.

    The exit status is 1 where something was found, mended or not. What --repair takes away and
    somebody may still want goes into the folder quarantine of the lab's home.
    """
    settings, found = read_settings(), False
    lines = repair(settings) if mend else (each.sentence for each in look_over(settings))
    for line in lines:
        found = True
        print(as_line(line), flush=True)
    if found:
        raise typer.Exit(1)
    print(as_line(f"Nothing is wrong with the lab in {settings.home}."))


def _content(runs: int, files: int) -> str:
    return f"{runs} {plural('run', runs)}, {files} {plural('file', files)}"

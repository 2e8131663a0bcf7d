"""What differs between systems: told that it runs on each, the lab does what that one needs."""

import ctypes
import errno
import multiprocessing
import os
import platform
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest

from mnist_core import operating_system
from mnist_core.config import RunConfig
from mnist_core.engine.process_tuning import keep_freed_memory
from mnist_core.environment import subprocess_environment
from mnist_core.errors import StoreError
from mnist_core.export.file_names import file_stem
from mnist_core.operating_system import (
    BACKGROUND,
    LAST,
    apart_from_the_terminal,
    c_function,
    create_private,
    keep_arrow_out,
    lower_priority,
    lower_priority_of_thread,
    means_a_device,
    name_first,
    numbers_of_processes,
    patiently,
    preload_fork_server,
    processor_facts,
    replace_file,
    second_name,
    temporary_folder,
    was_killed,
)

On = Callable[[str], None]


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> On:
    """Tells the lab which system it runs on, where nobody has to wait long for a file."""
    monkeypatch.setattr(operating_system, "PAUSE_S", 0)
    return lambda name: monkeypatch.setattr(operating_system, "system", lambda: name)


def denied(*_arguments: object, **_options: object) -> None:
    """Refuse, as Windows does with a file that is open elsewhere."""
    raise PermissionError(errno.EACCES, "Access is denied")


class Refusing:
    """Refuses a few times, then does what it stands for.

    Args:
        action: what it stands for.
        times: how often it refuses first.
    """

    def __init__(self, action: Callable[..., Any], times: int) -> None:
        self._action, self._times = action, times
        self.calls = 0

    def __call__(self, *arguments: Any) -> Any:
        self.calls += 1
        return denied() if self.calls <= self._times else self._action(*arguments)


def test_windows_is_not_asked_for_a_c_library(on, monkeypatch):
    def none_there(_name: None) -> None:
        raise TypeError("bad argument type for built-in operation")

    monkeypatch.setattr(ctypes, "CDLL", none_there)
    on("win32")

    assert c_function("mallopt") is None
    keep_freed_memory()


def test_a_c_library_without_the_function_is_no_mistake(on, monkeypatch):
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: object())
    on("darwin")

    assert c_function("mallopt") is None
    keep_freed_memory()


# The classes that Microsoft's documentation of SetPriorityClass names BELOW_NORMAL and IDLE.
@pytest.mark.parametrize(("niceness", "priority"), [(BACKGROUND, 0x4000), (LAST, 0x40)])
def test_windows_has_classes_of_priority_in_place_of_niceness(on, monkeypatch, niceness, priority):
    told = []
    process = type("Process", (), {"nice": lambda _self, value: told.append(value)})
    monkeypatch.setattr(psutil, "Process", process)
    monkeypatch.delattr(os, "nice", raising=False)
    on("win32")

    lower_priority(niceness)

    assert told == [priority]


@pytest.mark.parametrize("name", ["linux", "darwin"])
def test_a_process_is_as_nice_as_it_should_be_and_never_less(on, monkeypatch, name):
    now = [15]

    def nice(more: int) -> int:
        now.append(now[-1] + more)
        return now[-1]

    monkeypatch.setattr(os, "nice", nice)
    on(name)

    lower_priority(BACKGROUND)
    assert now[-1] == 15
    lower_priority(LAST)
    assert now[-1] == LAST


@pytest.mark.parametrize("name", ["darwin", "win32"])
def test_a_thread_keeps_its_priority_where_it_has_none_of_its_own(on, monkeypatch, name):
    monkeypatch.delattr(os, "setpriority", raising=False)
    on(name)

    lower_priority_of_thread(LAST)


@pytest.mark.parametrize(
    ("name", "group", "flags"), [("linux", 0, 0), ("darwin", 0, 0), ("win32", None, 0x200)]
)
def test_a_process_is_kept_from_ctrl_c_in_each_systems_way(on, name, group, flags):
    on(name)

    options = apart_from_the_terminal()

    assert (options.process_group, options.creationflags) == (group, flags)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no process groups there")
def test_a_process_of_the_labs_has_a_group_of_its_own_here():
    options = apart_from_the_terminal()
    with subprocess.Popen(
        [sys.executable, "-c", "import os; print(os.getpgrp() == os.getpid())"],
        stdout=subprocess.PIPE,
        process_group=options.process_group,
        creationflags=options.creationflags,
    ) as process:
        assert process.communicate()[0].strip() == b"True"


# A signal's number with a minus, as POSIX has it; STATUS_ACCESS_VIOLATION, as Windows has it.
@pytest.mark.parametrize(
    ("name", "status", "killed"),
    [
        ("linux", -9, True),
        ("linux", 1, False),
        ("darwin", -11, True),
        ("darwin", 0, False),
        ("win32", 0xC0000005, True),
        ("win32", 1, False),
    ],
)
def test_an_exit_status_tells_whether_a_process_was_killed(on, name, status, killed):
    on(name)

    assert was_killed(status) is killed


@pytest.mark.parametrize("name", ["darwin", "win32"])
def test_workers_are_forked_on_linux_alone(on, monkeypatch, name):
    monkeypatch.setitem(sys.modules, "multiprocessing.forkserver", None)
    monkeypatch.setattr(multiprocessing, "set_forkserver_preload", denied)
    on(name)

    assert not preload_fork_server("json")


def test_macs_train_without_pyarrow_and_others_need_not(on, monkeypatch):
    for name in ("linux", "win32", "darwin"):
        monkeypatch.delitem(sys.modules, "pyarrow", raising=False)
        on(name)
        keep_arrow_out()

        assert ("pyarrow" in sys.modules) == (name == "darwin")


# What a worker and the command line do before they import anything of Keras'.
IMPORTS_KERAS = """
import sys
from mnist_core import operating_system
operating_system.system = lambda: "darwin"
sys.argv = ["mnist_core", "--help"]
try:
    {begin}
except SystemExit:
    pass
import mnist_core.training.trainer, mnist_core.engine.trial_task
print("pandas" in sys.modules, [name for name in sys.modules if name.startswith("pyarrow.")])
"""
BEGINS = {
    "command line": "import runpy; runpy.run_module('mnist_core', run_name='__main__')",
    "worker": "from mnist_core.engine.workers import WarmUp; from types import SimpleNamespace;"
    "WarmUp(None).setup(SimpleNamespace(state=SimpleNamespace(total_resources={'examining': 1})))",
}


@pytest.mark.keras
@pytest.mark.parametrize("begin", BEGINS.values(), ids=BEGINS)
def test_keras_comes_without_pyarrow_on_a_mac(begin, settings):
    done = subprocess.run(
        [sys.executable, "-c", IMPORTS_KERAS.format(begin=begin)],
        env=subprocess_environment(settings),
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.splitlines()[-1] == "True []"


def test_a_processor_is_described_on_each_system(on, monkeypatch, tmp_path):
    monkeypatch.setattr(operating_system, "PROCESSOR", tmp_path / "cpuinfo")
    (tmp_path / "cpuinfo").write_text("model\t: 1\nflags\t: fpu\n", encoding="utf-8")
    mac = subprocess.CompletedProcess([], 0, b"Apple M1\n")
    monkeypatch.setattr(subprocess, "run", lambda *_arguments, **_options: mac)
    monkeypatch.setattr(platform, "processor", lambda: "any")  # which asks another program

    on("linux")
    assert processor_facts()[2:] == ["flags\t: fpu"]
    on("darwin")
    assert processor_facts()[2:] == ["Apple M1\n"]
    on("win32")
    assert len(processor_facts()) == 2


def test_windows_replaces_a_file_as_soon_as_nobody_reads_it(on, monkeypatch, tmp_path):
    new, file = tmp_path / "new", tmp_path / "file"
    new.write_bytes(b"new")
    file.write_bytes(b"old")
    monkeypatch.setattr(os, "replace", Refusing(os.replace, times=3))
    on("win32")

    replace_file(new, file)

    assert file.read_bytes() == b"new"
    assert not new.exists()


@pytest.mark.parametrize("name", ["linux", "darwin"])
def test_elsewhere_a_file_that_may_not_be_replaced_is_tried_once(on, name):
    refusing = Refusing(lambda: None, times=1)
    on(name)

    with pytest.raises(PermissionError, match="Access is denied"):
        patiently(refusing)
    assert refusing.calls == 1


def test_a_snapshot_that_stays_open_elsewhere_is_told_in_a_sentence(
    on, monkeypatch, store, tmp_path
):
    monkeypatch.setattr(operating_system, "PATIENCE_S", 0)
    monkeypatch.setattr(os, "replace", denied)
    on("win32")

    with pytest.raises(StoreError, match=r"last\.npz .* \(another program has it open"):
        store.artifacts.write("run", "last", {})


def test_a_run_whose_files_stay_open_elsewhere_is_told_in_a_sentence(on, monkeypatch, store):
    store.artifacts.write("run", "last", {})
    monkeypatch.setattr(operating_system, "PATIENCE_S", 0)
    monkeypatch.setattr(os, "unlink", denied)
    on("win32")

    with pytest.raises(StoreError, match=r"still there \(another program has it open"):
        store.artifacts.remove_run("run")


def rename_as_windows(new: Path, file: Path) -> None:
    if file.exists():
        raise FileExistsError(errno.EEXIST, "Cannot create a file when that file already exists")
    Path(new).replace(file)


@pytest.mark.parametrize("name", ["linux", "darwin", "win32"])
def test_the_first_to_name_a_file_wins(on, monkeypatch, tmp_path, name):
    monkeypatch.setattr(os, "rename", rename_as_windows)
    (tmp_path / "first").write_bytes(b"1")
    (tmp_path / "second").write_bytes(b"2")
    on(name)

    name_first(tmp_path / "first", tmp_path / "file")
    with pytest.raises(FileExistsError):
        name_first(tmp_path / "second", tmp_path / "file")

    assert (tmp_path / "file").read_bytes() == b"1"


def test_windows_takes_the_rights_of_others_from_a_private_file(on, monkeypatch, tmp_path):
    told = []
    monkeypatch.setattr(subprocess, "run", lambda command, **_options: told.append(command))
    on("win32")

    with create_private(tmp_path / "keys") as stream:
        stream.write("ü")

    assert told == [["icacls", str(tmp_path / "keys"), "/inheritance:r", "/grant:r", "*S-1-3-4:F"]]
    assert (tmp_path / "keys").read_bytes() == "ü".encode()


@pytest.mark.parametrize("name", ["linux", "darwin", "win32"])
def test_a_private_file_is_made_anew_or_not_at_all(on, tmp_path, name):
    (tmp_path / "keys").write_bytes(b"somebody's")
    on(name)

    with pytest.raises(FileExistsError):
        create_private(tmp_path / "keys")


def test_a_second_name_keeps_what_the_first_one_loses(tmp_path):
    file, name = tmp_path / "weights", tmp_path / "kept"
    file.write_bytes(b"0.5")

    second_name(file, name)

    assert file.stat().st_ino == name.stat().st_ino
    file.unlink()
    assert name.read_bytes() == b"0.5"
    with pytest.raises(FileNotFoundError):
        second_name(file, tmp_path / "none")


def test_where_a_disk_has_no_second_names_a_file_is_copied(monkeypatch, tmp_path):
    (tmp_path / "weights").write_bytes(b"0.5")
    monkeypatch.setattr(os, "link", denied)

    second_name(tmp_path / "weights", tmp_path / "kept")

    assert (tmp_path / "kept").read_bytes() == b"0.5"


@pytest.mark.parametrize("name", ["linux", "darwin", "win32"])
def test_process_numbers_are_of_one_machine_on_every_system(on, monkeypatch, name):
    monkeypatch.setattr(uuid, "getnode", lambda: 0xAB12)
    on(name)

    described = numbers_of_processes()

    assert described == numbers_of_processes()
    assert (described == str(0xAB12)) == (name != "linux")


def test_windows_leaves_what_is_still_open_in_a_temporary_folder(on, monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    on("win32")

    with temporary_folder() as folder:
        (folder / "open").write_bytes(b"")
        with monkeypatch.context() as patches:
            patches.setattr(os, "unlink", denied)
            patches.setattr(os, "rmdir", denied)


@pytest.mark.parametrize("name", ["linux", "darwin", "win32"])
def test_a_temporary_folder_is_gone_afterwards(on, name):
    on(name)

    with temporary_folder() as folder:
        (folder / "file").write_bytes(b"")

    assert not folder.exists()


@pytest.mark.parametrize("name", ["con", "NUL.py", "com1", "Lpt9.tar.gz", "aux ", "com²"])
def test_a_name_of_a_device_is_known(name):
    assert means_a_device(name)


@pytest.mark.parametrize("name", ["console", "com0", "com10", "my-con", "nul-1", "", ".con"])
def test_a_name_that_is_only_like_a_devices_is_none(name):
    assert not means_a_device(name)


@pytest.mark.parametrize("name", ["CON", "aux.v2", "nul.", "a:b", "a\\b", "..", "x. . .", "lpt¹"])
def test_a_run_of_any_name_gives_a_file_that_windows_takes(store, name):
    stem = file_stem(store.create(RunConfig(), name))

    assert not means_a_device(f"{stem}.py")
    assert not set(stem) & set('<>:"/\\|?*')
    assert stem.rstrip(" .") == stem

"""One module knows which system it runs on, and a text file is UTF-8 on all of them."""

import ast
from pathlib import Path

import pytest

from tests.core.test_walls import CORE, PAGES, PROJECT, name_of, packages

# What one of the three systems has not, or does otherwise, and where else it stands for a reason.
OWN_WAYS = {
    "os": {"fork", "geteuid", "getpgid", "getuid", "kill", "killpg", "link", "name", "nice"}
    | {"rename", "replace", "sched_getaffinity", "setpriority", "setsid", "symlink", "uname"},
    "sys": {"getwindowsversion", "platform"},
    "signal": {"SIGALRM", "SIGHUP", "SIGKILL", "SIGTERM", "SIGUSR1", "alarm", "pause"},
    "asyncio": {"WindowsSelectorEventLoopPolicy", "set_event_loop_policy"},
    "platform": {"libc_ver", "system"},
    "socket": {"AF_UNIX"},
}
OWN_MODULES = {"ctypes", "fcntl", "grp", "msvcrt", "pwd", "resource", "termios", "winreg"}
SOURCES = [PROJECT / "app.py", *PAGES, *CORE]


def own_ways(file: Path) -> set[str]:
    """Name what a file uses that systems do not share."""
    named = {
        f"{node.value.id}.{node.attr}"
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.attr in OWN_WAYS.get(node.value.id, ())
    }
    return named | packages(file) & OWN_MODULES


def test_one_module_has_all_that_differs_between_systems():
    module = PROJECT / "mnist_core" / "operating_system.py"

    assert {"sys.platform", "os.nice", "os.replace", "ctypes"} <= own_ways(module)
    assert {name_of(file): own_ways(file) for file in SOURCES if own_ways(file)} == {
        name_of(module): own_ways(module)
    }


MODES = set("rwaxt+")


def reads_or_writes_text(call: ast.Call) -> bool:
    """Return whether a call opens a file as text, as far as its words tell."""
    if isinstance(call.func, ast.Attribute) and call.func.attr in ("read_text", "write_text"):
        return True
    modes = [word.value for word in call.keywords if word.arg == "mode"]
    if isinstance(call.func, ast.Name) and call.func.id == "open":
        modes += call.args[1:2]
    elif isinstance(call.func, ast.Attribute) and call.func.attr in ("open", "fdopen"):
        modes += call.args[:1]
    else:
        return False
    return not modes or any(
        isinstance(mode, ast.Constant) and isinstance(mode.value, str) and set(mode.value) <= MODES
        for mode in modes
    )


def names_its_encoding(call: ast.Call) -> bool:
    values = [*call.args, *(word.value for word in call.keywords if word.arg == "encoding")]
    return any(isinstance(value, ast.Constant) and value.value == "utf-8" for value in values)


def calls_in(text: str) -> list[ast.Call]:
    return [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]


def test_every_text_file_is_read_and_written_as_utf_8():
    silent = {
        f"{name_of(file)}:{call.lineno}"
        for file in SOURCES
        for call in calls_in(file.read_text(encoding="utf-8"))
        if reads_or_writes_text(call) and not names_its_encoding(call)
    }

    assert silent == set()


@pytest.mark.parametrize(
    "text", ["open(file)", "open(file, 'w')", "path.open()", "path.open('a+')", "path.read_text()"]
)
def test_a_text_file_without_an_encoding_would_be_found(text):
    (call,) = calls_in(text)

    assert reads_or_writes_text(call)
    assert not names_its_encoding(call)


@pytest.mark.parametrize("text", ["open(file, 'rb')", "Image.open(file)", "path.open('wb')"])
def test_a_file_of_bytes_needs_no_encoding(text):
    (call,) = calls_in(text)

    assert not reads_or_writes_text(call)

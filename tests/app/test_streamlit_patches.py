"""Streamlit's own methods are replaced in the version that is known, and left alone in others."""

import ast
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest
import streamlit
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue
from streamlit.runtime.scriptrunner import ScriptRunner

from parts.shared import streamlit_patches

PROJECT = Path(__file__).parents[2]
INSIDE = ("streamlit.runtime", "streamlit.proto", "streamlit.elements", "streamlit.web")


def methods() -> list[object]:
    return [ForwardMsgQueue.clear, ScriptRunner._run_script, AppSession.request_rerun]


@pytest.fixture
def patches_beside_a_later_streamlit(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The module as it is loaded beside a Streamlit that keeps its sessions elsewhere."""
    monkeypatch.setattr(streamlit, "__version__", "1.68.0")
    monkeypatch.setitem(sys.modules, "streamlit.runtime.app_session", None)
    spec = spec_from_file_location("patches", streamlit_patches.__file__)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_another_version_keeps_its_own_methods_and_the_log_says_so_once(
    patches_beside_a_later_streamlit, caplog
):
    before = methods()

    patches_beside_a_later_streamlit.apply()
    patches_beside_a_later_streamlit.apply()

    assert methods() == before
    (message,) = caplog.messages
    assert "Streamlit 1.68.0 is installed; Digit Lab knows 1.67" in message
    assert "pip install -r requirements.txt" in message


def test_the_installed_version_is_the_known_one():
    assert streamlit_patches.KNOWN


def test_no_other_module_imports_the_inside_of_streamlit():
    files = [PROJECT / "app.py", *(PROJECT / "pages").rglob("*.py")]
    importers = {file.name for file in files if imports_the_inside(file)}

    assert importers == {Path(streamlit_patches.__file__).name}


def imports_the_inside(file: Path) -> bool:
    """Tell whether a file imports from a module that Streamlit keeps to itself."""
    nodes = ast.walk(ast.parse(file.read_text(encoding="utf-8")))
    modules = [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)]
    return any(module.startswith(INSIDE) for module in modules)

"""The pages without a browser, an engine or Keras: AppTest on a store of the test's own."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import streamlit as st
from streamlit.components.v2 import manifest_scanner
from streamlit.runtime.scriptrunner import script_runner
from streamlit.testing.v1 import AppTest

from mnist_core.environment import Settings
from parts.shared import room
from tests.waiting import PATIENCE_S

SHELL = Path(__file__).parents[2] / "pages" / "shell.py"


@pytest.fixture(autouse=True, scope="session")
def _as_in_a_server() -> Iterator[None]:
    """Spare each run of a page what a server does once or never, and what took most of the time.

    A server looks through the installed packages for components once. It never has Keras, which a
    process that runs other tests too may have: then Streamlit would clear Keras' session after
    each run.
    """
    with pytest.MonkeyPatch.context() as patch:
        scan = cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", scan)
        patch.setattr(script_runner, "_clean_problem_modules", lambda: None)
        patch.setattr(room, "listening_sockets", lambda: frozenset({("127.0.0.1", 8501)}))
        yield


def new_app() -> AppTest:
    """Give a newcomer's browser tab; it waits for a machine at its slowest."""
    return AppTest.from_file(str(SHELL), default_timeout=PATIENCE_S)


@pytest.fixture
def app(settings: Settings) -> AppTest:
    st.cache_resource.clear()
    return new_app()

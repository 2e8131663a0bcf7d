"""The pages without a browser, an engine or Keras: AppTest on a store of the test's own."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import streamlit as st
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from mnist_core.environment import Settings
from tests.waiting import PATIENCE_S

SHELL = Path(__file__).parents[2] / "pages" / "shell.py"


@pytest.fixture(autouse=True, scope="session")
def _components_found_once() -> Iterator[None]:
    """Look through the installed packages for components once, as a server does.

    AppTest would do it before each run of a page, in which it took most of the time.
    """
    with pytest.MonkeyPatch.context() as patch:
        scan = cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", scan)
        yield


def new_app() -> AppTest:
    """Give a newcomer's browser tab; it waits for a machine at its slowest."""
    return AppTest.from_file(str(SHELL), default_timeout=PATIENCE_S)


@pytest.fixture
def app(settings: Settings) -> AppTest:
    st.cache_resource.clear()
    return new_app()

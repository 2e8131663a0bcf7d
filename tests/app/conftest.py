"""The pages without a browser, an engine or Keras: AppTest on a store of the test's own."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from mnist_core.settings import Settings

SHELL = Path(__file__).parents[2] / "pages" / "shell.py"


@pytest.fixture(autouse=True, scope="session")
def _small_heap() -> Iterator[None]:
    """Spare the collector what other tests have loaded, Keras first of all.

    Streamlit collects garbage after each run of a page, and would look through all of it.
    """
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.fixture
def app(settings: Settings) -> AppTest:
    st.cache_resource.clear()
    return AppTest.from_file(str(SHELL), default_timeout=30)

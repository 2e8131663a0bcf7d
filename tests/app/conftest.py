"""The pages without a browser, an engine or Keras: AppTest on a store of the test's own."""

from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from mnist_core.settings import Settings

SHELL = Path(__file__).parents[2] / "pages" / "shell.py"


@pytest.fixture
def app(settings: Settings) -> AppTest:
    st.cache_resource.clear()
    return AppTest.from_file(str(SHELL), default_timeout=30)

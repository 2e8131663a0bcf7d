"""What this lab keeps where, and the versions of what it is made of."""

import platform

import streamlit as st

from mnist_core.environment import Settings, read_settings, without_password
from mnist_core.version import VERSION, package_version

PACKAGES = ("Streamlit", "Keras", "TensorFlow", "NumPy", "Optuna", "Dask")


def places_table() -> None:
    """Draw where this server's lab keeps its things; a password is left out."""
    rows = [f"| {what} | {place} | `{name}` |" for what, place, name in _places(read_settings())]
    st.markdown("\n".join(["| What | Where | Set by |", "|---|---|---|", *rows]))
    st.caption("The lab needs no network: digits, fonts and charts are part of it.")


def versions_line() -> None:
    """Write the versions of the lab and of what it is made of, in small grey."""
    packages = [f"{name} {version}" for name in PACKAGES if (version := package_version(name))]
    lab = [f"Digit Lab {VERSION}", f"Python {platform.python_version()}"]
    st.caption(" · ".join([*lab, *packages]))


def _places(settings: Settings) -> list[tuple[str, str, str]]:
    workers = f"{settings.workers}, in processes of this machine"
    return [
        ("Everything that has no other place", _code(str(settings.home)), "DIGIT_LAB_HOME"),
        ("Runs, sweeps and drawings", _code(settings.database), "DIGIT_LAB_DATABASE"),
        ("What networks have learned", _code(settings.artifacts), "DIGIT_LAB_ARTIFACTS"),
        ("Who trains", _code(settings.scheduler) or workers, "DIGIT_LAB_SCHEDULER"),
    ]


def _code(url: str | None) -> str:
    return f"`{without_password(url)}`" if url else ""

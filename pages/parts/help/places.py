"""What this lab keeps where, and the versions of what it is made of."""

import platform

import streamlit as st

from mnist_core.environment import Settings, read_settings, without_password
from mnist_core.version import VERSION, package_version

PACKAGES = ("Streamlit", "Keras", "TensorFlow", "NumPy", "Optuna", "Dask")
VARIABLES = ("HOME", "DATABASE", "ARTIFACTS", "SCHEDULER")


def places_list() -> None:
    """List where this server's lab keeps its things; a password is left out."""
    places = _places(read_settings())
    st.markdown("\n".join(f"- {what}: {place}" for what, place in places))
    names = ", ".join(f"`DIGIT_LAB_{name}`" for name in VARIABLES)
    st.caption(f"Set by {names} where the lab is started.")
    st.caption("The lab needs no internet: digits, fonts and charts are part of it.")


def versions_line() -> None:
    """Write the versions of the lab and of what it is made of, in small grey."""
    packages = [f"{name} {version}" for name in PACKAGES if (version := package_version(name))]
    lab = [f"Digit Lab {VERSION}", f"Python {platform.python_version()}"]
    st.caption(" · ".join([*lab, *packages]))


def _places(settings: Settings) -> list[tuple[str, str]]:
    own = f"up to {settings.workers} on this machine, each started when it has work"
    return [
        ("Runs, sweeps and drawings", _code(settings.database)),
        ("What networks have learned", _code(settings.artifacts)),
        ("Home folder: logs and all else", _code(str(settings.home))),
        ("Training processes", own if settings.scheduler is None else _code(settings.scheduler)),
    ]


def _code(url: str) -> str:
    return f"`{without_password(url)}`"

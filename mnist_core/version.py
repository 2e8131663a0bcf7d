"""The program's version, written down with every run."""

from importlib.metadata import PackageNotFoundError, version

VERSION = "0.4.0"


def keras_version() -> str:
    """Give the installed Keras' version without importing Keras; "" where it is missing."""
    return package_version("keras")


def package_version(name: str) -> str:
    """Give an installed package's version without importing it; "" where it is missing."""
    try:
        return version(name)
    except PackageNotFoundError:
        return ""

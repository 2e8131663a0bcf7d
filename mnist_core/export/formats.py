"""The formats that a run can be exported to: one line for each ending, and what it needs."""

import importlib.util
from dataclasses import dataclass

from mnist_core.export.web_page import MAX_PARAMETERS
from mnist_core.store.records import Run


@dataclass(frozen=True)
class Format:
    """One kind of file.

    Attributes:
        ending: with its dot.
        title: about two words.
        purpose: one sentence: what it is for.
        mime: its media type.
        by_keras: whether it takes Keras to make it; the others are made in a moment.
        package: what Keras needs for it besides TensorFlow; "" for nothing.
        is_network: whether it has the network alone, and not what is done to digits before.
    """

    ending: str
    title: str
    purpose: str
    mime: str
    by_keras: bool = False
    package: str = ""
    is_network: bool = False

    @property
    def missing(self) -> str:
        """The package that would have to be installed, "" where nothing is missing."""
        return "" if not self.package or installed(self.package) else self.package


def installed(package: str) -> bool:
    """Return whether a package could be imported, without importing it."""
    return importlib.util.find_spec(package) is not None


BINARY = "application/octet-stream"
FORMATS: dict[str, Format] = {
    form.ending: form
    for form in (
        Format(
            ".zip",
            "All in one",
            "The web page, notebook, script, weights and history below, in one archive.",
            "application/zip",
        ),
        Format(
            ".html",
            "Web page",
            "Reads handwriting in any browser, without internet or an installation.",
            "text/html",
        ),
        Format(
            ".ipynb",
            "Notebook",
            "The run step by step with explanations, for Jupyter or Colab.",
            "application/x-ipynb+json",
        ),
        Format(
            ".py",
            "Keras script",
            "Plain Keras that trains this run again, to the same numbers.",
            "text/x-python",
        ),
        Format(
            ".keras",
            "Keras model",
            "The trained network, for keras.models.load_model.",
            BINARY,
            by_keras=True,
            is_network=True,
        ),
        Format(
            ".onnx",
            "ONNX model",
            "For ONNX Runtime: 784 numbers from 0 to 1 in, ten probabilities out.",
            BINARY,
            by_keras=True,
            is_network=True,
            package="tf2onnx",
        ),
        Format(
            ".tflite",
            "LiteRT model",
            "For phones and small devices: the same numbers in and out.",
            BINARY,
            by_keras=True,
            is_network=True,
        ),
        Format(
            ".npz",
            "Weights",
            "NumPy arrays: kernel_1, bias_1, kernel_2 and so on.",
            BINARY,
            is_network=True,
        ),
        Format(
            ".csv",
            "History",
            "Loss, accuracy, time and learning rate of each epoch, for a spreadsheet.",
            "text/csv",
        ),
    )
}


def obstacle(form: Format, run: Run) -> str:
    """Explain in a few words why this run cannot have the file here; "" where it can."""
    if form.missing:
        return f"needs the package {form.missing}"
    if form.ending == ".html" and run.parameters > MAX_PARAMETERS:
        return f"holds at most {MAX_PARAMETERS:,} parameters, and this run has {run.parameters:,}"
    return ""


def input_note(form: Format, run: Run) -> str:
    """Explain what is to be done to digits before such a file gets them; "" for nothing."""
    if not form.is_network or run.config.normalization == "none":
        return ""
    width = " and their width evened out" if run.config.normalization == "slant_and_width" else ""
    return (
        f"It takes digits with their slant removed{width}: the script has the function straighten."
    )

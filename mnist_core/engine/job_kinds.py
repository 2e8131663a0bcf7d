"""What a worker makes for each kind of job."""

from collections.abc import Callable

import numpy as np

from mnist_core.analysis.measurements import (
    Progress,
    Subject,
    distort,
    evaluate,
    find_neighbours,
    follow_epochs,
    map_digits,
)
from mnist_core.export.keras_files import make_in_subprocess
from mnist_core.store.artifacts import Arrays
from mnist_core.store.jobs import Kind


def make_keras_file(subject: Subject, progress: Progress) -> Arrays:
    """Make the file that only Keras can, as bytes; the ending is the subject."""
    content = make_in_subprocess(
        subject.settings, subject.run.id, f".{subject.about}", lambda: progress(0.0)
    )
    return {"content": np.frombuffer(content, np.uint8)}


MEASUREMENTS: dict[Kind, Callable[[Subject, Progress], Arrays]] = {
    "evaluation": evaluate,
    "timeline": follow_epochs,
    "robustness": distort,
    "map": map_digits,
    "neighbours": find_neighbours,
    "file": make_keras_file,
}

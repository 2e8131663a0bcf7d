"""What a worker makes for each kind of job."""

from collections.abc import Callable

from mnist_core.analysis.measurements import (
    Progress,
    Subject,
    evaluate,
    find_neighbours,
    follow_epochs,
    map_digits,
    read_distorted,
)
from mnist_core.analysis.result_files import KerasFile, Result
from mnist_core.export.keras_files import make_in_subprocess
from mnist_core.store.jobs import Kind


def make_keras_file(subject: Subject, progress: Progress) -> KerasFile:
    """Make the file that only Keras can; its ending is the subject."""
    content = make_in_subprocess(
        subject.settings, subject.run.id, f".{subject.about}", lambda: progress(0.0)
    )
    return KerasFile(content)


MEASUREMENTS: dict[Kind, Callable[[Subject, Progress], Result]] = {
    "evaluation": evaluate,
    "timeline": follow_epochs,
    "robustness": read_distorted,
    "map": map_digits,
    "neighbours": find_neighbours,
    "file": make_keras_file,
}

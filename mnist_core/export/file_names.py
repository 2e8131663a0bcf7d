"""A run's name made safe for a source text and for the name of a file."""

from mnist_core.operating_system import means_a_device
from mnist_core.store.records import Run

MAX_STEM_LENGTH = 50  # letters; at four bytes each every file system still takes the name


def safe_stem(name: str) -> str:
    """Keep a name from ending the text that it stands in."""
    letters = "".join(letter for letter in name if letter.isalnum() or letter in " -_.,()")
    return " ".join(letters.split())


def file_stem(run: Run) -> str:
    """Name a run's files, without their ending: letters, digits, and ``-_.`` inside."""
    letters = [letter if letter.isalnum() or letter in "-_." else "-" for letter in run.name]
    words = [word for word in "".join(letters).split("-") if word.strip("._")]
    stem = "-".join(words)[:MAX_STEM_LENGTH].strip("-_.") or run.id
    return f"run-{stem}" if means_a_device(stem) else stem


def start_file(run: Run) -> str:
    """Name the file of the weights that a taught run began with."""
    return f"{file_stem(run)}-start.npz"


def forms_file(run: Run) -> str:
    """Name the file of the drawn forms that a run learned among its digits."""
    return f"{file_stem(run)}-forms.npz"


def drawings_file(run: Run) -> str:
    """Name the file of the drawings that a taught run learned."""
    return f"{file_stem(run)}-drawings.npz"

"""A run's file as an answer to a browser, made at each request and not stored.

Streamlit's own downloads are no place for it: one that is made on a click is thrown away as soon
as any page of any visitor has been drawn twice, and where runs train, pages are drawn all the time.
"""

from urllib.parse import quote

from starlette.responses import PlainTextResponse, Response

from mnist_core.access.person import Person
from mnist_core.analysis.result_files import KerasFile, from_arrays
from mnist_core.environment import read_settings
from mnist_core.errors import LabError, NotYours, StoreError
from mnist_core.export.export_run import make_file
from mnist_core.export.file_names import file_stem
from mnist_core.export.formats import FORMATS, Format, obstacle
from mnist_core.store.jobs import find
from mnist_core.store.records import Run
from mnist_core.store.run_store import RunStore, open_store


def file_address(run: Run, form: Format) -> str:
    """Give the address of a run's file, below the lab's own."""
    return f"lab/runs/{run.id}/{form.ending[1:]}"


def file_response(person: Person, run_id: str, name: str) -> Response:
    """Answer with a run's file, or with a sentence that explains why there is none.

    Args:
        person: who asks for it.
        run_id: the run.
        name: the file's ending without its dot.
    """
    store = open_store(read_settings()).used_by(person)
    try:
        form = FORMATS.get(f".{name}")
        if form is None:
            raise LabError(f"A run has no file of the kind {name!r}.")
        run = store.read(run_id)
        if reason := obstacle(form, run):
            raise LabError(f"{form.title} {reason}.")
        content = (_kept if form.by_keras else make_file)(store, run, form.ending)
    except NotYours as error:
        return PlainTextResponse(str(error), 403)
    except LabError as error:
        return PlainTextResponse(str(error), 404)
    return Response(content, media_type=form.mime, headers=_headers(run, form))


def _kept(store: RunStore, run: Run, ending: str) -> bytes:
    """Give what a worker has made."""
    found = find(store, run.id, "file", ending[1:])
    try:
        if found is None:
            raise FileNotFoundError
        return from_arrays(KerasFile, store.artifacts.read(run.id, found.file)).content
    except FileNotFoundError as error:
        raise StoreError(f"The {ending} file of {run.name} is not there yet.") from error


def _headers(run: Run, form: Format) -> dict[str, str]:
    """Make a browser save the file and never show it: its scripts must not run as the lab's own."""
    name = quote(f"{file_stem(run)}{form.ending}")
    return {
        "Content-Disposition": f"attachment; filename*=UTF-8''{name}",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }

"""What ``python -m mnist_core`` can do; people get text, scripts get one JSON document."""

import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from mnist_core.cli import care_commands
from mnist_core.cli.chosen_run import chosen_network, run_to_delete
from mnist_core.cli.config_options import merged_config, with_config_options
from mnist_core.cli.json_documents import print_json, run_document
from mnist_core.cli.printed_output import keep_printing, output_status
from mnist_core.cli.sweep_command import sweep
from mnist_core.cli.terminal import as_line, table_lines
from mnist_core.environment import read_settings
from mnist_core.errors import LabError
from mnist_core.export.keras_text import error_line
from mnist_core.store.damaged_rows import left_out
from mnist_core.store.histories import read_histories
from mnist_core.store.run_store import RunStore
from mnist_core.training.compiler_flags import compile_in_order
from mnist_core.training.program_cache import keep_programs

app = typer.Typer(
    help="Train, list and use the lab's networks.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
RunName = Annotated[str, typer.Argument(metavar="RUN", help="A run's id or name.")]
NetworkName = Annotated[
    str,
    typer.Argument(metavar="RUN", help="A run's id or name, or starter: what comes with the lab."),
]


@app.command()
@with_config_options
def train(
    *,
    settings: dict[str, str],
    preset: Annotated[
        str | None, typer.Option(help="Start from a preset, such as slide-1.")
    ] = None,
    config: Annotated[Path | None, typer.Option(help="Start from a JSON file.")] = None,
    name: Annotated[str, typer.Option(help="The run's name; one is made up without.")] = "",
    as_json: Json = False,
) -> None:
    """Train a network in this process; Ctrl-C stops it as the Stop button does."""
    from mnist_core.cli.train_here import train_here  # noqa: PLC0415 - brings Keras along

    store = _store_to_train_in()
    run = train_here(store, merged_config(preset, config, settings), name, quiet=as_json)
    if as_json:
        print_json(run_document(run, store.history(run.id)))
    if run.state == "failed":
        raise LabError(run.message)


app.command()(with_config_options(sweep))


@app.command()
def runs(as_json: Json = False) -> None:
    """List the runs, newest first."""
    store = RunStore(read_settings())
    listed = store.recent(limit=10_000, trials=True)
    histories = read_histories(store, [run.id for run in listed]) if as_json else {}
    for damage in left_out(store.database):
        print(damage, file=sys.stderr)
    if as_json:
        print_json([run_document(run, histories[run.id]) for run in listed])
        return
    rows = [(run.id, run.name, run.state, run.config.layout, error_line(run)) for run in listed]
    for line in table_lines(rows):
        print(line)


@app.command()
def show(run: NetworkName, as_json: Json = False) -> None:
    """Show a run: its network, its epochs and its error."""
    from mnist_core.cli.train_here import print_run  # noqa: PLC0415

    store = RunStore(read_settings())
    found = chosen_network(store, run)
    history = store.history(found.id)
    if as_json:
        print_json(run_document(found, history))
    else:
        print_run(found, history)


@app.command()
def read(
    run: NetworkName,
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Pictures, or files of strokes.")
    ],
    number: Annotated[
        bool, typer.Option("--number", help="Read several digits side by side in each file.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Read digits, or numbers, from images or from files of strokes.

    A file that cannot be read costs a line and the exit status 1; the others are read.
    """
    from mnist_core.cli import read_files  # noqa: PLC0415
    from mnist_core.engine.process_tuning import use_one_thread  # noqa: PLC0415

    use_one_thread()
    store = RunStore(read_settings())
    read_all = read_files.read_numbers if number else read_files.read_files
    line = read_files.number_line if number else read_files.digit_line
    answers, failed = [], False
    for answer in read_all(store, chosen_network(store, run), files):
        answers.append(answer)
        if "error" in answer:
            failed = True
            print(as_line(answer["error"]), file=sys.stderr)
        elif not as_json:
            print(line(answer))
    if as_json:
        print_json(answers)
    if failed:
        raise typer.Exit(1)


@app.command()
def script(run: NetworkName) -> None:
    """Print the stand-alone Keras script that gives this run's numbers."""
    from mnist_core.export.keras_script import keras_script  # noqa: PLC0415

    print(keras_script(chosen_network(RunStore(read_settings()), run)), end="")


@app.command()
def export(run: NetworkName, file: Path) -> None:
    """Save a run in the format of its file's ending.

    .keras, .onnx, .tflite (models), .npz (weights), .csv (history), .py, .ipynb (to train it
    again), .html (a page that reads digits), .zip (all that need no Keras).
    """
    from mnist_core.export.export_run import export_run  # noqa: PLC0415
    from mnist_core.export.formats import FORMATS, input_note  # noqa: PLC0415

    store = RunStore(read_settings())
    exported = chosen_network(store, run)
    for written in export_run(store, exported, file):
        print(as_line(f"Saved {written}"))
    if note := input_note(FORMATS[file.suffix.lower()], exported):
        print(note)


@app.command()
def teach(
    run: NetworkName,
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="Drawings named by their label, .npz, or CSV."),
    ],
    as_json: Json = False,
) -> None:
    """Fine-tune a copy of a run on labelled drawings, and print what it gained.

    A file's name begins with its label, as 7_anna.png does; a CSV of file,label names others.
    """
    from mnist_core.cli.train_here import teach_here  # noqa: PLC0415 - brings Keras along
    from mnist_core.handwriting.labelled_files import read_labelled_paths  # noqa: PLC0415

    store = _store_to_train_in()
    parent, digits = chosen_network(store, run), read_labelled_paths(files)
    taught = teach_here(store, parent, digits, quiet=as_json)
    if as_json:
        print_json(run_document(taught, store.history(taught.id)))
    if taught.state == "failed":
        raise LabError(taught.message)


@app.command()
def delete(run: RunName) -> None:
    """Delete a run with its history and files; of several of a name, one by its id."""
    store = RunStore(read_settings())
    found = run_to_delete(store, run)
    store.delete(found.id)
    print(f"Deleted {as_line(found.name)} ({found.id})")


for each in (care_commands.check, care_commands.backup, care_commands.restore):
    app.command()(each)


def main() -> NoReturn:
    """Run the command line and exit: 0, 1 for a user's mistake, 2 for wrong usage."""
    output = keep_printing()
    status: str | int | None = 0
    try:
        app()
    except SystemExit as ended:
        status = ended.code
    except LabError as error:
        print(as_line(str(error)), file=sys.stderr)
        status = 1
    sys.exit(output_status(output) or status)


def _store_to_train_in() -> RunStore:
    settings = read_settings()
    compile_in_order()
    keep_programs(settings.home)
    return RunStore(settings)

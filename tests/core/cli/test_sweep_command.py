"""The command ``sweep``: its plan, its document, its lines, and whom it lets do the work.

A thread plays the engine; nothing is trained.
"""

import io
import itertools
import json
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator

import pytest
from rich.console import Console

from mnist_core.cli import commands, sweep_engine
from mnist_core.cli.live_table import sweep_picture
from mnist_core.environment import Settings
from mnist_core.store.database import transaction
from mnist_core.store.run_store import RunStore
from mnist_core.store.service_status import report_service
from mnist_core.store.tables import SweepRow, SweepTrialRow
from mnist_core.sweeps.plan import SweepPlan
from mnist_core.sweeps.records import Sweep
from mnist_core.sweeps.search_space_text import parse_dimension
from mnist_core.sweeps.sweep_requests import end_sweep
from mnist_core.sweeps.sweep_store import create_sweep, read_sweep, recent_sweeps
from tests.sweep_samples import add_sample_trials, sample_trials
from tests.waiting import wait_until

OPTIMIZERS = ("--vary", "optimizer=adam,sgd")
WAYS = (*OPTIMIZERS, "--vary", "hidden_units=64|128,64|")


class FakeEngine:
    """Stands in for the supervisor: finds the sweep, and carries it out as ``way`` says."""

    started = 0
    way: Callable[[RunStore, Sweep], None]

    def __init__(self, settings: Settings) -> None:
        self._store = RunStore(settings)
        self._thread = threading.Thread(target=self._work, daemon=True)

    def start(self) -> None:
        type(self).started += 1
        self._thread.start()

    def stop(self) -> None:
        self._thread.join(10)

    def _work(self) -> None:
        (sweep,) = recent_sweeps(self._store)
        type(self).way(self._store, sweep)


@pytest.fixture
def play(monkeypatch, settings) -> Iterator[Callable[..., None]]:
    monkeypatch.setattr(sweep_engine, "Supervisor", FakeEngine)
    FakeEngine.started, before = 0, signal.getsignal(signal.SIGINT)

    def play_as(way: Callable[[RunStore, Sweep], None]) -> None:
        monkeypatch.setattr(FakeEngine, "way", staticmethod(way), raising=False)

    play_as(carry_out)
    yield play_as
    assert signal.getsignal(signal.SIGINT) is before


@pytest.fixture
def lab(capsys, monkeypatch) -> Callable[..., tuple[str, str]]:
    def run(*words: str, status: int = 0) -> tuple[str, str]:
        monkeypatch.setattr(sys, "argv", ["mnist_core", "sweep", *words])
        with pytest.raises(SystemExit) as ended:
            commands.main()
        out, error = capsys.readouterr()
        assert ended.value.code == status, error
        return out, error

    return run


def end(store: RunStore, sweep: Sweep, state: str = "finished", message: str = "") -> None:
    with transaction(store.database) as session:
        end_sweep(session, session.get_one(SweepRow, sweep.id), state, message)


def carry_out(store: RunStore, sweep: Sweep) -> None:
    report_service(store.database, "ready")
    add_sample_trials(store, sweep.id, sweep.trials or 8)
    end(store, sweep)


def test_the_document_holds_all_trials_and_the_best_of_them(lab, play, store):
    out, _ = lab(*WAYS, "--trials", "20", "--name", "coarse", "--json")

    document = json.loads(out)
    (sweep,) = recent_sweeps(store)
    trials = document["trials"]
    assert (document["id"], document["name"]) == (sweep.id, "coarse")
    assert document["state"] == "finished"
    assert [trial["number"] for trial in trials] == list(range(1, 21))
    assert {trial["state"] for trial in trials} == {"finished", "failed"}
    assert all((trial["value"] is None) == (trial["state"] == "failed") for trial in trials)
    least = min(trial["value"] for trial in trials if trial["state"] == "finished")
    assert document["best"]["value"] == document["best"]["error_percent"] == least
    assert document["best"] in trials
    assert "front" not in document
    assert [store.read(trial["run"]).name for trial in trials[:2]] == ["trial-1", "trial-2"]
    networks = {tuple(trial["params"]["hidden_units"]) for trial in trials}
    assert networks == {(64,), (128, 64), ()}


@pytest.mark.parametrize("second", ["parameters", "seconds"])
def test_two_goals_give_two_values_and_a_front(lab, play, second):
    words = ("--trials", "20", "--objective", f"error_and_{second}", "--json")

    document = json.loads(lab(*WAYS, *words)[0])

    values = [t["value"] for t in document["trials"] if t["state"] == "finished"]
    beaten = [
        one for one, other in itertools.permutations(values, 2)
        if other != one and other[0] <= one[0] and other[1] <= one[1]
    ]  # fmt: skip
    front = [trial["value"] for trial in document["front"]]
    assert {tuple(v) for v in front} == {tuple(v) for v in values if v not in beaten}
    assert document["best"]["value"][0] == min(value[0] for value in values)


def test_a_sweep_that_found_nothing_has_no_best(lab, play):
    play(lambda store, sweep: end(store, sweep))

    document = json.loads(lab(*OPTIMIZERS, "--json")[0])

    assert (document["trials"], document["best"]) == ([], None)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ((), {"sampler": "tpe", "trials": 24, "minutes": None, "pruner": "none"}),
        (("--minutes", "3"), {"trials": None, "minutes": 3.0}),
        (("--minutes", "3", "--trials", "5"), {"trials": 5, "minutes": 3.0}),
        (("--sampler", "grid"), {"sampler": "grid", "trials": None}),
        (("--prune", "median", "--sweep-seed", "7"), {"pruner": "median", "seed": 7}),
    ],
)  # fmt: skip
def test_options_make_the_plan(lab, play, store, words, expected):
    lab(*OPTIMIZERS, *words, "--json")

    plan = recent_sweeps(store)[0].plan
    assert {name: getattr(plan, name) for name in expected} == expected
    assert plan.base.seed == (3 if "--seed" in words else 0)
    assert [dimension.text for dimension in plan.dimensions] == ["optimizer=adam,sgd"]


def test_people_read_a_line_for_each_trial_and_the_best_at_the_end(lab, play, store):
    out, _ = lab(*WAYS, "--trials", "6", "--preset", "slide-2", "--name", "fine")

    lines = out.splitlines()
    (sweep,) = recent_sweeps(store)
    best = [line for line in lines if line.startswith("Best: ")]
    assert lines[0].startswith(f"fine ({sweep.id}): 6 trials, about ")
    assert [line.split()[1] for line in lines if line.startswith("trial ")] == list("123456")
    assert any("hidden_units=128,64" in line for line in lines)
    assert "fine: finished after 6 trials" in lines
    assert len(best) == 1
    assert "error " in best[0]


def test_an_open_labs_engine_does_the_work(lab, play, store):
    report_service(store.database, "ready")

    def serve() -> None:
        wait_until(lambda: recent_sweeps(store))
        carry_out(store, recent_sweeps(store)[0])

    serving = threading.Thread(target=serve)
    serving.start()
    lab(*OPTIMIZERS, "--json")
    serving.join()

    assert FakeEngine.started == 0


def test_an_engine_that_was_closed_is_not_waited_for(lab, play, store):
    report_service(store.database, "stopped")

    lab(*OPTIMIZERS, "--json")

    assert FakeEngine.started == 1


def test_an_engine_that_cannot_start_costs_one_sentence_and_the_sweep_does_not_wait(
    lab, play, store
):
    play(lambda store, _: report_service(store.database, "failed", "No worker could be started: x"))

    out, error = lab(*OPTIMIZERS, "--json", status=1)

    assert (out, error) == ("", "No worker could be started: x\n")
    assert recent_sweeps(store)[0].state == "stopped"


def test_an_engine_that_does_not_report_is_given_up(lab, play, monkeypatch, settings):
    monkeypatch.setattr(sweep_engine, "START_S", 0.2)
    play(lambda _store, _sweep: None)

    _, error = lab(*OPTIMIZERS, "--json", status=1)

    assert "has not answered" in error
    assert str(settings.home / "engine.log") in error
    assert len(error.splitlines()) == 1


def test_ctrl_c_stops_and_gives_what_was_found(lab, play, store):
    def interrupt(store: RunStore, sweep: Sweep) -> None:
        report_service(store.database, "ready")
        add_sample_trials(store, sweep.id, 6, training=1)
        os.kill(os.getpid(), signal.SIGINT)
        wait_until(lambda: read_sweep(store, sweep.id).state == "stopped")
        with transaction(store.database) as session:
            session.get_one(SweepTrialRow, (sweep.id, 5)).state = "stopped"

    play(interrupt)
    out, error = lab(*OPTIMIZERS, "--json")

    document = json.loads(out)
    assert document["state"] == "stopped"
    assert [trial["state"] for trial in document["trials"]].count("stopped") == 1
    assert document["best"]["state"] == "finished"
    assert error == "Stopping; what was found is kept.\n"


def test_a_failed_sweep_gives_its_document_and_its_sentence(lab, play):
    play(lambda store, sweep: end(store, sweep, "failed", "Every trial failed alike."))

    out, error = lab(*OPTIMIZERS, "--json", status=1)

    assert json.loads(out)["state"] == "failed"
    assert error == "Every trial failed alike.\n"


def test_a_sweep_that_is_deleted_meanwhile_ends_the_command(lab, play):
    def delete(store: RunStore, sweep: Sweep) -> None:
        with transaction(store.database) as session:
            session.delete(session.get_one(SweepRow, sweep.id))

    play(delete)

    assert "may have been deleted" in lab(*OPTIMIZERS, status=1)[1]


@pytest.mark.parametrize(
    ("words", "status", "sentence"),
    [
        ((), 1, "--vary optimizer=adam,sgd"),
        (("--vary", "optimizer"), 1, "gives nothing to vary"),
        (("--vary", "colour=red"), 1, "colour cannot be varied"),
        (("--vary", "dropout=0..7"), 1, "inside 0 to 0.9"),
        ((*OPTIMIZERS, *OPTIMIZERS), 1, "varied twice"),
        ((*OPTIMIZERS, "--trials", "0"), 1, "trials cannot be 0"),
        ((*OPTIMIZERS, "--minutes", "nan"), 1, "minutes cannot be nan"),
        ((*OPTIMIZERS, "--sweep-seed", "-1"), 1, "seed cannot be -1"),
        ((*OPTIMIZERS, "--dropout", "2"), 1, "dropout cannot be '2'"),
        ((*OPTIMIZERS, "--preset", "slide-9"), 1, "no preset 'slide-9'"),
        ((*OPTIMIZERS, "--name", "x" * 81), 1, "at most 80 characters"),
        ((*OPTIMIZERS, "--prune", "median", "--objective", "error_and_seconds"), 1, "pruning"),
        ((*OPTIMIZERS, "--sampler", "luck"), 2, "--sampler"),
        ((*OPTIMIZERS, "--trials", "many"), 2, "--trials"),
    ],
)
def test_a_mistake_costs_one_sentence_and_nothing_is_written(
    lab, play, store, words, status, sentence
):
    out, error = lab(*words, status=status)

    assert out == ""
    assert sentence in error
    assert status == 2 or len(error.splitlines()) == 1
    assert recent_sweeps(store) == []


def test_the_picture_shows_counts_the_time_left_the_best_and_the_newest(store):
    dimensions = tuple(map(parse_dimension, ("learning_rate=1e-4..1e-1:log", "optimizer=adam,sgd")))
    plan = SweepPlan(dimensions=dimensions, trials=40)
    sweep, trials = create_sweep(store, plan, "coarse"), sample_trials(30, plan, training=2)
    console = Console(file=io.StringIO(), width=100)

    console.print(sweep_picture(sweep, trials, "", 200.0))

    assert isinstance(console.file, io.StringIO)
    text = console.file.getvalue()
    finished = sorted(t.error or 0.0 for t in trials if t.state == "finished")
    assert "running · 28 of 40 done · 2 training" in text
    assert f"best {finished[0]:.2f}% · about 3 minutes left" in text
    assert all(f"{error:.2f}%" in text for error in finished[:10])
    assert text.index("Newest") < text.index("│ 30")

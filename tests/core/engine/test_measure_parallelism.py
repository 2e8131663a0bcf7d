"""A measurement made by workers: all of them at once, each moment measured twice."""

from typing import Any

from mnist_core.engine.measure_parallelism import ParallelismMeasurement
from mnist_core.engine.parallelism import (
    ROUNDS,
)
from mnist_core.sweeps.plan import make_plan
from mnist_core.sweeps.records import Parallelism
from mnist_core.sweeps.search_space_text import parse_dimension
from mnist_core.sweeps.sweep_store import create_sweep


class DoneAtOnce:
    """A task that has already run."""

    status = "finished"

    def __init__(self, result: list[float]) -> None:
        self._result = result

    def done(self) -> bool:
        return True

    def result(self) -> list[float]:
        return self._result


class Machine:
    """Three workers of one thread, at 100 digits a second each, and one of all threads at 120.

    In the first round something else takes half of the machine while it is measured.
    """

    def addresses(self) -> tuple[list[str], str]:
        return ["one", "two", "three"], "all"

    def submit(self, function, config, windows=(), **where) -> DoneAtOnce:
        (address,) = where["workers"]
        rate = 120.0 if address == "all" else 100.0
        disturbed = len(windows) // ROUNDS
        return DoneAtOnce([rate / 2] * disturbed + [rate] * (len(windows) - disturbed))


def test_a_moment_in_which_the_machine_does_something_else_does_not_count(store):
    plan = make_plan(dimensions=[parse_dimension("hidden_units=32|64")], trials=2)
    machine: Any = Machine()
    measuring = ParallelismMeasurement(machine, machine, create_sweep(store, plan), "here")

    assert measuring.result() is None
    found = measuring.result()

    assert found == Parallelism(3, {1: 100.0, 3: 300.0}, 120.0, "here")

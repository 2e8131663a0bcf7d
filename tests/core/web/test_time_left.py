"""When what waits begins: by hand, and as the page says it."""

from dataclasses import replace

import pytest

from mnist_core.access.person import Person
from mnist_core.config import RunConfig
from mnist_core.environment import read_settings
from mnist_core.store.service_status import report_service
from mnist_core.web import time_left
from mnist_core.web.progress_texts import run_progress
from mnist_core.web.time_left import begin_times, places_in_queue


@pytest.mark.parametrize(
    ("training", "waiting", "workers", "begins"),
    [
        ([], [10, 10, 10], 2, [0, 0, 10]),
        ([30, 5], [10, 10, 10], 2, [5, 15, 25]),
        ([30], [10, 10, 25], 2, [0, 10, 20]),
        ([7], [1, 2, 3], 1, [7, 8, 10]),
        ([], [], 1, []),
        ([1, 2, 3], [5, 5], 2, [2, 3]),
    ],
)
def test_each_begins_when_a_worker_is_free(training, waiting, workers, begins):
    assert begin_times(training, waiting, workers) == begins


@pytest.fixture
def queue(store, monkeypatch):
    """Anna's three runs and then Ben's one, on one worker."""
    settings = replace(read_settings(), workers=1)
    monkeypatch.setattr(time_left, "read_settings", lambda: settings)
    places_in_queue.cache.clear()
    report_service(store.database, "ready")
    annas, bens = (store.used_by(Person(name)) for name in ("anna", "ben"))
    return [
        *(annas.create(RunConfig(seed=n), f"anna {n}") for n in range(3)),
        bens.create(RunConfig(), "ben"),
    ]


def test_a_run_that_waits_says_how_many_begin_before_it_and_when_it_does(store, queue):
    first, second, third, bens = (run_progress(store, run).text for run in queue)

    assert first == "Waiting for a free training process"
    assert "1 run before this one, begins in about" in bens
    assert "2 runs before this one" in second
    assert "3 runs before this one" in third


def test_times_add_up_and_far_back_nobody_is_told_one(store, queue, monkeypatch):
    monkeypatch.setattr(time_left, "MOST", 3)
    places = places_in_queue(store)

    seconds = [places[run.id].seconds or 0.0 for run in (queue[0], queue[3], queue[1])]
    assert seconds[0] == 0 < seconds[1]
    assert seconds[2] == pytest.approx(2 * seconds[1])
    assert places[queue[2].id].seconds is None

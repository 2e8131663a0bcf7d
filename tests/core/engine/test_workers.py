"""Which workers the engine counts on."""

from dataclasses import dataclass
from types import SimpleNamespace

import pytest

from mnist_core.engine.own_cluster import SWEEPING, TRAINING
from mnist_core.engine.workers import Workers


@dataclass
class Client:
    """Knows workers of a role, each in a state."""

    workers: list[tuple[str, str]]

    def scheduler_info(self, n_workers: int) -> dict[str, dict[str, object]]:
        assert n_workers == -1
        return {
            "workers": {
                f"tcp://{number}": {"resources": {role: 1}, "status": status, "nthreads": 3}
                for number, (role, status) in enumerate(self.workers)
            }
        }


@pytest.mark.parametrize("status", ["init", "paused", "closing"])
def test_a_worker_that_does_not_run_yet_or_any_more_is_no_place(status):
    client = Client([(TRAINING, "running"), (TRAINING, status), (SWEEPING, "running")])

    own = Workers(client, most=2, cluster=SimpleNamespace())  # type: ignore[arg-type]
    of_a_cluster = Workers(client, most=0)

    assert (own.places(TRAINING), own.places(SWEEPING)) == (1, 1)
    assert of_a_cluster.places(TRAINING) == 6

"""Which runs a question is about."""

from mnist_core.config import RunConfig
from mnist_core.store.records import Taught

TAUGHT = Taught("p", "parent", 6, "d", 3)


def test_taught_runs_are_found_newest_first(store):
    store.create(RunConfig(), "plain")
    store.create(RunConfig(), "pupil", taught=TAUGHT)
    store.create(RunConfig(), "another", taught=TAUGHT)
    store.create(RunConfig(), "plain as well")

    assert [run.name for run in store.taught()] == ["another", "pupil"]
    assert [run.name for run in store.taught(1)] == ["another"]

"""The best contender beside the next."""

from dataclasses import replace

import pytest

from mnist_core.compare.chance import Chance
from mnist_core.compare.contenders import Contender
from mnist_core.compare.verdict import give_verdict
from mnist_core.config import RunConfig
from mnist_core.presets import PRESETS
from mnist_core.store.records import RateChange, Taught
from tests.core.compare.comparison_helpers import make_contender

WIDE, NARROW = RunConfig(hidden_units=(256,)), RunConfig(hidden_units=(16,), dropout=0.0)


def test_the_best_is_set_apart_from_the_next_by_what_differs_between_the_two():
    contenders = [
        make_contender("narrow", config=NARROW, test_errors=[5.0]),
        make_contender("sgd", config=RunConfig(optimizer="sgd"), test_errors=[9.0]),
        make_contender("wide", config=WIDE, test_errors=[2.0]),
        make_contender("untested", test_errors=[None]),
    ]

    verdict = give_verdict(contenders)

    assert verdict is not None
    assert (verdict.best.name, verdict.second.name) == ("wide", "narrow")
    assert verdict.gap == pytest.approx(3)
    assert {row.name: row.texts for row in verdict.differences} == {
        "Layer sizes": ("16", "256"),
        "Dropout": ("0", "0.2"),
    }
    assert verdict.chance == "unknown"


@pytest.mark.parametrize("errors", [[], [None], [3.0], [3.0, None]])
def test_there_is_no_verdict_on_fewer_than_two_tested(errors):
    contenders = [make_contender(f"{i}", test_errors=[error]) for i, error in enumerate(errors)]

    assert give_verdict(contenders) is None


def test_runs_whose_seeds_are_known_to_differ_as_much_may_differ_by_chance():
    one, two = (PRESETS[name].config for name in ("slide-1", "slide-2"))
    near = [make_contender("a", config=one, test_errors=[2.9]), slide_two(two, 2.7)]
    far = [make_contender("a", config=one, test_errors=[2.9]), slide_two(two, 1.9)]

    assert chance_between(near) == "possible"
    assert chance_between(far) == "unlikely"


@pytest.mark.parametrize(
    "change",
    [
        {"taught": Taught("x", "amy", 40, "digest", 4)},
        {"rate_changes": (RateChange(1, 0, 0.1),)},
        {"state": "stopped"},
    ],
    ids=["fine-tuned", "with a rate set by hand", "stopped"],
)
def test_nothing_is_known_of_the_seeds_of_a_run_that_was_not_trained_as_set(change):
    one, two = (PRESETS[name].config for name in ("slide-1", "slide-2"))
    plain = make_contender("a", config=one, test_errors=[2.9])
    changed = slide_two(two, 1.9)
    changed = replace(changed, runs=(replace(changed.runs[0], **change),))

    assert chance_between([plain, changed]) == "unknown"


def slide_two(config: RunConfig, error: float) -> Contender:
    return make_contender("b", config=config, test_errors=[error])


def chance_between(contenders: list[Contender]) -> Chance:
    verdict = give_verdict(contenders)
    assert verdict is not None
    return verdict.chance


def test_one_seed_trained_twice_tells_no_more_of_chance_than_once():
    def twice(name: str, config: RunConfig, error: float) -> Contender:
        once = make_contender(name, config=config, test_errors=[error])
        return replace(once, runs=once.runs * 2, histories=once.histories * 2)

    assert chance_between([twice("wide", WIDE, 2.0), twice("narrow", NARROW, 5.0)]) == "unknown"

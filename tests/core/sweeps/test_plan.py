"""A sweep's plan, and what it refuses."""

import pytest

from mnist_core.errors import ConfigError
from mnist_core.sweeps.plan import SweepPlan, make_plan
from mnist_core.sweeps.search_space import Dimension
from mnist_core.sweeps.search_space_text import parse_dimension

RATES = parse_dimension("learning_rate=1e-4..1e-1:log")
NETWORKS = parse_dimension("hidden_units=16|64|128,64|256")


def plan_of(*texts: str, **values: object) -> SweepPlan:
    dimensions = tuple(parse_dimension(text) for text in texts)
    return make_plan(**({"dimensions": dimensions, "trials": 5} | values))


@pytest.mark.parametrize(
    ("texts", "values", "sentence"),
    [
        ([], {}, "at least one setting"),
        (["dropout=0,0.1", "dropout=0..0.5"], {}, "dropout is varied twice"),
        (["hidden_units=64|32", "layers=1..3"], {}, "layer sizes cannot vary"),
        (["dropout=0,0.1"], {"trials": None}, "number of trials, or of minutes"),
        (["dropout=0,0.1"], {"trials": 0}, "trials cannot be 0"),
        (["dropout=0,0.1"], {"trials": 10_001}, "trials cannot be 10001"),
        (["dropout=0,0.1"], {"minutes": -1}, "minutes cannot be -1"),
        (["dropout=0,0.1"], {"minutes": float("nan")}, "minutes cannot be nan"),
        (["dropout=0,0.1"], {"sampler": "luck"}, "sampler cannot be 'luck'"),
        (
            ["dropout=0,0.1"],
            {"pruner": "median", "objective": "error_and_seconds"},
            "pruning looks at the error alone",
        ),
        (["dropout=0..0.9:101", "l2=0..1:100"], {"sampler": "grid"}, "10,100 points"),
    ],
)
def test_a_plan_that_does_not_work_costs_one_sentence(texts, values, sentence):
    with pytest.raises(ConfigError, match=sentence) as caught:
        plan_of(*texts, **values)

    assert "\n" not in str(caught.value)


def test_a_plan_survives_its_json():
    varied = ("hidden_units=64|", "optimizer=adam,sgd", "momentum=0..0.9", "nesterov=true,false")
    plan = plan_of(*varied, "learning_rate=none,0.1", minutes=2)

    assert SweepPlan.model_validate_json(plan.model_dump_json()) == plan


@pytest.mark.parametrize(
    ("values", "planned"),
    [
        ({"trials": 7}, 7),
        ({"trials": None, "minutes": 3.0}, None),
        ({"sampler": "grid", "trials": None}, 6),
        ({"sampler": "grid", "trials": 4}, 4),
        ({"sampler": "grid", "trials": 40}, 6),
    ],
)
def test_a_plan_knows_how_many_trials_there_will_be(values, planned):
    assert plan_of("dropout=0,0.2,0.4", "optimizer=adam,sgd", **values).planned_trials == planned


def test_a_dimension_of_a_plan_cannot_be_changed():
    with pytest.raises(ValueError, match="frozen"):
        Dimension(field="dropout", values=(0.1,)).field = "l2"  # type: ignore[misc]

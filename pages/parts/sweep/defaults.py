"""What each setting is varied over until one says otherwise, and a small sweep to begin with."""

from mnist_core.config import RunConfig
from mnist_core.sweeps.plan import SweepPlan, make_plan
from mnist_core.sweeps.search_space import Dimension
from mnist_core.sweeps.search_space_text import parse_dimension

DEFAULT_DIMENSIONS: dict[str, str] = {
    "hidden_units": "64|128|128,64",
    "layers": "1..3",
    "neurons": "32..512:log",
    "batch_size": "32,64,128,256",
    "epochs": "2,5,10",
    "early_stopping_patience": "1..5",
    "train_size": "1000..60000:log",
    "seed": "0,1,2,3,4",
    "learning_rate": "1e-4..1e-1:log",
    "dropout": "0..0.5",
    "l2": "1e-6..1e-2:log",
    "momentum": "0..0.95",
    "augmentation": "0..0.5",
    "activation": "relu,tanh,sigmoid,gelu",
    "optimizer": "adam,sgd,rmsprop",
    "kernel_initializer": "glorot_uniform,he_uniform,random_normal",
    "schedule": "constant,cosine,exponential",
    "loss": "categorical_crossentropy,mean_squared_error",
    "dropout_after": "last,every",
    "nesterov": "false,true",
}
FIRST_FIELDS = ("learning_rate", "neurons")


def default_dimension(field: str) -> Dimension:
    """Give what a setting is varied over at first."""
    return parse_dimension(f"{field}={DEFAULT_DIMENSIONS[field]}")


def small_plan() -> SweepPlan:
    """Give a sweep of a few minutes, for a lab that has had none."""
    return make_plan(
        base=RunConfig(epochs=3, train_size=10_000),
        dimensions=[default_dimension(field) for field in FIRST_FIELDS],
        sampler="tpe",
        pruner="median",
        trials=12,
    )

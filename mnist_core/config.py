"""RunConfig: the one carrier of a run's hyperparameters, with their limits."""

import hashlib
import re
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from mnist_core.setting_options import (
    DEFAULT_LEARNING_RATES,
    MAX_BATCH_SIZE,
    MAX_DROPOUT,
    MAX_EPOCHS,
    MAX_FORMS,
    MAX_LAYERS,
    MAX_LEARNING_RATE,
    MAX_NEURONS,
    MAX_PATIENCE,
    MAX_SEED,
    MAX_TRAIN_SIZE,
    MIN_LEARNING_RATE,
    MIN_TRAIN_SIZE,
    MOMENTUM_OPTIMIZERS,
    Activation,
    DropoutAfter,
    Initializer,
    Loss,
    Normalization,
    Optimizer,
    Schedule,
    Validation,
)

# Settings that came when runs were there already.
LATER_SETTINGS = ("normalization", "elastic")


def _split_units(value: Any) -> Any:
    """Read "784,784" (or "" for no hidden layer) as a command line or a URL writes it."""
    if isinstance(value, str):
        return tuple(part for part in re.split(r"[,\s]+", value.strip()) if part)
    return value


def _none_text(value: Any) -> Any:
    return None if isinstance(value, str) and value.strip().lower() in ("", "none") else value


Neurons = Annotated[int, Field(ge=1, le=MAX_NEURONS)]
HiddenUnits = Annotated[tuple[Neurons, ...], BeforeValidator(_split_units)]
LearningRate = Annotated[float, Field(ge=MIN_LEARNING_RATE, le=MAX_LEARNING_RATE)]
Patience = Annotated[int, Field(ge=1, le=MAX_PATIENCE)]


class RunConfig(BaseModel):
    """Everything that decides what a run computes; equal configs give equal histories.

    A field has all that pages, command line and tables show of a setting, and
    ``setting_descriptions`` reads it there: its title, its help (``description``), its limits or
    options, and in ``json_schema_extra`` where it has them:

    - ``sweep``: what a sweep varies it over at first; a field without it is not varied.
    - ``none``: what no value is called.
    - ``option_titles``: what the options are called on a page.
    - ``maximum``: the greatest number that is offered, where the limit itself is not allowed.
    - ``proper``: that its title begins with a name, and keeps its capital inside a sentence.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    hidden_units: HiddenUnits = Field(
        (128,),
        title="Layer sizes",
        max_length=MAX_LAYERS,
        description="Neurons of each hidden layer, first to last: 0 to 6 layers of 1 to 4096.",
        json_schema_extra={"sweep": "64|128|128,64"},
    )
    activation: Activation = Field(
        "relu",
        title="Activation",
        description="The function that each hidden neuron applies to its sum.",
        json_schema_extra={"sweep": "relu,tanh,sigmoid,gelu"},
    )
    dropout: float = Field(
        0.2,
        title="Dropout",
        ge=0,
        le=MAX_DROPOUT,
        description="Share of neurons switched off at random in training.",
        json_schema_extra={"sweep": "0..0.5"},
    )
    dropout_after: DropoutAfter = Field(
        "last",
        title="Dropout after",
        description="Dropout after the last hidden layer only, or after every one.",
        json_schema_extra={"sweep": "last,every"},
    )
    kernel_initializer: Initializer = Field(
        "glorot_uniform",
        title="Initializer",
        description="How the weights are drawn before the first step.",
        json_schema_extra={"sweep": "glorot_uniform,he_uniform,random_normal"},
    )
    l2: float = Field(
        0.0,
        title="L2 penalty",
        ge=0,
        le=1,
        description="Penalty on squared weights, added to the loss.",
        json_schema_extra={"sweep": "1e-6..1e-2:log", "proper": True},
    )
    optimizer: Optimizer = Field(
        "adam",
        title="Optimizer",
        description="How a gradient becomes a step.",
        json_schema_extra={"sweep": "adam,sgd,rmsprop"},
    )
    momentum: float = Field(
        0.0,
        title="Momentum",
        ge=0,
        lt=1,
        description="How much of the last step is kept; sgd and rmsprop only.",
        json_schema_extra={"sweep": "0..0.95", "maximum": 0.99},
    )
    nesterov: bool = Field(
        False,
        title="Nesterov",
        description="Look ahead along the momentum; sgd only.",
        json_schema_extra={"sweep": "false,true", "proper": True},
    )
    learning_rate: Annotated[LearningRate | None, BeforeValidator(_none_text)] = Field(
        None,
        title="Learning rate",
        description="Size of a step, 1e-6 to 10. Without a value: Keras' default.",
        json_schema_extra={"sweep": "1e-4..1e-1:log", "none": "Keras' default"},
    )
    schedule: Schedule = Field(
        "constant",
        title="Schedule",
        description="How the learning rate falls from epoch to epoch.",
        json_schema_extra={"sweep": "constant,cosine,exponential"},
    )
    loss: Loss = Field(
        "categorical_crossentropy",
        title="Loss",
        description="What training minimises.",
        json_schema_extra={"sweep": "categorical_crossentropy,mean_squared_error"},
    )
    batch_size: int = Field(
        128,
        title="Batch size",
        ge=1,
        le=MAX_BATCH_SIZE,
        description="Digits looked at before each step.",
        json_schema_extra={"sweep": "32,64,128,256"},
    )
    epochs: int = Field(
        10,
        title="Epochs",
        ge=1,
        le=MAX_EPOCHS,
        description="Passes over the training digits.",
        json_schema_extra={"sweep": "2,5,10"},
    )
    early_stopping_patience: Annotated[Patience | None, BeforeValidator(_none_text)] = Field(
        None,
        title="Early stopping patience",
        description="Training stops after so many epochs without a lower validation loss. "
        "Without a value it never stops early.",
        json_schema_extra={"sweep": "1..5", "none": "never"},
    )
    augmentation: float = Field(
        0.0,
        title="Augmentation",
        ge=0,
        le=1,
        description="Strength of random shift, rotation, shear and zoom.",
        json_schema_extra={"sweep": "0..0.5"},
    )
    elastic: float = Field(
        0.0,
        title="Elastic distortion",
        ge=0,
        le=1,
        description="Strength of random bending, by which each part of a digit moves its own way.",
        json_schema_extra={"sweep": "0..0.5"},
    )
    normalization: Normalization = Field(
        "none",
        title="Normalization",
        description="What is evened out of each digit before the network gets it, in training and "
        "in reading: its slant, or its slant and its width.",
        json_schema_extra={
            "sweep": "none,slant,slant_and_width",
            "option_titles": {
                "none": "None, as on the slides",
                "slant": "Slant",
                "slant_and_width": "Slant and width",
            },
        },
    )
    forms: int = Field(
        0,
        title="Drawn forms",
        ge=0,
        le=MAX_FORMS,
        description="Digits of forms that MNIST hardly has, mixed into each epoch: flagged 1s, "
        "crossed 7s, curled 9s, open 4s.",
        json_schema_extra={"sweep": "0,3000,6000,12000"},
    )
    train_size: int = Field(
        MAX_TRAIN_SIZE,
        title="Training digits",
        ge=MIN_TRAIN_SIZE,
        le=MAX_TRAIN_SIZE,
        description="Training digits used, from the first on.",
        json_schema_extra={"sweep": "1000..60000:log"},
    )
    validation: Validation = Field(
        "holdout",
        title="Validation",
        description="Watch 5,000 digits kept out of training, or the test digits as the slides do.",
        json_schema_extra={
            "option_titles": {
                "holdout": "5,000 digits kept out",
                "test": "Test digits, as on the slides",
            }
        },
    )
    seed: int = Field(
        0,
        title="Seed",
        ge=0,
        le=MAX_SEED,
        description="Fixes all random choices: initial weights, order of digits, dropout, "
        "augmentation, drawn forms.",
        json_schema_extra={"sweep": "0,1,2,3,4"},
    )

    @field_validator("*", mode="before")
    @classmethod
    def _take_no_truth_for_a_number(cls, value: Any, info: ValidationInfo) -> Any:
        """Refuse true and false, which pydantic would read as 1 and 0."""
        given = value if isinstance(value, list | tuple) else (value,)
        is_switch = cls.model_fields[str(info.field_name)].annotation is bool
        if not is_switch and any(isinstance(each, bool) for each in given):
            raise PydanticCustomError("no_number", "true and false are no numbers")
        return value

    @model_validator(mode="after")
    def _refuse_settings_without_effect(self) -> "RunConfig":
        if self.momentum and self.optimizer not in MOMENTUM_OPTIMIZERS:
            raise ValueError(f"momentum {self.momentum} needs sgd or rmsprop, not {self.optimizer}")
        if self.nesterov and self.optimizer != "sgd":
            raise ValueError(f"nesterov needs sgd, not {self.optimizer}")
        return self

    @property
    def initial_learning_rate(self) -> float:
        """The learning rate of the first epoch: the one asked for, or Keras' default."""
        if self.learning_rate is not None:
            return self.learning_rate
        return DEFAULT_LEARNING_RATES[self.optimizer]

    @property
    def changes_digits(self) -> bool:
        """Whether each epoch changes its digits at random."""
        return self.augmentation > 0 or self.elastic > 0

    @property
    def layout(self) -> str:
        """The layer sizes as one writes them on a board, such as "784-128-10"."""
        return "-".join(str(units) for units in (784, *self.hidden_units, 10))

    @property
    def summary(self) -> str:
        """The network and its optimizer in a line: "784-128-10 · relu · dropout 0.2 · adam"."""
        parts = [self.layout, self.activation if self.hidden_units else "linear"]
        if self.dropout and self.hidden_units:
            parts.append(f"dropout {self.dropout:g}")
        return " · ".join([*parts, self.optimizer])

    @property
    def text(self) -> str:
        """The JSON that a run's settings are kept as and found again by.

        Without normalization or elastic distortion it is that of before there were such settings,
        so that runs and trials of an older lab are still known to be of these settings.
        """
        fields = type(self).model_fields
        without = {name for name in LATER_SETTINGS if getattr(self, name) == fields[name].default}
        return self.model_dump_json(exclude=without)

    @property
    def family(self) -> str:
        """A text that is equal for configs that differ in the seed alone.

        It is made of what is not left at its default, so that a field that comes with a later
        version does not separate old runs from new ones.
        """
        settings = self.model_dump_json(exclude_defaults=True, exclude={"seed"})
        return hashlib.sha256(settings.encode()).hexdigest()[:16]

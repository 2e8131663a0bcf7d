"""The slides' six systems with their published numbers, the reader of handwriting, and the best.

Also the network that comes with the lab, the short run that experiments vary, and how much seeds
are known to change the errors.
"""

from dataclasses import dataclass

from mnist_core.config import RunConfig


@dataclass(frozen=True)
class Preset:
    """A named starting point.

    Attributes:
        name: the word of the command line and the URL, such as "slide-1".
        title: what a menu shows.
        config: the settings.
        published_error_percent: test error on the slide, in percent, or None where not legible.
        published_parameters: number of parameters on the slide, or None.
        published_loss, published_accuracy, published_val_accuracy: by epoch, as far as the slide
            shows them; accuracies in [0, 1].
        error_deviation: standard deviation over seeds of the test error, in points: measured with
            four or five seeds, and rounded up; None where it was not measured.
    """

    name: str
    title: str
    config: RunConfig
    published_error_percent: float | None = None
    published_parameters: int | None = None
    published_loss: tuple[float, ...] = ()
    published_accuracy: tuple[float, ...] = ()
    published_val_accuracy: tuple[float, ...] = ()
    error_deviation: float | None = None


_SIMPLE = RunConfig(
    hidden_units=(784,),
    dropout=0.0,
    kernel_initializer="random_normal",
    batch_size=200,
    epochs=2,
    validation="test",
)
_TWO = _SIMPLE.model_copy(update={"hidden_units": (784, 784)})
_THREE = _SIMPLE.model_copy(update={"hidden_units": (784, 784, 784)})
_DROPOUT = _THREE.model_copy(update={"dropout": 0.2})
_SGD = _DROPOUT.model_copy(update={"optimizer": "sgd"})
_LONGER = _SGD.model_copy(update={"epochs": 20})

# The network that comes with the lab, so that Draw reads before anything has trained.
STARTER_CONFIG = RunConfig(
    hidden_units=(700, 400),
    schedule="cosine",
    augmentation=0.5,
    forms=8_000,
    batch_size=200,
    epochs=60,
)

# Small and short, so that an experiment of several such runs takes seconds.
SHORT_RUN = RunConfig(hidden_units=(64,), dropout=0.0, epochs=2, train_size=20_000)
SHORT_RUN_DEVIATION = 0.3  # standard deviation over seeds of its test error, in points

_READER = RunConfig(
    hidden_units=(784, 784),
    schedule="cosine",
    augmentation=0.5,
    forms=12_000,
    batch_size=200,
    epochs=60,
)

# Chosen on the 5,000 held-out digits, among networks that two cores train in ten minutes.
_BEST = RunConfig(
    hidden_units=(784, 784, 784),
    dropout=0.0,
    optimizer="sgd",
    learning_rate=0.1,
    momentum=0.9,
    nesterov=True,
    schedule="cosine",
    augmentation=0.5,
    elastic=0.5,
    normalization="slant_and_width",
    batch_size=200,
    epochs=100,
)

PRESETS: dict[str, Preset] = {
    preset.name: preset
    for preset in (
        Preset(
            "slide-1",
            "Slide 1 · simple network",
            _SIMPLE,
            2.93,
            623_290,
            published_accuracy=(0.9221, 0.9688),
            published_val_accuracy=(0.9601, 0.9707),
            error_deviation=0.1,
        ),
        Preset("slide-2", "Slide 2 · one more layer", _TWO, None, 1_238_730, error_deviation=0.15),
        Preset("slide-3", "Slide 3 · three layers", _THREE, 2.52, 1_854_170, error_deviation=0.3),
        Preset("slide-4", "Slide 4 · dropout", _DROPOUT, 2.60, 1_854_170, error_deviation=0.25),
        Preset(
            "slide-5",
            "Slide 5 · SGD",
            _SGD,
            9.48,
            1_854_170,
            published_loss=(1.0352, 0.4422),
            error_deviation=0.25,
        ),
        Preset("slide-6", "Slide 6 · more epochs", _LONGER, 4.17, 1_854_170, error_deviation=0.1),
        Preset("reader", "Reader · for real handwriting", _READER),
        Preset("best", "Best · lowest error on MNIST", _BEST),
    )
}


def published_error(config: RunConfig) -> float | None:
    """Give the error on the slide whose system this is, whatever its seed, in percent."""
    preset = _preset_of(config)
    return None if preset is None else preset.published_error_percent


def known_deviation(config: RunConfig) -> float | None:
    """Give the standard deviation over seeds of the test error of a system, in points.

    It is known of the slides' systems, and of short runs with any learning rate, batch size and
    number of neurons; None for all others.
    """
    preset = _preset_of(config)
    if preset is not None:
        return preset.error_deviation
    varied = ("seed", "hidden_units", "learning_rate", "batch_size")
    plain = config.model_copy(update={name: getattr(SHORT_RUN, name) for name in varied})
    short = plain == SHORT_RUN and len(config.hidden_units) == 1
    return SHORT_RUN_DEVIATION if short else None


def _preset_of(config: RunConfig) -> Preset | None:
    plain = config.model_copy(update={"seed": 0})
    return next((preset for preset in PRESETS.values() if preset.config == plain), None)

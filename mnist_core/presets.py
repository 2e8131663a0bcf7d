"""The slide deck's six systems with their published numbers, and the reader of real hands."""

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
    """

    name: str
    title: str
    config: RunConfig
    published_error_percent: float | None = None
    published_parameters: int | None = None
    published_loss: tuple[float, ...] = ()
    published_accuracy: tuple[float, ...] = ()
    published_val_accuracy: tuple[float, ...] = ()


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

_READER = RunConfig(
    hidden_units=(784, 784),
    schedule="cosine",
    augmentation=0.5,
    batch_size=200,
    epochs=40,
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
        ),
        Preset("slide-2", "Slide 2 · one more layer", _TWO, None, 1_238_730),
        Preset("slide-3", "Slide 3 · three layers", _THREE, 2.52, 1_854_170),
        Preset("slide-4", "Slide 4 · dropout", _DROPOUT, 2.60, 1_854_170),
        Preset(
            "slide-5",
            "Slide 5 · SGD",
            _SGD,
            9.48,
            1_854_170,
            published_loss=(1.0352, 0.4422),
        ),
        Preset("slide-6", "Slide 6 · more epochs", _LONGER, 4.17, 1_854_170),
        Preset("reader", "Reader · for real handwriting", _READER),
    )
}


def published_error(config: RunConfig) -> float | None:
    """Give the error on the slide whose system this is, whatever its seed, in percent."""
    plain = config.model_copy(update={"seed": 0})
    same = (preset for preset in PRESETS.values() if preset.config == plain)
    return next((preset.published_error_percent for preset in same), None)

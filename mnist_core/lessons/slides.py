"""The slide deck as six lessons: the text of each, its preset, and what to try next."""

from dataclasses import dataclass

from mnist_core.presets import PRESETS, Preset
from mnist_core.setting_descriptions import setting_title
from mnist_core.setting_options import MAX_DROPOUT, OPTIMIZERS

Choice = int | float | str | None
KERAS_OWN = None  # the optimizer's default learning rate in Keras


@dataclass(frozen=True)
class Control:
    """A setting that a lesson lets the reader turn.

    Attributes:
        name: "layers" and "neurons" shape ``hidden_units``; others are fields of ``RunConfig``.
        choices: what it may be, in order.
        first: where it stands at first: something else than in the lesson.
        own_label: what the lesson calls it, where that is not the setting's title.
    """

    name: str
    choices: tuple[Choice, ...]
    first: Choice
    own_label: str = ""

    @property
    def label(self) -> str:
        """What the page calls it."""
        return self.own_label or setting_title(self.name)


@dataclass(frozen=True)
class Lesson:
    """One slide of the deck.

    Attributes:
        slug: the word in the lesson's link.
        number: its place in the deck, and its preset's.
        title: the text of menu and heading.
        new: what it changes, in a few words.
        theory: what it is about, for a reader who sees it for the first time.
        look: what to look at while it trains.
        question: what the reader finds out with the controls.
        controls: what can be turned, and no more.
    """

    slug: str
    number: int
    title: str
    new: str
    theory: str
    look: str
    question: str
    controls: tuple[Control, ...]

    @property
    def preset(self) -> Preset:
        """The slide's system with its published numbers."""
        return PRESETS[f"slide-{self.number}"]

    @property
    def run_name(self) -> str:
        """What its run is called everywhere."""
        return f"lesson {self.number} {self.title.lower()}"


WIDTHS = (8, 16, 32, 64, 128, 256, 512, 784)
RATES = (KERAS_OWN, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3)
SHARES = tuple(round(tenth / 10, 1) for tenth in range(round(MAX_DROPOUT * 10) + 1))

LESSONS: tuple[Lesson, ...] = (
    Lesson(
        "simple-network",
        1,
        "Simple network",
        "One hidden layer of 784 neurons",
        "Each neuron of the hidden layer weighs all 784 pixels, adds them up and passes on what "
        "is above zero. Ten more neurons turn that into a probability for each digit. After every "
        "200 training digits Adam, the optimizer, moves all weights a little, so that the "
        "loss falls.",
        "Loss is what training minimises, accuracy the share of digits read correctly. See how "
        "much is learned in the first of the two epochs, the first pass over the 60,000 training "
        "digits.",
        "Does it need 784 neurons?",
        (Control("neurons", WIDTHS, 64, "Neurons in layer 1"),),
    ),
    Lesson(
        "more-layers",
        2,
        "One more layer",
        "+ one hidden layer of 784",
        "The second hidden layer does not see pixels but the outputs of the first, and combines "
        "them. It nearly doubles the number of weights to be learned.",
        "Compare the error with lesson 1: is it worth twice the parameters?",
        "And with fewer hidden layers, or with none at all?",
        (Control("layers", (0, 1, 2, 3, 4, 5), 0),),
    ),
    Lesson(
        "three-layers",
        3,
        "Three layers",
        "+ a third hidden layer of 784",
        "Each layer builds on the outputs of the one before. A deep network can express more with "
        "the same number of neurons, but has more to learn, and two epochs are few.",
        "Small differences may be chance: the weights begin at random. Run it again with another "
        "seed, and see how much that alone changes the error.",
        "Are three narrow layers better than one wide one?",
        (Control("neurons", WIDTHS, 128, "Neurons in each layer"),),
    ),
    Lesson(
        "dropout",
        4,
        "Dropout",
        "+ dropout of 0.2 before the output",
        "Each time a training digit is shown, dropout switches off a fifth of the last "
        "hidden layer's neurons at random, so that none can rely on another. That works against "
        "overfitting, that is, memorising the training digits. When the network reads, all neurons "
        "are in use.",
        "Training accuracy is measured with neurons switched off, validation accuracy with all of "
        "them. See which of the two is higher.",
        "Does dropout help, and how long must one train to see it?",
        (
            Control("dropout", SHARES, 0.5),
            Control("epochs", (2, 5, 10, 20), 2),
        ),
    ),
    Lesson(
        "optimizer",
        5,
        "Another optimizer",
        "SGD instead of Adam",
        "SGD follows the gradient of the loss, with one step size for all weights. Adam, used so "
        "far, gives each weight a step size of its own, from its latest gradients.",
        "The loss falls here too. How far does it come in the same two epochs?",
        "Is SGD itself slow, or is its step too small?",
        (
            Control("optimizer", OPTIMIZERS, "sgd"),
            Control("learning_rate", RATES, 0.1),
        ),
    ),
    Lesson(
        "more-epochs",
        6,
        "More epochs",
        "20 epochs instead of 2",
        "An epoch is one pass over all 60,000 training digits. Slow learning needs more of them. "
        "They help as long as the validation error still falls, that is, the error on digits "
        "that are not trained on.",
        "The curves flatten: each epoch gains less than the one before. Is the last one still "
        "better than the tenth?",
        "How few epochs are enough?",
        (Control("epochs", (1, 2, 3, 5, 10, 15, 20, 30, 40), 5),),
    ),
)

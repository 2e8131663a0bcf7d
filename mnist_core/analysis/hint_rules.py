"""Rules about a run that hardly learns: each knows one fault and its cure.

Their limits were set by training networks with the fault and without it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from mnist_core.analysis.symptoms import Changes, Hint, Symptoms, advise, percent, rate_change
from mnist_core.config import RunConfig
from mnist_core.plural import number_text
from mnist_core.setting_options import MIN_LEARNING_RATE

FAR_ABOVE, FAR_BELOW = 8, 0.05  # times the sound rate
CHANCE_LOSSES = {  # of ten equal probabilities
    "categorical_crossentropy": 2.303,
    "kl_divergence": 2.303,
    "mean_squared_error": 0.09,
}
FAIR_STEPS = 100
STRONG_PENALTY = 0.05
DEAD_SHARE = 0.4


def diverged(symptoms: Symptoms) -> Hint | None:
    """The loss is no longer a number."""
    if symptoms.state != "failed" or "stopped being a number" not in symptoms.message:
        return None
    rate, sound = symptoms.rate, symptoms.sound_rate
    lower = sound if rate > sound else max(float(f"{rate / 10:.3g}"), MIN_LEARNING_RATE)
    far = " far" if rate > FAR_ABOVE * sound else ""
    return advise(
        symptoms,
        "diverged",
        f"The learning rate is{far} too high",
        f"The loss diverged in epoch {len(symptoms.history) + 1}: at a learning rate of "
        f"{number_text(rate, 3)}, the steps of {symptoms.config.optimizer} grow without limit.",
        rate_change(symptoms.config, lower),
    )


def identical_neurons(symptoms: Symptoms) -> Hint | None:
    """All weights begin at zero, so all neurons of a layer get the same gradient."""
    config, last = symptoms.config, symptoms.last
    if config.kernel_initializer != "zeros" or not config.hidden_units or last.val_accuracy > 0.5:
        return None
    return advise(
        symptoms,
        "stuck",
        "All neurons are the same",
        f"All weights began at zero, so the neurons of a layer stay identical: after epoch "
        f"{last.number}, validation accuracy is {percent(last.val_accuracy)}.",
        {"kernel_initializer": "glorot_uniform"},
    )


def overshooting(symptoms: Symptoms) -> Hint | None:
    """The learning rate is far above a sound one, and the loss shows it."""
    rate, sound, last = symptoms.rate, symptoms.sound_rate, symptoms.last
    if rate < FAR_ABOVE * sound or not (_worse_than_guessing(symptoms) or _unsteady(symptoms)):
        return None
    return advise(
        symptoms,
        "overshooting",
        "The learning rate is far too high",
        f"At a learning rate of {number_text(rate, 3)}, {rate / sound:,.0f} times what usually "
        f"works, each step overshoots the minimum: after epoch {last.number}, training loss is "
        f"{last.loss:.3g} and validation accuracy {percent(last.val_accuracy)}.",
        rate_change(symptoms.config, sound),
    )


def _worse_than_guessing(symptoms: Symptoms) -> bool:
    limit = 1.2 * CHANCE_LOSSES[symptoms.config.loss]
    penalised = symptoms.config.l2 > 0  # which comes on top of the loss
    return not penalised and symptoms.history[0].loss > limit and symptoms.last.val_accuracy < 0.9


def _unsteady(symptoms: Symptoms) -> bool:
    history, last = symptoms.history, symptoms.last
    if len(history) < 2 or last.loss < 0.9 * history[-2].loss:
        return False
    jumped = last.val_loss > 1.2 * min(epoch.val_loss for epoch in history)
    return last.val_accuracy < 0.9 or (jumped and last.accuracy < 0.97)


@dataclass(frozen=True)
class _Cause:
    """Why a network learns little although its steps have a sound size.

    Attributes:
        limit: the accuracy in [0, 1] up to which it explains what is seen.
        why: one sentence.
        changes: what helps.
    """

    title: str
    limit: float
    why: str
    changes: Changes


def stuck(symptoms: Symptoms) -> Hint | None:
    """The answers stay little better than guesses, and not because of the learning rate."""
    last, steps = symptoms.last, symptoms.steps_per_epoch * len(symptoms.history)
    if steps < FAIR_STEPS or symptoms.rate <= FAR_BELOW * symptoms.sound_rate:
        return None
    accuracy = max(last.accuracy, last.val_accuracy)
    cause = next((cause for cause in _causes(symptoms.config) if accuracy <= cause.limit), None)
    if cause is None:
        return None
    seen = f"After {steps:,} steps, validation accuracy is {percent(last.val_accuracy)}."
    return advise(symptoms, "stuck", cause.title, f"{seen} {cause.why}", cause.changes)


def _causes(config: RunConfig) -> Iterator[_Cause]:
    depth = len(config.hidden_units)
    if config.l2 >= STRONG_PENALTY:
        why = f"An L2 penalty of {number_text(config.l2)} pulls the weights to zero."
        yield _Cause("The penalty on weights is too strong", 0.9, why, {"l2": 0.0001})
    if config.dropout >= 0.7 and config.dropout_after == "every" and depth > 1:
        share = percent((1 - config.dropout) ** depth)
        why = f"Dropout leaves {share} of the paths through {depth} layers open."
        yield _Cause("Dropout switches off almost everything", 0.2, why, {"dropout": 0.2})
    if config.activation == "sigmoid" and depth > 2:
        why = (
            f"A sigmoid passes at most a quarter of the gradient back, and {depth} of them "
            f"{percent(0.25**depth)} (see Glorot and Bengio, 2010)."
        )
        changes = {"activation": "relu"}
        yield _Cause("The gradient vanishes in the sigmoid layers", 0.9, why, changes)
    yield from _weak_starts(config)


def _weak_starts(config: RunConfig) -> Iterator[_Cause]:
    better = "glorot_normal" if config.activation in ("tanh", "sigmoid") else "he_normal"
    if not config.hidden_units or config.kernel_initializer == better:
        return
    why = (
        f"Weights from {config.kernel_initializer} may lose the signal on its way through "
        f"{config.layout} (see He and others, 2015)."
    )
    changes = {"kernel_initializer": better}
    yield _Cause("The signal is lost between the layers", 0.2, why, changes)


def dead_neurons(symptoms: Symptoms) -> Hint | None:
    """Many ReLU neurons fire for no digit, so no gradient brings them back."""
    shares, config = tuple(symptoms.dead_shares or ()), symptoms.config
    if config.activation != "relu" or max(shares, default=0) < DEAD_SHARE:
        return None
    rate, sound, worst = symptoms.rate, symptoms.sound_rate, max(shares)
    changes: Changes = {"activation": "leaky_relu"}
    cure = "A leaky ReLU always gets some (Maas and others, 2013)."
    if rate > 3 * sound:
        changes = rate_change(config, sound)
        cure = f"The large steps of a learning rate of {number_text(rate, 3)} cause this."
    return advise(
        symptoms,
        "dead",
        "Many neurons are dead",
        f"{percent(worst)} of the neurons in hidden layer {shares.index(worst) + 1} fire for none "
        f"of the test digits, and a ReLU that never fires gets no gradient. {cure}",
        changes,
    )


def crawling(symptoms: Symptoms) -> Hint | None:
    """The learning rate is far below a sound one, and the loss falls slowly."""
    first, last = symptoms.history[0], symptoms.last
    rate, sound = symptoms.rate, symptoms.sound_rate
    if rate > FAR_BELOW * sound or last.val_accuracy > 0.95 or last.val_loss > first.val_loss:
        return None
    return advise(
        symptoms,
        "crawling",
        "The learning rate is far too low",
        f"The learning rate of {number_text(rate, 3)} is {sound / rate:,.0f} times lower than what "
        f"usually works: after epoch {last.number}, validation loss is still {last.val_loss:.3g}, "
        f"and validation accuracy {percent(last.val_accuracy)}.",
        rate_change(symptoms.config, sound),
    )

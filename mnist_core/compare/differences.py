"""Settings in which contenders differ, in words and as values to plot an error against."""

from collections.abc import Sequence
from dataclasses import dataclass

from mnist_core.compare.contenders import Contender
from mnist_core.config import RunConfig
from mnist_core.network.training_path import TrainingPath
from mnist_core.plural import number_text
from mnist_core.setting_descriptions import (
    ALL_NEURONS,
    HIDDEN_UNITS,
    LAYERS,
    none_text,
    option_title,
    setting_kind,
    setting_title,
)

BEGINNING, COMPUTATION = "beginning", "computation"
PATHS: dict[TrainingPath, str] = {
    "plain": "as Keras does by default",
    "compiled": "compiled by XLA",
    "compiled_in_one_thread": "compiled by XLA, in one thread",
}
MAX_SEEDS_NAMED = 6


@dataclass(frozen=True)
class SettingRow:
    """A setting that is not the same for all contenders.

    Attributes:
        field: its field of ``RunConfig``, ``BEGINNING`` or ``COMPUTATION``.
        name: what a page calls it.
        texts: its value for each contender.
    """

    field: str
    name: str
    texts: tuple[str, ...]


def differing_settings(contenders: Sequence[Contender]) -> list[SettingRow]:
    """List the settings in which the contenders differ, in the order of ``RunConfig``.

    A learning rate left to the optimizer differs where the optimizers' own do. Seeds count
    where contenders of a single seed differ in them, not inside a group. Last come what
    the weights were at first, which is no setting (a taught run goes on from its parent's), and
    how the runs are computed, which follows from the settings in this version of the lab.
    """
    rows = []
    for field in RunConfig.model_fields:
        texts = tuple(_text(contender, field) for contender in contenders)
        if _differ(contenders, field):
            rows.append(SettingRow(field, setting_title(field), texts))
    facts = (
        (BEGINNING, "Initial weights", _beginning),
        (COMPUTATION, "Computation", _computation),
    )
    for field, name, text_of in facts:
        texts = tuple(text_of(contender) for contender in contenders)
        if len(set(texts)) > 1:
            rows.append(SettingRow(field, name, texts))
    return rows


def _beginning(contender: Contender) -> str:
    """Describe what a contender's weights were before the first step."""
    taught = contender.runs[0].taught
    if taught is None:
        return "random weights"
    return f"{taught.parent_name}'s weights, fine-tuned on {taught.drawings} drawings"


def _computation(contender: Contender) -> str:
    """Say how a contender's runs are computed, which decides how they round."""
    return " and ".join(sorted({PATHS[run.training_path] for run in contender.runs}))


def plottable_settings(contenders: Sequence[Contender]) -> list[str]:
    """List the settings, for ``setting_value``, that an error can be plotted against.

    Only those that differ are useful. ``hidden_units`` is offered as two numbers, its layers and
    its neurons in all, and as words where those are equal. ``setting_title`` has their names.
    """
    fields = [
        row.field for row in differing_settings(contenders) if row.field in RunConfig.model_fields
    ]
    return [setting for field in fields for setting in _as_plotted(contenders, field)]


def _as_plotted(contenders: Sequence[Contender], field: str) -> list[str]:
    """Give a field that differs as one that ``setting_value`` knows, where its values differ."""

    def differs(setting: str) -> bool:
        return len({setting_value(contender.config, setting) for contender in contenders}) > 1

    numbers = [LAYERS, ALL_NEURONS] if field == HIDDEN_UNITS else []
    return list(filter(differs, numbers)) or list(filter(differs, [field]))


def setting_value(config: RunConfig, setting: str) -> float | str:
    """Give a setting as a number, or as a word where it is a category.

    The learning rate is that of the first epoch, chosen or the optimizer's own.
    """
    if setting == LAYERS:
        return len(config.hidden_units)
    if setting == ALL_NEURONS:
        return sum(config.hidden_units)
    if setting == "learning_rate":
        return config.initial_learning_rate
    value = getattr(config, setting)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return value if is_number else setting_text(config, setting)


def setting_text(config: RunConfig, field: str) -> str:
    """Write a setting as a table shows it, such as "784-784" or "0.001 (default)"."""
    value = getattr(config, field)
    if field == HIDDEN_UNITS:
        return "-".join(str(units) for units in value) or "none"
    if field == "learning_rate" and value is None:
        return f"{number_text(config.initial_learning_rate)} (default)"
    if value is None:
        return none_text(field)
    if setting_kind(field) == "options" and isinstance(value, str):
        return option_title(field, value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    is_amount = isinstance(value, int | float) and field != "seed"
    return number_text(value) if is_amount else str(value)


def _differ(contenders: Sequence[Contender], field: str) -> bool:
    if field == "seed":
        return len({each.config.seed for each in contenders if len(each.seeds) == 1}) > 1
    configs = [contender.config for contender in contenders]
    pairs = {(getattr(config, field), setting_text(config, field)) for config in configs}
    return len(pairs) > 1


def _text(contender: Contender, field: str) -> str:
    seeds = contender.seeds
    if field == "epochs" and (done := _fewer_epochs(contender)):
        return f"{done} of {contender.config.epochs}"
    if field != "seed" or len(seeds) == 1:
        return setting_text(contender.config, field)
    if len(seeds) > MAX_SEEDS_NAMED:
        return f"{len(seeds)} seeds"
    return ", ".join(str(seed) for seed in seeds)


def _fewer_epochs(contender: Contender) -> str:
    """Give how many epochs its ended members did, where any did fewer than it was to do."""
    done = [run.epochs_done for run in contender.runs if not run.active]
    if not done or min(done) == contender.config.epochs:
        return ""
    return str(min(done)) if min(done) == max(done) else f"{min(done)} to {max(done)}"

"""What one set of settings has otherwise than another, field by field and in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from mnist_core.compare.differences import setting_text
from mnist_core.config import RunConfig
from mnist_core.plural import number_text
from mnist_core.setting_descriptions import (
    option_title,
    setting_kind,
    title_in_sentence,
)
from mnist_core.store.records import Run

MOST_NAMED = 4


@dataclass(frozen=True)
class SettingChange:
    """A setting that is not what it was.

    Attributes:
        field: its field of ``RunConfig``.
        name: what it is called inside a sentence, such as "learning rate".
        value, former: what it is and what it was, as a form shows them.
    """

    field: str
    name: str
    value: str
    former: str


def settings_of(run: Run) -> RunConfig:
    """Give the settings that a run trains with, with the epochs that it was extended to."""
    return run.config.model_copy(update={"epochs": run.target_epochs})


def setting_changes(config: RunConfig, former: RunConfig) -> list[SettingChange]:
    """List what ``config`` has otherwise than ``former``, in the order of ``RunConfig``.

    A learning rate that is left to the optimizer counts as the optimizer's own; where both leave
    it, only the optimizer has changed.
    """
    return [
        SettingChange(field, _name(field), _text(config, field), _text(former, field))
        for field in RunConfig.model_fields
        if getattr(config, field) != getattr(former, field)
        and _text(config, field) != _text(former, field)
    ]


def list_changes(changes: Sequence[SettingChange]) -> str:
    """Write "dropout (0.2 instead of 0.3) and epochs (10 instead of 20)", the first few of many."""
    texts = [f"{each.name} ({each.value} instead of {each.former})" for each in changes]
    if len(texts) > MOST_NAMED:
        texts[MOST_NAMED - 1 :] = [f"{len(texts) - MOST_NAMED + 1} more settings"]
    return " and ".join(filter(None, [", ".join(texts[:-1]), *texts[-1:]]))


def _name(field: str) -> str:
    return title_in_sentence(field)


def _text(config: RunConfig, field: str) -> str:
    if field == "learning_rate":
        return number_text(config.initial_learning_rate)
    value = getattr(config, field)
    if setting_kind(field) == "options" and isinstance(value, str):
        return option_title(field, value)
    return setting_text(config, field)

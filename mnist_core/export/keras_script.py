"""The stand-alone Keras script of exactly one run: plain ``fit``, the same numbers."""

from pathlib import Path
from typing import Any

import jinja2

from mnist_core.config import RunConfig
from mnist_core.dataset import HOLDOUT_SIZE, training_size
from mnist_core.export.file_names import (
    drawings_file,
    file_stem,
    forms_file,
    safe_stem,
    start_file,
)
from mnist_core.ink import affine, elastic
from mnist_core.network import normalization
from mnist_core.network.architecture import has_dropout, layer_rows
from mnist_core.network.training_path import TrainingPath, training_path
from mnist_core.setting_options import MOMENTUM_OPTIMIZERS
from mnist_core.store.records import Run
from mnist_core.training.recipe import (
    AUGMENTATION,
    DROPOUT,
    ELASTIC,
    INITIALIZER_CLASSES,
    OPTIMIZER_CLASSES,
    WEIGHTS,
    copies,
    derived_seed,
    schedule_factor,
)
from mnist_core.version import keras_version

TEMPLATE = Path(__file__).parent / "assets" / "script.py.jinja"
EVALUATION_BATCH = 1000
UNTRAINED_FORMS = "network-forms.npz"


def keras_script(run: Run) -> str:
    """Write the Python source that trains this run again and prints its error.

    A run that was stopped, extended or had its learning rate changed is written with that. What
    no script can make it reads from files beside it: drawn forms, and of a taught run the first
    weights and the drawings.
    """
    factors = _factors(run.config)
    changes = {(change.epoch, change.step): change.value for change in run.rate_changes}
    return _render(
        run.config,
        run_id=run.id,
        title=f"{safe_stem(run.name)}: {run.config.layout}, {run.config.optimizer}.",
        epochs=run.epochs_done + 1 if run.stopped_at else _epochs(run),
        factors=factors if factors != [1.0] or changes else [],
        changes=changes,
        stopped_at=run.stopped_at,
        stem=file_stem(run),
        forms=forms_file(run) if run.config.forms else "",
        taught=_taught(run),
        path=run.training_path,
    )


def config_script(config: RunConfig) -> str:
    """Write the script of settings that have not been trained yet."""
    factors = _factors(config)
    return _render(
        config,
        title=f"{config.layout}, {config.optimizer}.",
        epochs=config.epochs,
        factors=factors if factors != [1.0] else [],
        changes={},
        stopped_at=0,
        stem="",
        forms=UNTRAINED_FORMS if config.forms else "",
        taught=None,
        path=training_path(config),
    )


def _taught(run: Run) -> dict[str, Any] | None:
    if run.taught is None:
        return None
    count = run.taught.drawings
    return {
        "parent": safe_stem(run.taught.parent_name) or "another run",
        "start": start_file(run),
        "drawings": drawings_file(run),
        "count": count,
        "copies": copies(count, training_size(run.config)),
        "layers": len(run.config.hidden_units) + 1,
    }


def _epochs(run: Run) -> int:
    early = run.config.early_stopping_patience is not None
    return run.epochs_done if run.state == "stopped" and not early else run.target_epochs


def _factors(config: RunConfig) -> list[float]:
    factors = [
        schedule_factor(config.schedule, epoch, config.epochs)
        for epoch in range(1, config.epochs + 1)
    ]
    return factors if len(set(factors)) > 1 else [1.0]


def _render(config: RunConfig, *, path: TrainingPath, **facts: Any) -> str:
    compiled = path != "plain"
    environment = jinja2.Environment(
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True, autoescape=False
    )
    template = environment.from_string(TEMPLATE.read_text(encoding="utf-8"))
    return template.render(
        config=config,
        keras_version=keras_version(),
        learning_rate=config.initial_learning_rate,
        size=training_size(config),
        holdout=HOLDOUT_SIZE,
        evaluation_batch=EVALUATION_BATCH,
        compiled=compiled,
        one_thread=path == "compiled_in_one_thread",
        own_dropout=compiled and any(row.kind == "Dropout" for row in layer_rows(config)),
        layers=_layer_sources(config, compiled=compiled),
        optimizer=_optimizer_source(config),
        augments=_augments(config),
        augmentation_seed=derived_seed(config.seed, AUGMENTATION, 0),
        elastic_seed=derived_seed(config.seed, ELASTIC, 0),
        bent=elastic,
        rotation=affine.ROTATION,
        shear=affine.SHEAR,
        zoom=affine.ZOOM,
        aspect=affine.ASPECT,
        shift=affine.SHIFT_PIXELS,
        shape=normalization,
        **facts,
    )


def _augments(config: RunConfig) -> str:
    if not config.elastic:
        return "turn, slant, stretch and shift"
    return "bend, turn, slant, stretch and shift" if config.augmentation else "bend"


def _layer_sources(config: RunConfig, *, compiled: bool) -> list[str]:
    dropout = "Dropout" if compiled else "keras.layers.Dropout"
    sources = []
    for number, units in enumerate(config.hidden_units, start=1):
        sources.append(_dense_source(config, number, units, config.activation))
        if has_dropout(config, number):
            seed = derived_seed(config.seed, DROPOUT, number)
            sources.append(f"{dropout}({config.dropout}, seed={seed})")
    sources.append(_dense_source(config, len(config.hidden_units) + 1, 10, "softmax"))
    return sources


def _dense_source(config: RunConfig, number: int, units: int, activation: str) -> str:
    kind = INITIALIZER_CLASSES[config.kernel_initializer]
    seed = f"seed={derived_seed(config.seed, WEIGHTS, number)}"
    initializer = f"keras.initializers.{kind}({'' if kind == 'Zeros' else seed})"
    lines = [
        f"{units}",
        f'activation="{activation}"',
        f"kernel_initializer={initializer}",
        *(["kernel_regularizer=penalty"] if config.l2 else []),
    ]
    inner = "".join(f"            {line},\n" for line in lines)
    return f"keras.layers.Dense(\n{inner}        )"


def _optimizer_source(config: RunConfig) -> str:
    options = [f"learning_rate={config.initial_learning_rate}"]
    if config.optimizer in MOMENTUM_OPTIMIZERS and config.momentum:
        options.append(f"momentum={config.momentum}")
    if config.nesterov:
        options.append("nesterov=True")
    return f"keras.optimizers.{OPTIMIZER_CLASSES[config.optimizer]}({', '.join(options)})"

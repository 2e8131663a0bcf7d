"""A config's layers as numbers, without Keras: the summary table and the parameter count."""

from dataclasses import dataclass

from mnist_core.config import RunConfig

INPUT_SIZE, CLASSES = 784, 10


@dataclass(frozen=True)
class LayerRow:
    """One row of Keras' summary table.

    Attributes:
        name: the layer's name in the Keras model, such as "dense" or "dropout_1".
        kind: the Keras class, such as "Dense".
        units: width of the layer's output.
        parameters: trainable numbers in the layer.
    """

    name: str
    kind: str
    units: int
    parameters: int


def layer_rows(config: RunConfig) -> list[LayerRow]:
    """List the layers that Keras' ``model.summary()`` prints for this config, in order."""
    rows: list[LayerRow] = []
    width = INPUT_SIZE
    for number, units in enumerate(config.hidden_units, start=1):
        rows.append(LayerRow(f"hidden_{number}", "Dense", units, (width + 1) * units))
        width = units
        if has_dropout(config, number):
            rows.append(LayerRow(f"dropout_{number}", "Dropout", units, 0))
    rows.append(LayerRow("output", "Dense", CLASSES, (width + 1) * CLASSES))
    return rows


def has_dropout(config: RunConfig, number: int) -> bool:
    """Return whether dropout follows hidden layer ``number`` (counted from 1)."""
    last = number == len(config.hidden_units)
    return config.dropout > 0 and (last or config.dropout_after == "every")


def parameter_count(config: RunConfig) -> int:
    """Count the network's trainable numbers."""
    return sum(row.parameters for row in layer_rows(config))

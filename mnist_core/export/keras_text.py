"""Text as Keras prints it: the summary table, the epoch lines and the slides' error line."""

from mnist_core.config import RunConfig
from mnist_core.network.architecture import layer_rows, parameter_count
from mnist_core.store.records import Epoch, Run


def summary_table(config: RunConfig) -> str:
    """Write the table that ``model.summary()`` prints."""
    lines = [f"{'Layer (type)':<28}{'Output Shape':<20}{'Param #':>12}", "=" * 60]
    for row in layer_rows(config):
        layer = f"{row.name} ({row.kind})"
        lines.append(f"{layer:<28}{f'(None, {row.units})':<20}{row.parameters:>12,}")
    return "\n".join([*lines, "=" * 60, f"Total params: {parameter_count(config):,}"])


def epoch_lines(epoch: Epoch, total_epochs: int) -> str:
    """Write the two lines that ``fit`` prints of an epoch."""
    return (
        f"Epoch {epoch.number}/{total_epochs}\n"
        f" - {epoch.seconds:.1f}s - loss: {epoch.loss:.4f} - accuracy: {epoch.accuracy:.4f}"
        f" - val_loss: {epoch.val_loss:.4f} - val_accuracy: {epoch.val_accuracy:.4f}"
    )


def error_line(run: Run) -> str:
    """Write the line at the end of each slide, "Error: 2.93%"; "" before the end."""
    error = run.test_error_percent
    return "" if error is None else f"Error: {error:.2f}%"


def score_line(run: Run) -> str:
    """Write what a taught run gained on drawings that it was not taught; "" where none was."""
    if run.taught is None or run.taught.before is None or run.taught.after is None:
        return ""
    before, after = run.taught.before, run.taught.after
    return (
        f"Unseen drawings: {before.drawings:.1%} before, {after.drawings:.1%} after · "
        f"MNIST: {before.test:.2%} before, {after.test:.2%} after"
    )

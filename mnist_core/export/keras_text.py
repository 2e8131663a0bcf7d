"""Text as Keras prints it: the summary table, the epoch lines and the slides' error line."""

from collections.abc import Sequence

from mnist_core.config import RunConfig
from mnist_core.network.architecture import layer_rows, parameter_count
from mnist_core.store.best_epoch import best_word, earlier_best
from mnist_core.store.records import Epoch, RateChange, Run


def summary_table(config: RunConfig) -> str:
    """Write the table that ``model.summary()`` prints."""
    lines = [f"{'Layer (type)':<28}{'Output Shape':<20}{'Param #':>12}", "=" * 60]
    for row in layer_rows(config):
        layer = f"{row.name} ({row.kind})"
        lines.append(f"{layer:<28}{f'(None, {row.units})':<20}{row.parameters:>12,}")
    return "\n".join([*lines, "=" * 60, f"Total params: {parameter_count(config):,}"])


def epoch_log(run: Run, epochs: Sequence[Epoch]) -> list[str]:
    """Write all epochs of a run as ``epoch_lines`` does, one text each.

    The epoch whose weights are kept is marked, where it is not simply the last. Learning rates
    set in an epoch that has not ended, if any, are a text of their own at the end.
    """
    best = earlier_best(run, epochs)
    texts = [
        epoch_lines(run, epoch, note=f"  ({best_word(run)})" if epoch is best else "")
        for epoch in epochs
    ]
    done = epochs[-1].number if epochs else 0
    since = [_rate_line(change) for change in run.rate_changes if change.epoch > done]
    return [*texts, "\n".join(since)] if since else texts


def epoch_lines(run: Run, epoch: Epoch, *, note: str = "") -> str:
    """Write the two lines that ``fit`` prints of an epoch, and rates set in it between them.

    Args:
        note: what to add at the end.
    """
    rates = [_rate_line(change) for change in run.rate_changes if change.epoch == epoch.number]
    numbers = (
        f" - {epoch.seconds:.1f}s - loss: {epoch.loss:.4f} - accuracy: {epoch.accuracy:.4f}"
        f" - val_loss: {epoch.val_loss:.4f} - val_accuracy: {epoch.val_accuracy:.4f}{note}"
    )
    header = f"Epoch {epoch.number}/{run.target_at(epoch.number)}"
    return "\n".join([header, *rates, numbers])


def _rate_line(change: RateChange) -> str:
    batches = f"after batch {change.step} of" if change.step else "at the start of"
    return f"   learning rate set to {change.value:g} {batches} epoch {change.epoch}"


def kept_line(run: Run, epochs: Sequence[Epoch]) -> str:
    """Write which epoch's weights an ended run keeps; "" where it is simply the last."""
    best = earlier_best(run, epochs)
    return "" if best is None else f"Kept: the weights of epoch {best.number}."


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

"""Runs and contenders with made-up numbers."""

from collections.abc import Sequence

from mnist_core.compare.contenders import Contender
from mnist_core.config import RunConfig
from mnist_core.store.records import Epoch, Run

DEFAULT = RunConfig()


def make_run(
    run_id: str,
    config: RunConfig = DEFAULT,
    *,
    test_error: float | None = None,
    val_error: float | None = None,
    seconds: float | None = None,
    parameters: int = 1000,
) -> Run:
    """Make a finished run; errors are in percent."""
    return Run(
        id=run_id,
        name=run_id,
        notes="",
        config=config,
        state="finished",
        created_at=0.0,
        target_epochs=config.epochs,
        epochs_done=config.epochs,
        parameters=parameters,
        program_version="1",
        keras_version="3",
        test_accuracy=None if test_error is None else 1 - test_error / 100,
        val_accuracy=None if val_error is None else 1 - val_error / 100,
        seconds_per_epoch=seconds,
    )


def make_epoch(
    number: int,
    *,
    loss: float = 0.1,
    accuracy: float = 0.9,
    val_loss: float = 0.1,
    val_error: float = 5.0,
    seconds: float = 1.0,
) -> Epoch:
    """Make an epoch; ``val_error`` is in percent."""
    return Epoch(number, loss, accuracy, val_loss, 1 - val_error / 100, seconds, 0.001)


def make_contender(
    key: str,
    *,
    config: RunConfig = DEFAULT,
    test_errors: Sequence[float | None] = (None,),
    curves: Sequence[Sequence[float]] | None = None,
    parameters: int = 1000,
    seconds: float = 1.0,
) -> Contender:
    """Make a contender with a member for each test error, or for each curve of validation errors.

    Members after the first have the next seeds.
    """
    curves = [[] for _ in test_errors] if curves is None else curves
    errors = [*test_errors, *[None] * (len(curves) - len(test_errors))]
    runs = tuple(
        make_run(
            key if member == 0 else f"{key}{member}",
            config.model_copy(update={"seed": config.seed + member}),
            test_error=error,
            val_error=by_epoch[-1] if by_epoch else None,
            seconds=seconds if by_epoch else None,
            parameters=parameters,
        )
        for member, (error, by_epoch) in enumerate(zip(errors, curves, strict=True))
    )
    histories = tuple(
        tuple(make_epoch(n, val_error=e, seconds=seconds) for n, e in enumerate(errors_by_epoch, 1))
        for errors_by_epoch in curves
    )
    return Contender(key, key, runs, histories)

"""Many batches in one program that XLA has compiled, each step as ``fit(jit_compile=True)``'s.

A compiled step updates all weights in a few passes, where TensorFlow's kernels make some thirty,
and nothing inside goes back to Python or to TensorFlow. What XLA cannot do stays outside: a report
ends the program, which then begins again where it was, and digits that are changed at random are
changed some thousand at a time beforehand.
"""

import functools
from concurrent import futures
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import numpy as np
import tensorflow as tf

from mnist_core.network.architecture import CLASSES, INPUT_SIZE
from mnist_core.training.compiled_program import CompiledProgram
from mnist_core.training.dropout_masks import LaidOutDropout
from mnist_core.training.epoch_digits import EpochDigits
from mnist_core.training.train_step import (
    EVALUATION_BATCH,
    StepCallback,
    Sums,
    evaluation_step,
    train_step,
    while_before_last,
)

CHANGED_AT_ONCE = 4096
NOTHING = Sums(np.float32(0), np.float32(0))


class CompiledLoop:
    """Trains and evaluates a model in compiled programs.

    Args:
        model: compiled, as ``build_model`` gives it for this path.
        digits: what it learns from.
        batch_size: of its steps; the last of an epoch may have fewer digits.
        changes_digits: whether each epoch changes them at random.
    """

    def __init__(
        self, model: Any, digits: EpochDigits, batch_size: int, *, changes_digits: bool
    ) -> None:
        self._model, self._digits = model, digits
        self._batch_size, self._changes_digits = batch_size, changes_digits
        self._batches_changed = max(1, CHANGED_AT_ONCE // batch_size)
        self._room = min(self._batches_changed * batch_size, digits.size)
        self._whole, self._rest = divmod(digits.size, batch_size)
        sizes = [size for size in (batch_size, self._rest) if 0 < size <= digits.size]
        self._programs = {
            size: CompiledProgram(functools.partial(self._steps, size), self._no_steps)
            for size in sizes
        }
        evaluate = functools.partial(evaluation_step, model)
        self._evaluate = CompiledProgram(evaluate, self._no_digits)
        self._first, *self._later = *self._programs.values(), self._evaluate
        self._making: Future[None] | None = None
        self._dropouts = [layer for layer in model.layers if isinstance(layer, LaidOutDropout)]

    def trace(self, *, wait: bool = True) -> None:
        """Compile the programs now, without a step.

        Args:
            wait: for all of them. Else for the first that an epoch takes; those that it takes at
                its end are compiled beside its first steps.
        """
        self._first.make()
        thread = ThreadPoolExecutor(1, "compiling")
        self._making = thread.submit(self._make_later_ones)
        thread.shutdown(wait=False)
        if wait:
            self._making.result()

    def _make_later_ones(self) -> None:
        for program in self._later:  # one after another: they share the layers
            program.trace()
        with ThreadPoolExecutor() as threads:
            list(threads.map(CompiledProgram.make, self._later))

    def run(self, sums: Sums, first: int, last: int, on_step: StepCallback) -> Sums:
        """Do as ``Stepper.run``."""
        while first < last:
            size = self._batch_size if first < self._whole else self._rest
            end = min(last, self._whole) if first < self._whole else last
            if self._changes_digits:
                end = min(end, first - first % self._batches_changed + self._batches_changed)
            sums = self._call(size, sums, first, end)
            first = end
            if first == last:
                last = on_step(first, sums)
        return sums

    def evaluate(self, x: tf.Tensor, y: tf.Tensor) -> Sums:
        """Give the sums over these digits, dropout off."""
        self._finish_making()
        loss = correct = np.float32(0)
        for begin in range(0, len(x), EVALUATION_BATCH):
            part = slice(begin, begin + EVALUATION_BATCH)
            batch_loss, batch_correct = self._evaluate(x[part], y[part])
            loss = loss + batch_loss.numpy() * np.float32(len(x[part]))
            correct = correct + batch_correct.numpy()
        return Sums(loss, correct)

    def _finish_making(self) -> None:
        if self._making is not None:
            futures.wait([self._making])  # what failed is made again when it is called, and raises

    def _no_digits(self) -> tuple[Any, ...]:
        return tuple(tf.zeros((EVALUATION_BATCH, width)) for width in (INPUT_SIZE, CLASSES))

    def _no_steps(self) -> tuple[Any, ...]:
        if self._changes_digits:
            self._digits.prepare_changes(self._room)
            empty = (tf.zeros((self._room, width)) for width in (INPUT_SIZE, CLASSES))
            return _program_arguments(empty, tf.range(self._room), 0, 0, NOTHING)
        return self._arguments(NOTHING, 0, 0)

    def _call(self, size: int, sums: Sums, first: int, last: int) -> Sums:
        program = self._programs[size]
        if program is not self._first:
            self._finish_making()
        loss, correct = program(*self._arguments(sums, first, last))
        return Sums(loss.numpy(), correct.numpy())

    def _arguments(self, sums: Sums, first: int, last: int) -> tuple[Any, ...]:
        """Give what a program is called with: digits in arrays whose shapes never change."""
        digits = self._digits
        parts, order = (digits.x, digits.y), digits.order.value()
        if self._changes_digits:
            before = first - first % self._batches_changed
            parts = digits.changed(before * self._batch_size, self._room)
            order, first, last = tf.range(self._room), first - before, last - before
        return _program_arguments(parts, order, first, last, sums)

    def _steps(
        self, size: int, x: Any, y: Any, order: Any, first: Any, last: Any, loss: Any, correct: Any
    ) -> Any:
        """Take steps of ``size`` digits each, from the batch ``first`` to before ``last``."""

        def step(number: Any, last: Any, loss: Any, correct: Any, *masks: Any) -> Any:
            for layer, mask in zip(self._dropouts, masks, strict=True):
                layer.mask = mask
            chosen = tf.slice(order, [number * self._batch_size], [size])
            batch = tf.gather(x, chosen), tf.gather(y, chosen)
            batch_loss, batch_correct = train_step(self._model, *batch)
            loss, correct = loss + batch_loss * np.float32(size), correct + batch_correct
            return number + 1, last, loss, correct, *self._masks(size)

        values = (first, last, loss, correct, *self._masks(size))
        return while_before_last(step, values)[2:4]

    def _masks(self, size: int) -> list[Any]:
        return [layer.draw(size * layer.output.shape[1]) for layer in self._dropouts]


def _program_arguments(
    parts: Any, order: Any, first: int, last: int, sums: Sums
) -> tuple[Any, ...]:
    return (*parts, order, tf.constant(first), tf.constant(last), sums.loss, sums.correct)

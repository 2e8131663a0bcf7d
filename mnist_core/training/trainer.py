"""One run's training, from its start or a checkpoint to its last epoch or a request to end."""

import time
from collections import deque
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mnist_core.errors import TrainingDiverged
from mnist_core.handwriting.lineage import FineTuningStart
from mnist_core.store.artifacts import Arrays
from mnist_core.store.records import Epoch, Progress, RateChange, Run, State
from mnist_core.training.checkpoint import Position, pack, unpack
from mnist_core.training.divergence import divergence_message
from mnist_core.training.epoch_digits import DigitTensors
from mnist_core.training.listener import Listener
from mnist_core.training.recipe import schedule_factor
from mnist_core.training.traced_networks import give_back, take_network
from mnist_core.training.train_step import Sums

SLICE_S = 0.1
MIN_SLICES = 2


@dataclass(frozen=True)
class Outcome:
    """How a training ended.

    Attributes:
        state: finished or stopped.
        test_accuracy: on the 10,000 test digits, in [0, 1].
        stopped_at: batches done of a part epoch that was cut off.
        message: a sentence for the user, or "".
    """

    state: State
    test_accuracy: float
    stopped_at: int
    message: str


class Training:
    """A run being trained in this process.

    Args:
        run: what to train.
        digits: in memory.
        reporter: receives reports and returns the user's requests.
        saved: the arrays of a checkpoint to go on from, or None to begin.
        start: what a fine-tuned run begins with, None for one that begins with random weights.
    """

    def __init__(
        self,
        run: Run,
        digits: DigitTensors,
        reporter: Listener,
        saved: Arrays | None,
        start: FineTuningStart | None = None,
    ) -> None:
        self._config, self._reporter = run.config, reporter
        drawings = None if start is None else start.drawings
        self._network = take_network(run.config, run.training_path, digits, drawings)
        self._model, self._stepper = self._network.model, self._network.stepper
        if start is not None:
            self._model.set_weights(start.network.weights)
        self.position = Position(base_rate=run.config.initial_learning_rate)
        self._best: list[NDArray[Any]] | None = None
        if saved is not None:
            self.position, self._best = unpack(self._model, saved)
        self._stepper.trace(wait=False)
        self._pace: deque[tuple[int, float]] = deque(maxlen=8)
        self._first_slice = False
        self._slice_began = 0.0

    def train(self) -> Outcome | None:
        """Train until the last epoch, a stop, or early stopping.

        Returns:
            How it ended, or None if it was released during a pause.

        Raises:
            TrainingDiverged: the loss is no longer a number.
        """
        outcome = self._train()
        give_back(self._network)  # not what has failed: it may have been let down inside a step
        return outcome

    def _train(self) -> Outcome | None:
        while not self._complete():
            action = self._train_epoch()
            if action == "stop":
                return self._end("stopped")
            if action == "pause" and not self._wait_while_paused():
                return None
        return self._end("finished")

    def _wait_while_paused(self) -> bool:
        self._reporter.keep_last(self._model.get_weights(), self._checkpoint())
        return self._reporter.wait_while_paused()

    def _complete(self) -> bool:
        reached = self.position.epochs_done >= self._reporter.requests().target_epochs
        return reached or self.position.stopped_early

    def _train_epoch(self) -> str | None:
        """Train the rest of an epoch; give the request that cut it off, if one did."""
        position = self.position
        number = position.epochs_done + 1
        self._stepper.begin_epoch(number)
        self._set_learning_rate(position.base_rate * self._factor(number))
        while position.step < self._stepper.steps:
            action = self._apply_requests(number)
            if action is not None:
                return action
            self._train_slices(number)
        self._finish_epoch(number)
        return None

    def _apply_requests(self, number: int) -> str | None:
        requests = self._reporter.requests()
        if requests.learning_rate is not None:
            position, value = self.position, requests.learning_rate
            position.base_rate = value / self._factor(number)
            position.rate_changes.append(RateChange(number, position.step, value))
            self._set_learning_rate(value)
            self._reporter.accept_learning_rate(value, position.rate_changes)
        return requests.action

    def _train_slices(self, number: int) -> None:
        """Train until the epoch's end or until the user requests something."""
        position = self.position

        def on_step(step: int, sums: Sums) -> int:
            self._note_slice(step, sums)
            if not np.isfinite(sums.loss):
                raise TrainingDiverged(
                    divergence_message(self._config, number, self._learning_rate())
                )
            self._report_progress(number)
            return step if self._reporter.requests().pending else self._slice_end()

        sums = Sums(np.float32(position.loss), np.float32(position.correct))
        self._slice_began = time.perf_counter()
        self._stepper.run(sums, position.step, self._slice_end(), on_step)

    def _note_slice(self, step: int, sums: Sums) -> None:
        position, now = self.position, time.perf_counter()
        seconds, self._slice_began = now - self._slice_began, now
        if self._first_slice:  # it allocates memory, and would make the estimate too slow
            self._pace.clear()
        self._first_slice = not self._pace and position.step == 0 and position.epochs_done == 0
        self._pace.append((step - position.step, seconds))
        position.step, position.seconds = step, position.seconds + seconds
        position.loss, position.correct = float(sums.loss), float(sums.correct)

    def _slice_end(self) -> int:
        """Give the batch that ends the next slice: after a tenth of a second at most, and at
        most half an epoch."""
        steps = self._stepper.steps
        done, seconds = map(sum, zip(*self._pace, strict=True)) if self._pace else (1, 1.0)
        length = min(steps // MIN_SLICES, round(SLICE_S * done / max(seconds, 1e-6)))
        return min(self.position.step + max(1, length), steps)

    def _report_progress(self, number: int) -> None:
        position, steps = self.position, self._stepper.steps
        images = self._images_done()
        pace = sum(count for count, _ in self._pace) / sum(spent for _, spent in self._pace)
        epochs_left = max(0, self._reporter.requests().target_epochs - number)
        self._reporter.progress(
            Progress(
                epoch=number,
                step=position.step,
                steps=steps,
                loss=position.loss / images,
                accuracy=position.correct / images,
                images_per_second=pace * self._stepper.size / steps,
                seconds_left=(steps - position.step + epochs_left * steps) / pace,
            )
        )

    def _finish_epoch(self, number: int) -> None:
        position, began = self.position, time.perf_counter()
        val_loss, val_accuracy = self._stepper.validate()
        if not np.isfinite(val_loss):
            raise TrainingDiverged(divergence_message(self._config, number, self._learning_rate()))
        images = np.float32(self._images_done())
        epoch = Epoch(
            number=number,
            loss=float(np.float32(position.loss) / images),
            accuracy=float(np.float32(position.correct) / images),
            val_loss=val_loss,
            val_accuracy=val_accuracy,
            seconds=position.seconds + time.perf_counter() - began,
            learning_rate=self._learning_rate(),
        )
        position.epochs_done, position.step = number, 0
        position.loss = position.correct = position.seconds = 0.0
        self._watch_for_early_stop(number, val_loss)
        self._reporter.epoch(epoch)
        self._reporter.keep(number, self._model.get_weights(), self._checkpoint)

    def _watch_for_early_stop(self, number: int, val_loss: float) -> None:
        """Do as Keras' EarlyStopping with ``restore_best_weights``."""
        patience, position = self._config.early_stopping_patience, self.position
        if patience is None:
            return
        position.wait += 1
        if val_loss < position.best_loss:
            position.best_loss, position.best_epoch, position.wait = val_loss, number, 0
            self._best = self._model.get_weights()
        elif position.wait >= patience and number > 1:
            position.stopped_early = True

    def _end(self, state: State) -> Outcome:
        position, checkpoint = self.position, self._checkpoint()
        message = ""
        if self._best is not None:
            self._model.set_weights(self._best)
        if position.stopped_early:
            message = (
                f"Stopped early: the validation loss was lowest in epoch {position.best_epoch}; "
                "those weights are kept."
            )
        self._reporter.keep_last(self._model.get_weights(), checkpoint)
        return Outcome(state, self._stepper.test(), position.step, message)

    def _checkpoint(self) -> Arrays:
        return pack(self._model, self.position, self._best)

    def _images_done(self) -> int:
        return min(self.position.step * self._config.batch_size, self._stepper.size)

    def _factor(self, number: int) -> float:
        return schedule_factor(self._config.schedule, number, self._config.epochs)

    def _learning_rate(self) -> float:
        return float(self._model.optimizer.learning_rate.numpy())

    def _set_learning_rate(self, value: float) -> None:
        self._model.optimizer.learning_rate.assign(value)

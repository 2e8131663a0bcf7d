"""One function that XLA has compiled, or finds among the programs that the lab has kept."""

from collections.abc import Callable
from typing import Any

import tensorflow as tf

from mnist_core.training.program_cache import forget_programs


class CompiledProgram:
    """A function in a graph, compiled when it is made or first called.

    Args:
        function: of tensors, whose shapes never change.
        example: gives arguments that ask for no work.
    """

    def __init__(
        self, function: Callable[..., Any], example: Callable[[], tuple[Any, ...]]
    ) -> None:
        self._function, self._example = function, example
        self._compiled = self._new()

    def __call__(self, *arguments: Any) -> Any:
        """Call the function."""
        return self._compiled(*arguments)

    def trace(self) -> None:
        """Make the graph, in Python."""
        self._compiled.get_concrete_function(*self._example())

    def make(self) -> None:
        """Make the graph, unless it is made, and compile it, which leaves Python to others."""
        try:
            self._compiled(*self._example())
        except tf.errors.OpError:  # a program that was kept is damaged
            forget_programs()
            self._compiled = self._new()
            self._compiled(*self._example())

    def _new(self) -> Any:
        return tf.function(self._function, autograph=False, jit_compile=True)

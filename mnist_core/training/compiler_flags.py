"""How XLA orders what it compiles: for a training step.

By default XLA orders a program so that many of its parts can run at once, for which more of their
results stay in memory; but those of a step follow one another. An epoch of 784-784-10 takes 0.94
times as long so, and its numbers are the same to the bit. They are not with wider registers
(``--xla_cpu_prefer_vector_width=512``), which are a tenth faster in small networks: what RMSprop,
Adagrad and Adadelta compute rounds otherwise in them.
"""

import importlib.metadata
import os

FLAGS = "XLA_FLAGS"
IN_ORDER = "--xla_cpu_enable_concurrency_optimized_scheduler=false"
KNOWN_TO = "2.21."  # XLA ends a process that sets a flag which it does not know


def compile_in_order() -> None:
    """Have this process compile so, unless somebody has set flags of their own.

    It must be called before TensorFlow compiles anything.
    """
    if importlib.metadata.version("tensorflow").startswith(KNOWN_TO):
        os.environ.setdefault(FLAGS, IN_ORDER)

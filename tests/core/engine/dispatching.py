"""What tests of the engine's dispatching share: settings for one thread, and a task on its way."""

from dataclasses import dataclass

from mnist_core.config import RunConfig

IN_ONE_THREAD = RunConfig(hidden_units=(32,), batch_size=32, epochs=20)


@dataclass
class Future:
    """A future of Dask's that ends when the test says so."""

    ended: bool = False

    def done(self) -> bool:
        return self.ended

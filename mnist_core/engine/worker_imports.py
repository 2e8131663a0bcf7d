"""What workers import, imported once in the fork server, at their low priority."""

import sys
import threading

from mnist_core.engine.process_tuning import set_background_priority
from mnist_core.startup import quick_imports

set_background_priority()  # before the long imports, so that the page's process goes first

with quick_imports():
    from mnist_core.engine.run_task import mnist

    opening = threading.Thread(target=mnist)  # the digits, beside the imports
    opening.start()
    import distributed.nanny  # noqa: F401

    # Keras 3.15 imports scikit-learn where it is installed, half a second of its three, for
    # wrappers that nothing here uses (``python -X importtime -c "import keras"``).
    sys.modules["sklearn"] = None  # type: ignore[assignment]
    import mnist_core.training.cross_validation
    import mnist_core.training.trainer

    del sys.modules["sklearn"]
    import mnist_core.engine.job_task
    import mnist_core.engine.trial_task  # noqa: F401

    opening.join()  # a fork takes no other thread along

"""What workers import, imported once in the fork server, at their low priority."""

from mnist_core.engine.process_tuning import set_background_priority

set_background_priority()  # before the long imports, so that the page's process goes first

import distributed.nanny  # noqa: E402, F401

import mnist_core.engine.job_task  # noqa: E402
import mnist_core.engine.trial_task  # noqa: E402
import mnist_core.training.cross_validation  # noqa: E402
import mnist_core.training.trainer  # noqa: E402, F401

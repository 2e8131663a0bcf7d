"""The lab's errors; every message may be shown to a user unchanged.

LabError
├── ConfigError       a setting out of range, unknown, or not readable
├── RunNotFound       no run has that id or name
├── RunBusy           a run cannot do that in its present state
├── SweepNotFound     no sweep has that id or name
├── SweepBusy         a sweep cannot do that in its present state
├── NotYours          it belongs to another person
├── LimitReached      a member of a room may take no more of the lab
├── StoreError        the database or the artifacts cannot be read or written
│   ├── DiskFull      the disk that holds them has no room left
│   └── StoreBusy     another program keeps the database locked for now
├── DatasetError      the packed MNIST file is missing or damaged
├── DrawingError      a drawing or an image that cannot be read
├── TrainingDiverged  the loss is no longer a number
└── LeaseLost         another worker has taken the run over
"""


class LabError(Exception):
    """Something the user can understand and act upon."""


class ConfigError(LabError):
    """A setting is out of range, unknown, or not readable."""


class RunNotFound(LabError):
    """No run has that id or name."""


class RunBusy(LabError):
    """A run cannot do that in its present state."""


class SweepNotFound(LabError):
    """No sweep has that id or name."""


class SweepBusy(LabError):
    """A sweep cannot do that in its present state."""


class NotYours(LabError):
    """It belongs to another person, who alone may do this."""


class LimitReached(LabError):
    """A member of a room may take no more of the lab for now."""


class StoreError(LabError):
    """The database or the artifacts cannot be read or written."""


class DiskFull(StoreError):
    """The disk that holds the database or the artifacts has no room left."""


class StoreBusy(StoreError):
    """Another program keeps the database locked; it can be used again later."""


class DatasetError(LabError):
    """The packed MNIST file is missing or damaged."""


class DrawingError(LabError):
    """A drawing or an image that cannot be read."""


class TrainingDiverged(LabError):
    """The loss is no longer a number; the message names the setting to change."""


class LeaseLost(LabError):
    """Another worker has taken the run over; this one must write nothing more."""

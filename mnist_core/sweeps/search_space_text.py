"""What a sweep varies, as a command line writes it: ``learning_rate=1e-4..1e-1:log``."""

from mnist_core.errors import ConfigError
from mnist_core.quoting import quoted
from mnist_core.setting_descriptions import HIDDEN_UNITS
from mnist_core.sweeps.search_space import Dimension, make_dimension
from mnist_core.sweeps.variable_settings import WORDS


def parse_dimension(text: str) -> Dimension:
    """Read ``FIELD=a,b``, ``hidden_units=64|128,64`` or ``FIELD=low..high[:log][:steps]``.

    Raises:
        ConfigError: one sentence that shows what was written and what is expected.
    """
    field, equals, described = (part.strip() for part in text.partition("="))
    field = field.replace("-", "_")
    if not equals or not field or not described:
        raise ConfigError(
            f"{quoted(text)} gives nothing to vary; write FIELD=a,b or FIELD=low..high, such as "
            "optimizer=adam,sgd or learning_rate=1e-4..1e-1:log."
        )
    if ".." in described and field not in (HIDDEN_UNITS, *WORDS):
        return _parse_range(field, described)
    mark = "|" if field == HIDDEN_UNITS or "|" in described else ","
    values = [part.strip() for part in described.split(mark)]
    if "" in values and field != HIDDEN_UNITS:
        raise ConfigError(
            f"{quoted(f'{field}={described}')} has an empty value; write none where none is meant."
        )
    return make_dimension(field, values=values)


def _parse_range(field: str, described: str) -> Dimension:
    span, *endings = described.split(":")
    low, _, high = span.partition("..")
    steps = [ending for ending in endings if ending != "log"]
    logs = len(endings) - len(steps)
    try:
        if len(steps) > 1 or logs > 1:
            raise ValueError("an ending twice")
        return make_dimension(
            field,
            low=float(low),
            high=float(high),
            log=logs == 1,
            steps=int(steps[0]) if steps else None,
        )
    except ValueError as error:
        raise ConfigError(
            f"{quoted(f'{field}={described}')} is no range; write low..high, then :log and the "
            f"number of steps if you like, such as {field}=1..10:log:5."
        ) from error

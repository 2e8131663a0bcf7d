"""One thing or several: the form of a noun after its number."""


def plural(noun: str, count: float) -> str:
    """Give "epoch" for one and "epochs" for any other count; for nouns that take an s."""
    return noun if count == 1 else f"{noun}s"

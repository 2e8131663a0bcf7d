"""How the pages write what is not about a run alone."""

import re


def as_markdown(text: str) -> str:
    """Write a text of the user's so that Markdown leaves it as it is."""
    return re.sub(r"([\\`*_{}\[\]()#+.!|~$:<>-])", r"\\\1", text)

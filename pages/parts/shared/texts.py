"""How the pages write what is not about a run alone."""

import re

from mnist_core.plural import plural


def as_markdown(text: str) -> str:
    """Write a text of the user's so that Markdown leaves it as it is."""
    return re.sub(r"([\\`*_{}\[\]()#+.!|~$:<>-])", r"\\\1", text)


def age(seconds: float) -> str:
    """Give how long ago, in one unit: "just now", "12 min ago", "3 h ago", "5 days ago"."""
    if seconds < 60:
        return "just now"
    for name, length in (("day", 86_400), ("h", 3_600), ("min", 60)):
        count = int(seconds // length)
        if count:
            return f"{count} {plural(name, count) if name == 'day' else name} ago"
    return "just now"

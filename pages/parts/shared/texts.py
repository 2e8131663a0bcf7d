"""How the pages write what is not about a run alone."""

import re

PUNCTUATION = re.compile(r"([\\`*_{}\[\]()#+.!|~$:<>&=-])")
# What Streamlit (1.67) and GitHub's Markdown change after all escapes are read: signs that stand
# alone become arrows, names of icons pictures, addresses links. An invisible joiner divides them.
JOINER = "\N{WORD JOINER}"
CHANGED_LATER = re.compile(
    r"(?<!\S)[<>~-](?=[>=-]+(?!\S))"
    r"|:(?=(?:material/\w+|streamlit):)"
    r"|\b(?:https?:|www)(?=//|\.)"
    r"|(?<=[\w.+-])@(?=[\w-])",
    re.IGNORECASE,
)


def as_markdown(text: str) -> str:
    """Write a text of the user's so that Markdown shows it as it is, in one line."""
    divided = CHANGED_LATER.sub(rf"\g<0>{JOINER}", " ".join(text.split()))
    return PUNCTUATION.sub(r"\\\1", divided)

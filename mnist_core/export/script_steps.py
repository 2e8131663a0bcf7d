"""The steps of a run's script, as Keras' own guides name them: load, define, fit and others."""

import re
from dataclasses import dataclass

MARKER = re.compile(r"^# ([A-Z][a-z]+): (.+)$")


@dataclass(frozen=True)
class Step:
    """One step of a script.

    Attributes:
        name: one word: Import, Load, Straighten, Preprocess, Define, Start, Compile, Augment,
            Batches, Schedule, Stop, Fit or Evaluate; Straighten, Start, Augment, Schedule and Stop
            only where the run has them.
        sentence: what it does, in words for a student, a sentence or two.
        lines: its part of the source; the parts of all steps make the whole script.
    """

    name: str
    sentence: str
    lines: str

    @property
    def code(self) -> str:
        """Its source without the comment of its ``sentence`` and without empty lines around it."""
        lines = [line for line in self.lines.splitlines() if not MARKER.match(line)]
        return "\n".join(lines).strip("\n")


def script_steps(source: str) -> list[Step]:
    """Cut a script where a comment at the left edge begins a step: ``# Load: 60,000 digits.``

    What stands above the first comment belongs to the first step; nothing is lost.
    """
    lines = source.splitlines(keepends=True)
    found = [(at, mark) for at, line in enumerate(lines) if (mark := MARKER.match(line))]
    starts = [0, *(at for at, _ in found[1:])]
    ends = [*starts[1:], len(lines)]
    return [
        Step(mark[1], _sentence(mark[2]), "".join(lines[start:end]))
        for (_, mark), start, end in zip(found, starts, ends, strict=True)
    ]


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:]

"""What the lab and a browser's tab tell each other over their WebSocket, as JSON.

A tab says which feeds it watches and which version of each it shows; it is sent the newest state of
each, whole, whenever that is another one.
"""

import hashlib
import json
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

MOST_FEEDS = 64  # that one tab may watch; a page has fewer than ten
LONGEST_NAME = 10_000  # of a list of runs: some 700


class _Message(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Subscription(_Message):
    """What a tab watches from now on, in place of what it watched before.

    Attributes:
        watch: the version that it shows by the feed's name; "" where it shows none yet.
        pause_s: seconds to wait at least from one message to the next, in [0, 60]: a tab that
            nobody sees asks for few.
    """

    watch: Annotated[
        dict[Annotated[str, Field(max_length=LONGEST_NAME)], Annotated[str, Field(max_length=64)]],
        Field(max_length=MOST_FEEDS),
    ]
    pause_s: Annotated[float, Field(ge=0, le=60)] = 0.0


class Problem(_Message):
    """Why a tab's message was not understood.

    Attributes:
        problem: one sentence.
    """

    problem: str


class Update(_Message):
    """The newest state of a feed.

    Attributes:
        feed: its name.
        version: equal for equal states.
        made_at: when it was made, in seconds of the server's clock: of two states the later counts.
        state: what the feed's components paint; None where what it is about does not exist.
    """

    feed: str
    version: str
    made_at: float
    state: "State | None"


class Tile(_Message):
    """A number, large, with its name and a note.

    Attributes:
        note: what is said below it.
        trend: whether the number went the right way or the wrong one since before.
        help: what the number means, or "".
    """

    label: str
    value: str
    note: str
    trend: str = ""
    help: str = ""


class Numbers(_Message):
    """Where a run or a sweep stands, and its four main numbers.

    Attributes:
        page: another value says that more than the numbers has changed: the page is drawn again.
        text, share, failed, note: as in ``progress_texts.RunProgress``.
        tiles: four numbers.
    """

    page: str
    text: str
    share: float
    failed: bool
    note: str
    tiles: tuple[Tile, ...]


class Charts(_Message):
    """Figures that move together.

    Attributes:
        figures: Plotly's JSON by the chart's name.
    """

    figures: dict[str, str]

    def height(self, name: str) -> int:
        """Give the height of a figure, in pixels."""
        height: int = json.loads(self.figures[name])["layout"]["height"]
        return height


class Text(_Message):
    """Lines of text, as a program prints them."""

    text: str


class Activity(_Message):
    """What trains anywhere in the lab.

    Attributes:
        text: in one line, or "" where nothing trains.
        run: the id of the run that the line leads to, or "".
        title: what stands before the page's title, or "".
    """

    text: str
    run: str
    title: str


class ListedRow(_Message):
    """A row of the list of runs, or of a sweep's trials.

    Attributes:
        run: the id of its first run.
        cells: of each column the text, and a smaller one below it.
        tones: whether a difference is "good" or "bad", by its column.
    """

    run: str
    name: str
    cells: dict[str, tuple[str, str]]
    tones: dict[str, str]
    tags: tuple[str, ...]


class ListedRows(_Message):
    """Rows of the list of runs, or of a sweep's trials.

    Attributes:
        page: as in ``Numbers``; "" where others follow what the page depends on.
    """

    rows: tuple[ListedRow, ...]
    page: str = ""


class Hints(_Message):
    """Why something is advised about a run.

    Attributes:
        reasons: a sentence or two by the hint's name.
    """

    reasons: dict[str, str]


class Weights(_Message):
    """Which weights a run has now.

    Attributes:
        weights: their version, or "" where it has none yet.
    """

    weights: str


class Mark(_Message):
    """Where something stands that a page shows, though the page alone can draw it.

    Attributes:
        page: another value says that the page is to be drawn again.
        text: a line that moves meanwhile, or "".
    """

    page: str
    text: str = ""


State = Numbers | Charts | Text | Activity | ListedRows | Hints | Weights | Mark
Update.model_rebuild()


def version_of(state: State | None) -> str:
    """Give the version of a state: short, and equal for equal states alone."""
    text = "" if state is None else state.model_dump_json()
    return hashlib.blake2b(text.encode(), digest_size=9).hexdigest()

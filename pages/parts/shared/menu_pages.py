"""The lab's pages: the six of the menu, and those behind "More" at its right."""

from dataclasses import dataclass


@dataclass(frozen=True)
class MenuPage:
    """One page.

    Attributes:
        name: in the address; "" for the page that opens first.
        file: its script.
        icon: a Material icon's name.
        sentence: what it is for, for who does not know it.
    """

    name: str
    file: str
    title: str
    icon: str
    sentence: str


TRAIN = MenuPage(
    "",
    "train.py",
    "Train",
    "show_chart",
    "Set a network up and watch it learn from handwritten digits.",
)
DRAW = MenuPage(
    "draw",
    "draw.py",
    "Draw",
    "draw",
    "Write a digit, or a number, and see what the network reads, and how sure it is.",
)
COMPARE = MenuPage(
    "compare",
    "compare.py",
    "Compare",
    "stacked_line_chart",
    "Compare runs: which is best, and which setting explains it.",
)
SWEEP = MenuPage(
    "sweep",
    "sweep.py",
    "Sweep",
    "tune",
    "Let the lab try many settings by itself and show which of them matter.",
)
DIAGNOSE = MenuPage(
    "diagnose",
    "diagnose.py",
    "Diagnose",
    "biotech",
    "See what a run gets wrong and why, and what to try next.",
)
LESSONS = MenuPage(
    "lessons",
    "lessons.py",
    "Lessons",
    "school",
    "Go through a slide deck in six lessons, and through three experiments after it.",
)
HELP = MenuPage(
    "help", "help.py", "Help", "help", "Keys, a tour, where things are kept, and what to do."
)
SHARE = MenuPage(
    "share",
    "share.py",
    "Share",
    "qr_code_2",
    "Let others in: a class comes by a link, or by a code to scan.",
)
PRESENTER = MenuPage(
    "presenter",
    "presenter.py",
    "Presenter",
    "co_present",
    "Show a run, a drawing, the newest runs and the board on a projector, with a clicker's keys.",
)
BOARD = MenuPage(
    "board",
    "board.py",
    "Board",
    "leaderboard",
    "See which of the room's runs is best, as far as that is no chance, and who was first.",
)
MENU = (TRAIN, DRAW, COMPARE, SWEEP, DIAGNOSE, LESSONS)
MORE = (SHARE, PRESENTER, BOARD, HELP)
EVERY_PAGE = (*MENU, *MORE)

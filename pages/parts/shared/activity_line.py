"""What trains anywhere in the lab: a small line over every page, and the browser tab's title.

On a page that does not say itself that its connection is broken, the line does.
"""

from pathlib import Path

from mnist_core.web.feeds import ACTIVITY
from parts.shared.component import component, run_again
from parts.shared.live import LIVE
from parts.shared.open_run import open_run

HTML = "<a hidden><span class='dot' aria-hidden='true'></span><span class='text'></span></a>"
NAME = "Digit Lab"


def activity_line() -> None:
    """Draw the line, which takes no room, and open its run when it is clicked.

    It is told by the feed alone: what has just ended is known to who has watched, and a page that
    reads the store anew knows nothing of it.
    """
    line = component(Path(__file__).with_suffix(".js"), HTML, joined=LIVE)
    data = {"feed": ACTIVITY, "unseen": True, "name": NAME}
    answer = line(key="activity_line", data=data, on_opened_change=run_again, width=1, height=1)
    if opened := answer.get("opened"):
        open_run(opened, "train.py")

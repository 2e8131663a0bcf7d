"""What of a page moves by itself: components follow a feed, and no script of the page runs for it.

``live.js``, joined to a component's script, keeps one WebSocket for the whole tab; ``asking.js``
tells when a component may have a script run.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from mnist_core.store.records import Run
from mnist_core.store.run_store import RunStore
from mnist_core.web.feeds import RUNS, feed_name, first_update
from mnist_core.web.marks import runs_mark
from mnist_core.web.messages import Update
from parts.shared.component import component, run_again

ASKING = Path(__file__).with_name("asking.js")
LIVE = (Path(__file__).with_name("live.js"), ASKING)
LINE = """
<p hidden><span class="icon" aria-hidden="true">hourglass_top</span> <span class="text"></span></p>
"""


def read_feed(store: RunStore, kind: str, /, **options: str) -> Update:
    """Read what a feed has now, by its kind and its options."""
    return first_update(store, feed_name(kind, **options))


def follow(update: Update, *, page: str | None = None, pause_s: float = 0.0) -> dict[str, Any]:
    """Give the data of a component that shows ``update`` first and then follows its feed.

    Args:
        page: what the page's script has drawn: where a state's ``page`` is another, the script
            runs again. None for a component that leaves that to others.
        pause_s: seconds from one such run to the next, at least.
    """
    data = {"feed": update.feed, "update": update.model_dump(mode="json")}
    return data if page is None else {**data, "page": page, "pause_s": pause_s}


def follow_page(
    update: Update, page: str, *, key: str, pause_s: float = 0.0, line: bool = False
) -> None:
    """Run the script again once the ``page`` of the feed's state is another.

    In a fragment it is the fragment that runs again.

    Args:
        pause_s: as in ``follow``.
        line: whether the state's ``text`` is shown; else nothing is, so that no canvas and no open
            dialog is disturbed.
    """
    watch = component(Path(__file__).with_name("follow_page.js"), LINE, joined=LIVE)
    data = {**follow(update, page=page, pause_s=pause_s), "line": line}
    size: Literal["stretch"] | int = "stretch" if line else 1
    watch(key=key, data=data, on_page_change=run_again, width=size, height="content" if line else 1)


def follow_runs(
    store: RunStore,
    drawn: Sequence[Run],
    *,
    key: str,
    epochs: bool = True,
    pause_s: float = 1.0,
) -> None:
    """Run the script again once one of its runs has another epoch, another state, or is gone.

    Args:
        epochs: whether another epoch is a reason.
        drawn: the runs as the page shows them; they are not read anew, since the store may have
            gone on while the page was drawn.
        pause_s: as in ``follow``.
    """
    if not drawn:
        return
    ids = ",".join(run.id for run in drawn)
    update = read_feed(store, RUNS, ids=ids, epochs="yes" if epochs else "no")
    follow_page(update, runs_mark(drawn, epochs=epochs), key=key, pause_s=pause_s)

"""How long a person waits for the lab: for an answer on Draw, for a sweep to open, for a request.

``python tests/benchmarks/waits.py``; it starts a lab of its own and a Chromium. What is printed
depends on the machine; the ratios do so less.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from playwright.sync_api import Page, expect

from mnist_core.config import RunConfig
from mnist_core.store.run_store import RunStore
from mnist_core.store.service_status import read_service
from tests.browser.real_lab import Server, open_chromium
from tests.browser.test_draw_page import begin_anew, draw, expect_answer, open_draw
from tests.browser.test_sweep_page import made_up
from tests.waiting import PATIENCE_S, wait_until

LONG = RunConfig(hidden_units=(784, 784), batch_size=200, epochs=200)
STROKES, OPENINGS = 24, 5
# From each movement of the pen to the frame after the bars were painted; and from the lifted pen to
# the neurons, which the server paints.
WATCH_ANSWERS = """() => {
    const chart = () => document.querySelector('.st-key-layer_1 .js-plotly-plot')
    const fired = () => JSON.stringify(chart()?.data?.[0].z)
    window.moves = []
    window.lifts = []
    let moved = 0, lifted = 0, before = ''
    const ours = event => event.composedPath()[0].tagName === 'CANVAS'
    document.addEventListener('mousemove', event => {
        if (event.buttons && ours(event)) moved ||= event.timeStamp
    }, true)
    window.addEventListener('digit-lab:answer', () => {
        const began = moved
        moved = 0
        if (began) requestAnimationFrame(now => window.moves.push(now - began))
    })
    document.addEventListener('mouseup', event => {
        if (!ours(event)) return
        lifted = performance.now()
        before = fired()
    }, true)
    const watch = () => {
        if (lifted && fired() !== before) {
            window.lifts.push(performance.now() - lifted)
            lifted = 0
        }
        requestAnimationFrame(watch)
    }
    watch()
}"""
# When the numbers, the first chart and the table were all there, in ms from the page's start.
WATCH_OPENING = """new MutationObserver((_, observer) => {
    const parts = ['.st-key-sweep_numbers', '.st-key-best_so_far .main-svg',
        '.st-key-trials']
    if (!parts.every(part => document.querySelector(part))) return
    window.opened = performance.now()
    observer.disconnect()
}).observe(document, { childList: true, subtree: true })"""


def main() -> None:
    """Print each wait, and its ratio to the one beside it."""
    expect.set_options(timeout=1000 * PATIENCE_S)
    with tempfile.TemporaryDirectory() as home, open_chromium() as browser:
        server = Server(Path(home))
        server.start()
        try:
            lab = RunStore(server.settings)
            wait_until(lambda: read_service(lab.database).state == "ready")
            page = browser.new_page(viewport={"width": 1280, "height": 900}, base_url=server.url)
            answers(page, lab)
            sweeps(page, lab)
            requests(lab)
        finally:
            server.stop()


def answers(page: Page, lab: RunStore) -> None:
    """Print within how many ms 95 of 100 movements of the pen are answered, and 95 of 100 strokes.

    A movement's answer, by the browser, is the bars; a stroke's, by the server, the neurons.
    """
    alone = answer_times(page, lab)
    run = lab.create(LONG)
    wait_until(lambda: lab.read(run.id).progress is not None)
    beside = answer_times(page, lab)
    lab.delete(run.id)
    for name, ours, theirs in zip(("bars follow the pen", "neurons"), alone, beside, strict=True):
        print(f"the {name} within {ours:.0f} ms, while a run trains {theirs:.0f} ms", end=", ")
        print(f"{theirs / ours:.2f} times", flush=True)


def answer_times(page: Page, lab: RunStore) -> tuple[float, float]:
    """Give the ms in which 95 of 100 movements, and 95 of 100 strokes, are answered on screen."""
    open_draw(page, lab)
    page.evaluate(WATCH_ANSWERS)
    for number in range(STROKES):
        x = 60 + 40 * (number % 4)
        draw(page, [[(x, 60), (x + 30, 200)]])
        page.wait_for_function(f"lifts.length > {number}")
        if number % 4 == 3:
            begin_anew(page, "clear")
            expect_answer(page, "nothing yet")
    moves, lifts = (page.evaluate(name) for name in ("moves", "lifts"))
    return _within(moves), _within(lifts)


def _within(times: list[float]) -> float:
    return statistics.quantiles(times, n=20, method="inclusive")[-1]


def sweeps(page: Page, lab: RunStore) -> None:
    """Print how long the page of a sweep takes to open, with a thousand trials and with ten."""
    many, few = (made_up(lab, count)[0] for count in (1_000, 10))
    page.add_init_script(WATCH_OPENING)
    opening_time(page, few.id)  # the browser has the program from now on
    pairs = [(opening_time(page, many.id), opening_time(page, few.id)) for _ in range(OPENINGS)]
    long, short = (statistics.median(side) for side in zip(*pairs, strict=True))
    print(f"a sweep of 1,000 trials opens in {long:.0f} ms, of 10 in {short:.0f} ms", end=", ")
    print(f"{statistics.median(one / other for one, other in pairs):.2f} times", flush=True)


def opening_time(page: Page, sweep_id: str) -> float:
    """Give the ms until a sweep's numbers, its first chart and its table are on screen."""
    page.goto("about:blank")
    page.goto(f"/sweep?sweep={sweep_id}")
    page.wait_for_function("window.opened")
    return float(page.evaluate("window.opened"))


def requests(lab: RunStore) -> None:
    """Print after how many ms each request to a run that trains has taken effect."""
    run = lab.create(LONG)
    wait_until(lambda: lab.read(run.id).progress is not None)
    lab.set_learning_rate(run.id, 0.0005)
    waits = {"learning rate": waited(lambda: bool(lab.read(run.id).rate_changes))}
    lab.pause(run.id)
    waits["pause"] = waited(lambda: lab.read(run.id).state == "paused")
    before = lab.read(run.id).progress
    lab.resume(run.id)
    waits["resume"] = waited(lambda: lab.read(run.id).progress != before)
    lab.stop(run.id)  # waits for the test digits as well
    waits["stop"] = waited(lambda: lab.read(run.id).state == "stopped")
    for name, seconds in waits.items():
        ratio = seconds / waits["learning rate"]
        print(f"request {name} after {1000 * seconds:.0f} ms, {ratio:.2f} times the first")


def waited(condition: Callable[[], bool]) -> float:
    """Wait until something is so; give the seconds it took."""
    began = time.perf_counter()
    wait_until(condition)
    return time.perf_counter() - began


if __name__ == "__main__":
    main()

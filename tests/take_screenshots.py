"""Take the README's pictures from the real lab: ``python -m tests.take_screenshots``."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from playwright.sync_api import Browser, Page, expect

from mnist_core.compare.repeats import repeat_over_seeds
from mnist_core.config import RunConfig
from mnist_core.dataset import LabelledDigits, load_mnist
from mnist_core.handwriting.fine_tuning import teach
from mnist_core.handwriting.personal_set import keep_all, personal_set
from mnist_core.lessons.slides import LESSONS
from mnist_core.store.records import Run
from mnist_core.store.run_store import RunStore
from mnist_core.sweeps.plan import make_plan
from mnist_core.sweeps.search_space_text import parse_dimension
from mnist_core.sweeps.sweep_store import create_sweep, read_sweep
from tests.browser.canvas import steady_canvas
from tests.browser.real_lab import FIRST_STEPS, Server, open_chromium
from tests.room_screenshots import take_room
from tests.waiting import PATIENCE_S, wait_until

expect.set_options(timeout=1000 * PATIENCE_S)
FOLDER = Path(__file__).parent / "screenshots"
SIZES = {"wide": (1280, 900), "tall": (1280, 1400), "phone": (390, 844)}
LOOKS = (("light", "wide"), ("dark", "wide"), ("light", "phone"))
TALL_LOOKS = (("light", "tall"), ("dark", "tall"), ("light", "phone"))
RUN = RunConfig(hidden_units=(128, 64), epochs=30)  # long enough to be caught at work
OTHERS = {
    "one-layer": RunConfig(hidden_units=(128,), epochs=10),
    "wide": RunConfig(hidden_units=(256,), epochs=10, augmentation=0.3),
    "narrow": RunConfig(hidden_units=(16,), epochs=10),
    "plain-sgd": RunConfig(hidden_units=(128,), epochs=10, optimizer="sgd"),
    "no-dropout": RunConfig(hidden_units=(128, 64), epochs=10, dropout=0.0),
}
SEVEN = ([(70, 75), (205, 70), (130, 225)], [(95, 150), (190, 148)])
READER = RunConfig(hidden_units=(256, 256), augmentation=0.5, batch_size=200, epochs=8)
NUMBER = (
    [[(0.1, 0.25), (0.5, 0), (0.9, 0.25), (0.5, 0.65), (0.05, 1), (1, 1)]],
    [[(0.5, 0), (0.1, 0.3), (0.1, 0.7), (0.5, 1), (0.9, 0.7), (0.9, 0.3), (0.5, 0)]],
    [[(0.1, 0.25), (0.5, 0), (0.9, 0.25), (0.5, 0.65), (0.05, 1), (1, 1)]],
    [[(0.4, 0), (0.05, 0.65), (0.95, 0.65)], [(0.7, 0.3), (0.7, 1)]],
)
SPACE = (
    "learning_rate=1e-4..1e-1:log",
    "layers=1..3",
    "neurons=16..256:log",
    "optimizer=adam,sgd,rmsprop",
)
Scheme = Literal["light", "dark"]


def main() -> None:
    """Train in a lab of its own and take every picture anew."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as home, open_chromium() as browser:
        server = Server(Path(home))
        server.start()
        try:
            take_all(server, browser)
        finally:
            server.stop()
        take_room(browser, FOLDER)


def take_all(server: Server, browser: Browser) -> None:
    """Photograph all pages, light and dark, wide and narrow."""
    store = RunStore(server.settings)
    store.create(FIRST_STEPS, "first-steps")
    wait_until(lambda: [run.state for run in store.recent()] == ["finished"])
    take_train_and_draw(server, browser, store)
    take_handwriting_and_number(server, browser, store)
    take_compare_and_diagnose(server, browser, store)
    take_lessons(server, browser, store)
    take_sweep(server, browser, store)


def take_train_and_draw(server: Server, browser: Browser, store: RunStore) -> None:
    """Photograph a run that trains, and a seven that it reads."""
    for scheme, size in LOOKS:
        run = store.create(RUN, "brisk-heron")
        page = open_page(
            browser, f"{server.url}/?run={run.id}&hidden_units=128,64&epochs=30", scheme, size
        )
        wait_for(store, run, lambda now: now.epochs_done >= 20)
        take(page, f"train-{scheme}-{size}")
        wait_for(store, run, lambda now: now.state == "finished")
        page.goto(f"{server.url}/draw?run={run.id}")
        draw_a_seven(page)
        take(page, f"draw-{scheme}-{size}")
        page.context.close()
        store.delete(run.id)


def take_compare_and_diagnose(server: Server, browser: Browser, store: RunStore) -> None:
    """Photograph several runs against each other, and one that is looked into."""
    runs = {name: store.create(config, name) for name, config in OTHERS.items()}
    repeat_over_seeds(store, runs["one-layer"], 3)
    wait_until(lambda: all(run.state == "finished" for run in store.recent()), 300)
    link = f"ticked={','.join(run.id for run in runs.values())}&baseline={runs['one-layer'].id}"
    for (scheme, size), tab in zip(TALL_LOOKS, ("Mistakes", "Why", "Mistakes"), strict=True):
        page = open_page(browser, f"{server.url}/compare?{link}", scheme, size, "Compare runs")
        expect(page.locator(".st-key-final_errors .main-svg").first).to_be_visible()
        take(page, f"compare-{scheme}-{size}")
        page.goto(f"{server.url}/diagnose?run={runs['no-dropout'].id}")
        page.get_by_role("tab", name=tab).click()
        chart = {"Mistakes": "cell_digits", "Why": "neighbours"}[tab]
        expect(page.locator(f".st-key-{chart} .main-svg").first).to_be_visible()
        expect(page.get_by_text("Measuring")).to_have_count(0)
        take(page, f"diagnose-{scheme}-{size}")
        page.context.close()


def take_sweep(server: Server, browser: Browser, store: RunStore) -> None:
    """Photograph a sweep that has ended, and the form of a new one."""
    plan = make_plan(
        base=RunConfig(epochs=4),
        dimensions=[parse_dimension(text) for text in SPACE],
        trials=40,
        pruner="median",
    )
    sweep = create_sweep(store, plan, "what-matters")
    wait_until(lambda: not read_sweep(store, sweep.id).active, 600)
    for scheme, size in TALL_LOOKS:
        link = f"{server.url}/sweep?sweep={sweep.id}"
        page = open_page(browser, link, scheme, size, "Finished · 40 trials ended")
        expect(page.locator(".st-key-best_so_far .main-svg").first).to_be_visible()
        take(page, f"sweep-{scheme}-{size}")
        page.context.close()
    form = f"{server.url}/sweep?sweep=new"
    page = open_page(browser, form, "light", "wide", "What varies")
    take(page, "sweep-form-light-wide", seen=".st-key-start_sweep")
    page.context.close()


def take_handwriting_and_number(server: Server, browser: Browser, store: RunStore) -> None:
    """Photograph a personal set with what it taught a run, and a number that was read."""
    reader = store.create(READER, "reader")
    wait_for(store, reader, lambda now: now.state == "finished")
    mnist = load_mnist()
    slanted = np.stack([_slanted(image) for image in mnist.x_test[:60]])
    keep_all(store, LabelledDigits(slanted, mnist.y_test[:60]))
    taught = teach(store, store.read(reader.id), personal_set(store))
    wait_for(store, taught, lambda now: now.state == "finished")
    for scheme, size in TALL_LOOKS:
        page = open_page(
            browser, f"{server.url}/draw?run={reader.id}", scheme, size, "Is it right?"
        )
        page.get_by_role("tab", name="My handwriting").click()
        expect(page.get_by_text("Your drawings, unseen")).to_be_visible()
        page.wait_for_timeout(2_500)  # once no more runs of the script come
        page.get_by_text("Your drawings, unseen").scroll_into_view_if_needed()
        take(page, f"handwriting-{scheme}-{size}")
        page.context.close()
    for scheme, size in LOOKS:
        page = open_page(
            browser, f"{server.url}/draw?run={reader.id}", scheme, size, "Is it right?"
        )
        page.get_by_text("A number", exact=True).click()
        draw_number(page)
        take(page, f"number-{scheme}-{size}")
        page.context.close()


def _slanted(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Lean a digit far to the right, as some hands do."""
    return np.stack([np.roll(row, round((14 - y) * 0.85)) for y, row in enumerate(image)])


def draw_number(page: Page) -> None:
    """Write 2024 on the wide canvas."""
    box = steady_canvas(page)
    height, width = box["height"], box["width"]
    for index, strokes in enumerate(NUMBER):
        for (x, y), *others in strokes:
            left = box["x"] + width * (0.06 + 0.23 * index)
            page.mouse.move(left + x * width * 0.17, box["y"] + height * (0.15 + 0.7 * y))
            page.mouse.down()
            for x_next, y_next in others:
                place = left + x_next * width * 0.17, box["y"] + height * (0.15 + 0.7 * y_next)
                page.mouse.move(*place, steps=6)
            page.mouse.up()
    page.mouse.move(0, 0)
    page.wait_for_timeout(1_500)


def take_lessons(server: Server, browser: Browser, store: RunStore) -> None:
    """Photograph a lesson of the deck with its predecessors."""
    runs = [
        store.create(lesson.preset.config, lesson.run_name, origin="lesson")
        for lesson in LESSONS[:5]
    ]
    wait_until(lambda: all(store.read(run.id).state == "finished" for run in runs), 400)
    for scheme, size in TALL_LOOKS:
        url = f"{server.url}/lessons?lesson=optimizer"
        page = open_page(browser, url, scheme, size, "Another optimizer")
        take(page, f"lessons-{scheme}-{size}")
        page.context.close()


def wait_for(store: RunStore, run: Run, condition: Callable[[Run], bool]) -> None:
    """Wait until the run is as wanted."""
    wait_until(lambda: condition(store.read(run.id)))


def open_page(
    browser: Browser, url: str, scheme: str, size: str, words: str = "Validation accuracy"
) -> Page:
    """Open a window of that size and colour scheme, and wait for these words on the page."""
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page = context.new_page()
    page.goto(url)
    expect(page.get_by_text(words).first).to_be_visible()
    return page


def draw_a_seven(page: Page) -> None:
    """Write a seven with a bar on the canvas."""
    box = steady_canvas(page)
    for (x, y), *others in SEVEN:
        page.mouse.move(box["x"] + x, box["y"] + y)
        page.mouse.down()
        for x_next, y_next in others:
            page.mouse.move(box["x"] + x_next, box["y"] + y_next, steps=15)
        page.mouse.up()
    page.mouse.move(0, 0)
    expect(page.locator("[aria-label^='Answer: 7']")).to_be_attached()


def take(page: Page, name: str, *, seen: str = "[data-testid=stMain] .js-plotly-plot") -> None:
    """Save what the window shows once its charts stand, or what else is to be ``seen``."""
    expect(page.locator(seen).first).to_be_visible()
    page.wait_for_timeout(700)
    page.screenshot(path=FOLDER / f"{name}.png")


if __name__ == "__main__":
    main()

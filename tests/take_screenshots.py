"""Take the README's pictures from the real lab: ``python -m tests.take_screenshots``."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, expect

from mnist_core.config import RunConfig
from mnist_core.records import Run
from mnist_core.repeats import repeat_over_seeds
from mnist_core.store import RunStore
from tests.browser.real_lab import Server, open_chromium
from tests.waiting import wait_until

FOLDER = Path(__file__).parent / "screenshots"
SIZES = {"wide": (1280, 900), "tall": (1280, 1400), "phone": (390, 844)}
LOOKS = (("light", "wide"), ("dark", "wide"), ("light", "phone"))
TALL_LOOKS = (("light", "tall"), ("dark", "tall"), ("light", "phone"))
RUN = RunConfig(hidden_units=(128, 64), epochs=10)
OTHERS = {
    "one-layer": RunConfig(hidden_units=(128,), epochs=10),
    "wide": RunConfig(hidden_units=(256,), epochs=10, augmentation=0.3),
    "narrow": RunConfig(hidden_units=(16,), epochs=10),
    "plain-sgd": RunConfig(hidden_units=(128,), epochs=10, optimizer="sgd"),
    "no-dropout": RunConfig(hidden_units=(128, 64), epochs=10, dropout=0.0),
}
SEVEN = ([(70, 75), (205, 70), (130, 225)], [(95, 150), (190, 148)])
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


def take_all(server: Server, browser: Browser) -> None:
    """Photograph all pages, light and dark, wide and narrow."""
    store = RunStore(server.settings)
    wait_until(lambda: [run.state for run in store.recent()] == ["finished"], 120)
    take_train_and_draw(server, browser, store)
    take_compare_and_diagnose(server, browser, store)


def take_train_and_draw(server: Server, browser: Browser, store: RunStore) -> None:
    """Photograph a run that trains, and a seven that it reads."""
    for scheme, size in LOOKS:
        run = store.create(RUN, "brisk-heron")
        page = open_page(browser, f"{server.url}/?run={run.id}&hidden_units=128,64", scheme, size)
        wait_for(store, run, lambda now: now.epochs_done >= 7)
        store.pause(run.id)
        wait_for(store, run, lambda now: now.state == "paused")
        store.resume(run.id)
        wait_for(store, run, lambda now: now.state == "training")
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
        expect(page.locator(f".st-key-{chart} .main-svg").first).to_be_visible(timeout=60_000)
        expect(page.get_by_text("Measuring")).to_have_count(0, timeout=60_000)
        take(page, f"diagnose-{scheme}-{size}")
        page.context.close()


def wait_for(store: RunStore, run: Run, condition: Callable[[Run], bool]) -> None:
    """Wait until the run is as wanted."""
    wait_until(lambda: condition(store.read(run.id)), 60)


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
    expect(page.get_by_text(words).first).to_be_visible(timeout=30_000)
    return page


def draw_a_seven(page: Page) -> None:
    """Write a seven with a bar on the canvas."""
    expect(page.locator("canvas").last).to_be_visible(timeout=30_000)
    box = page.locator("canvas").last.bounding_box()
    assert box is not None
    for (x, y), *others in SEVEN:
        page.mouse.move(box["x"] + x, box["y"] + y)
        page.mouse.down()
        for x_next, y_next in others:
            page.mouse.move(box["x"] + x_next, box["y"] + y_next, steps=15)
        page.mouse.up()
    page.mouse.move(0, 0)
    expect(page.locator("[aria-label^='Answer: 7']")).to_be_attached(timeout=20_000)


def take(page: Page, name: str) -> None:
    """Save what the window shows once its charts stand."""
    expect(page.locator(".js-plotly-plot").first).to_be_visible(timeout=20_000)
    page.wait_for_timeout(700)
    page.screenshot(path=FOLDER / f"{name}.png")


if __name__ == "__main__":
    main()

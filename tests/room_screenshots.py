"""The README's pictures of a room: how others come in, the projector, the board."""

import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, expect

from mnist_core.access.person import Person
from mnist_core.access.room_keys import room_keys
from mnist_core.config import RunConfig
from mnist_core.store.person_names import call_oneself
from mnist_core.store.run_store import RunStore
from tests.browser.real_lab import Server
from tests.waiting import PATIENCE_S, wait_until

expect.set_options(timeout=1000 * PATIENCE_S)
ADDRESS = "lab.school.example"  # no machine's own, whoever takes the pictures
PROJECTOR: ViewportSize = {"width": 1920, "height": 1080}
NOTEBOOK: ViewportSize = {"width": 1280, "height": 900}
PEOPLE = {
    "Anna": RunConfig(hidden_units=(256,), epochs=6),
    "Ben": RunConfig(hidden_units=(64, 64), epochs=6),
    "Carla": RunConfig(hidden_units=(32,), epochs=6),
    "Dan": RunConfig(hidden_units=(32,), epochs=6, optimizer="sgd"),
}
SEEDS = 3


def take_room(browser: Browser, folder: Path) -> None:
    """Train some runs of several people in an open lab of its own, and photograph it."""
    with tempfile.TemporaryDirectory() as home:
        server = Server(Path(home), options=[f"--browser.serverAddress={ADDRESS}"])
        server.start()
        try:
            train(RunStore(server.settings))
            with browser.new_context(
                base_url=server.url, viewport=PROJECTOR, color_scheme="light"
            ) as context:
                page = context.new_page()
                page.goto(f"/share?key={room_keys(server.settings.home).teacher}")
                take_views(page, folder)
        finally:
            server.stop()


def train(store: RunStore) -> None:
    """Let each person train their settings with several seeds."""
    for name, config in PEOPLE.items():
        theirs = store.used_by(Person(name.lower()))
        call_oneself(theirs, name)
        for seed in range(SEEDS):
            theirs.create(config.model_copy(update={"seed": seed}))
    wait_until(lambda: all(run.state == "finished" for run in store.recent()), 600)


def take_views(page: Page, folder: Path) -> None:
    """Photograph the pages that a teacher shows."""
    page.set_viewport_size(NOTEBOOK)
    expect(page.get_by_alt_text("The code of")).to_be_visible()
    take(page, folder / "share-light-wide.png")
    page.set_viewport_size(PROJECTOR)
    for view in ("run", "board"):
        page.goto(f"/presenter?view={view}")
        expect(page.locator("[data-testid=stMain] .js-plotly-plot").first).to_be_visible()
        take(page, folder / f"presenter-{view}-light-projector.png")


def take(page: Page, file: Path) -> None:
    """Save what the window shows once it stands."""
    page.wait_for_timeout(2_000)
    page.screenshot(path=file)
